"""How much of a text the caller heard, from the sound and the words that were played."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from hookflash.domain.call.hearing import CHARACTERS_PER_SECOND

NANOSECONDS = 1e9


class PlayedText(NamedTuple):
    """A word that begins at ``pts`` (ns), or, without it, text whose sound ended at ``seconds``."""

    text: str
    pts: int | None
    seconds: float


@dataclass
class Sound:
    """What was played of one context of the voice, and the words in it."""

    began_at: datetime | None = None
    seconds: float = 0.0
    texts: list[PlayedText] = field(default_factory=list)

    def plays(self, seconds: float, now: datetime) -> None:
        """So many more seconds were played."""
        self.began_at = self.began_at or now
        self.seconds += seconds

    def says(self, text: str, pts: int | None) -> None:
        """The voice told of a word, or of text that was played."""
        self.texts.append(PlayedText(text, pts, self.seconds))


def heard_chars(text: str, sound: Sound) -> int:
    """How many characters of ``text`` were played in ``sound``.

    A voice that times its words may tell of them before their sound is played, so only the time
    between them counts. A word that has begun does not count until the next one begins. Where words
    are not timed, the characters are estimated by the usual pace.
    """
    timed = [played for played in sound.texts if played.pts is not None]
    return _by_words(text, sound, timed) if timed else _by_pace(text, sound)


def _by_words(text: str, sound: Sound, timed: list[PlayedText]) -> int:
    first = timed[0].pts or 0
    heard = end = 0
    for word in timed:
        if ((word.pts or 0) - first) / NANOSECONDS > sound.seconds:
            break
        heard, end = _find(text, word.text, end)
    return heard if sound.seconds else 0


def _by_pace(text: str, sound: Sound) -> int:
    end, since = 0, 0.0
    for part in sound.texts:
        end, since = _find(text, part.text, end)[1], part.seconds
    return min(len(text), end + int((sound.seconds - since) * CHARACTERS_PER_SECOND))


def _find(text: str, part: str, start: int) -> tuple[int, int]:
    """Where the next ``part`` begins and ends; what a voice rewrote is passed over."""
    part = part.strip()
    begins = text.find(part, start) if part else -1
    return (start, start) if begins < 0 else (begins, begins + len(part))
