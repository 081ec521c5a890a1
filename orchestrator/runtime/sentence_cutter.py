"""Cuts words that arrive in pieces into sentences, so that each can be said once it is complete."""

import re
from typing import Final

from hookflash.domain.job.sentence import sentence_at

SHORTEST: Final = 12
"""Characters; a shorter sentence is said together with the next one."""
LONGEST: Final = 300
"""Characters without the end of a sentence that are said as they are, up to a whole word."""
_INITIAL: Final = re.compile(r"(?:^|[\s(\"'\u201c\u2018])(?!I\.)[^\W\d_]\.$")
_NUMBERED: Final = re.compile(r"\d+[.)]$")
_CLOSING: Final = ('"', "'", "\u201d", "\u2019", ")")
_ASIAN_STOPS: Final = "\u3002\uff01\uff1f\uff0e"


class SentenceCutter:
    """Collects pieces; :meth:`feed` returns the sentences that they complete."""

    def __init__(self) -> None:
        self._rest = ""

    def feed(self, piece: str) -> list[str]:
        """Add ``piece``; returns the sentences that are complete now, without white space around.

        A full stop ends a sentence only if what follows shows that it does: in "Dr. Lee",
        "a.m. on Monday", "3.50" and "example.com/a?b=1" it does not. So does a line break.
        """
        self._rest += piece
        found = []
        while at := self._end():
            found.append(self._rest[:at].strip())
            self._rest = self._rest[at:]
        return found

    def finish(self) -> str:
        """What is left at the end of the words; empty if that is blank."""
        rest, self._rest = self._rest.strip(), ""
        return rest

    def _end(self) -> int:
        """Where the first sentence ends that is long enough to be said; 0 if it is not known."""
        text = self._rest
        start = len(text) - len(text.lstrip())
        at = start
        while (at := _boundary(text, at)) and at < len(text):
            if len(text[start:at].rstrip()) >= SHORTEST:
                return at
        return _last_word(text, start) if len(text) - start > LONGEST else 0


def _boundary(text: str, start: int) -> int:
    """Where the sentence from ``start`` on ends; 0 if what follows it has not arrived."""
    line = text.find("\n", start)
    stop = len(text) if line < 0 else line
    at = start
    while at < stop:
        after = sentence_at(text, at, stop).after
        if after < stop and not _goes_on(text, start, after) and _is_followed(text, after):
            return after
        at = after
    return line + 1 if line >= 0 and text[line:].strip() else 0


def _goes_on(text: str, start: int, at: int) -> bool:
    """Whether it goes on after an initial, the number of an item, or words in quotes."""
    words = text[start:at].strip()
    quoted = words[-1:] in _CLOSING and text[at:].lstrip()[:1].islower()
    return quoted or bool(_INITIAL.search(words) or _NUMBERED.fullmatch(words))


def _is_followed(text: str, at: int) -> bool:
    """Whether what follows ``at`` has arrived, if it could still belong to the sentence."""
    return text[at - 1] in _ASIAN_STOPS or bool(text[at:].strip())


def _last_word(text: str, start: int) -> int:
    """Where the last whole word within the longest sentence ends."""
    stop = start + LONGEST
    return max(text.rfind(" ", start + SHORTEST, stop), 0) or stop
