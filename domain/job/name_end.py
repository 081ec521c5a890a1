"""Whether a destination's name ends where it was found, or whether the words after it continue it.

"Front Desk if they insist" ends; "Lee Jr", "Maria or Anna", "Smith, J." and "Maria's mobile" go on.
"""

import re
from typing import Final

from hookflash.domain.job.addressee import Addressed, addressed
from hookflash.domain.job.sentence import sentence_at

_SEPARATED: Final = re.compile(
    r"\s+(?:if|when|whenever|unless|once|only|after|before|until|then|now|please|so|because|as|"
    r"immediately|right\s+away|at\s+once|for|to|who|while|instead|first|again|directly|otherwise|"
    r"but|without|si|cuando|ahora|por\s+favor|luego|para)\b",
)
_DASH: Final = re.compile(r"\s+[-\u2013\u2014]+|\u2014|[,;:\uff0c\uff1b]")
_OPEN: Final = re.compile(r"\s+[(\[]")
_JOINED: Final = re.compile(r"\s+(?:and|or|y|o)\b")
_FULL_STOP: Final = re.compile(r"[.!?\u3002\uff01\uff1f\uff0e]+[)\]\"'\u201d]*")
_CLOSED: Final = re.compile(r"[)\]]+")
_SUFFIX: Final = re.compile(
    r"\s*(?:jr|sr|junior|senior|i{2,3}|iv|phd|md|esq|[a-z])\b\.?", re.IGNORECASE
)


def ends_there(after: str, *, leads: bool = False) -> bool:
    """Whether a name ends before ``after``, the rest of its line; ``leads`` to another action."""
    after = after[_end(_CLOSED, after) :]
    if not after.strip(" \t,;\u2013\u2014"):
        return not after.strip() or leads or not after.strip(" \t,;")
    if _FULL_STOP.match(after):
        rest = after[_end(_FULL_STOP, after) :]
        return not rest.strip() or (rest[0].isspace() and not _SUFFIX.fullmatch(_sentence(rest)))
    if _SEPARATED.match(after):
        return True
    if mark := _JOINED.match(after):
        return _continues_with_order(after[mark.end() :], leads=leads)
    if mark := _DASH.match(after) or _OPEN.match(after):
        rest = after[mark.end() :]
        return bool(_SEPARATED.match(f" {rest.lstrip()}")) or _continues_with_order(
            rest, leads=leads
        )
    return False


def _continues_with_order(rest: str, *, leads: bool) -> bool:
    words = re.sub(r"^\s*(?:and|or|y|o)\b", "", _sentence(rest)).strip(" ,;)")
    if leads and not words:
        return True
    return words[:1].islower() and addressed(words, leads=leads) is not Addressed.NO


def _sentence(text: str) -> str:
    found = sentence_at(text, 0, len(text))
    return text[: found.end]


def _end(pattern: re.Pattern[str], words: str) -> int:
    found = pattern.match(words)
    return found.end() if found else 0
