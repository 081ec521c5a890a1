"""How much of a text the caller heard, from the words that were played."""

from hookflash.domain.call.hearing import CHARACTERS_PER_SECOND


class HeardText:
    """Counts the characters of ``text`` that were played.

    A word of which only the beginning is known to have been played does not count.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._chars = 0
        self._end = 0
        self._timed = False

    def extend(self, text: str) -> None:
        """More was generated, and follows what there was."""
        self.text += text

    def word_begins(self, word: str) -> None:
        """``word`` begins to be played, so all before it was."""
        self._timed = True
        begins, self._end = self._find(word)
        self._chars = max(self._chars, begins)

    def was_played(self, text: str) -> None:
        """A part of the text was played to its end."""
        self._end = self._find(text)[1]
        self._chars = max(self._chars, self._end)

    def chars(self, seconds: float) -> int:
        """How many characters were played in ``seconds`` of sound.

        Where the voice does not time its words, they are estimated by the usual pace.
        """
        if self._timed or not seconds:
            return self._chars
        return max(self._chars, min(int(seconds * CHARACTERS_PER_SECOND), len(self.text)))

    def _find(self, part: str) -> tuple[int, int]:
        """Where the next ``part`` begins and ends; words that a voice rewrote are passed over."""
        part = part.strip()
        begins = self.text.find(part, self._end) if part else -1
        return (self._end, self._end) if begins < 0 else (begins, begins + len(part))
