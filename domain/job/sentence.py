"""Finds the end of a text that is written without brackets.

A text extends to the end of its sentence or line. The rules keep web addresses and abbreviations
whole, and leave out words that are addressed to the agent, such as "then confirm it".
"""

import re
from typing import Final

_STOP = re.compile(r"(?:[.!?…]+[\"'\u201d\u2019)\]]*(?=\s|$))|[\u3002\uff01\uff1f]")
_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+"
    r"|(?<![\w@.-])[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:[/?#:]\S*|(?![\w-]))",
    re.IGNORECASE,
)
_SPACES = re.compile(r"\s*")
_PARENTHESIS = re.compile(r"[()]")
_THEN = re.compile(r"[,;]?\s+(?:and\s+)?then\b", re.IGNORECASE)
_JOINED = re.compile(r"[,;]\s|[,;]?\s+(?:and|then|or|but|if)\b", re.IGNORECASE)
_DOTTED = re.compile(r"(?:\w\.)+\w")
_TITLES: Final = frozenset({"dr", "mr", "mrs", "ms", "prof"})
_SHORTENED: Final = frozenset({"approx", "dept", "etc", "inc", "ltd", "vs"})
_BEFORE_NUMBERS: Final = frozenset({"ext", "no", "tel"})
_AFTER_ADDRESS: Final = ".,;:!?'\"\u2019\u201d…"
_NOTHING_MORE = re.compile(rf"[{re.escape(_AFTER_ADDRESS)} ]*$")
_LONGEST_WORD: Final = 40
"""Characters; no abbreviation is longer."""
_BEFORE_ACTION: Final = " \t,;\u2013\u2014"
_CONNECTIVES: Final = frozenset({"and", "then", "also"})


def text_end(text: str, start: int, stop: int, *, before_action: bool) -> int:
    """The offset at which the text that begins at ``start`` ends; ``stop`` at the latest.

    ``stop`` is the end of the line, or the beginning of the next action (``before_action``). The
    full stop that ends the sentence is not part of the text; a question or exclamation mark is.
    """
    end = _sentence_end(text, start, stop)
    address_end = _address_end(text, start, end, before_action=before_action and end == stop)
    if address_end is not None:
        return address_end
    if before_action and end == stop:
        return _without_connectives(text, start, end)
    return end


def parenthesis_end(text: str, start: int, stop: int) -> int:
    """Where the parenthesis that is open at ``start`` closes; ``stop`` if it does not."""
    depth = 0
    for bracket in _PARENTHESIS.finditer(text, start, stop):
        depth += 1 if bracket[0] == "(" else -1
        if depth < 0:
            return bracket.start()
    return stop


def _sentence_end(text: str, start: int, stop: int) -> int:
    for mark in _STOP.finditer(text, start, stop):
        following = _following(text, mark.end(), stop)
        word = _word_before(text, start, mark.start()).strip("(\"'\u201c\u2018").casefold()
        if not _continues(word, mark[0], following):
            dropped = mark[0] in {".", "\u3002"} and not _is_shortened(word)
            return mark.start() if dropped else mark.end()
    return stop


def _following(text: str, start: int, stop: int) -> str:
    """The first character from ``start`` that is not white space; empty if there is none."""
    spaces = _SPACES.match(text, start, stop)
    at = spaces.end() if spaces else start
    return text[at] if at < stop else ""


def _word_before(text: str, start: int, end: int) -> str:
    """The word that ends at ``end``; of a very long one, its end."""
    start = max(start, end - _LONGEST_WORD)
    return text[max(start, text.rfind(" ", start, end) + 1) : end]


def _continues(word: str, mark: str, following: str) -> bool:
    """Whether the sentence continues with ``following`` after ``word`` and ``mark``."""
    if mark in {"…", "..."}:
        return following != "" and not following.isupper()
    if mark != ".":
        return False
    if word in _TITLES:
        return True
    if word in _BEFORE_NUMBERS:
        return following.isdecimal()
    return _is_shortened(word) and (following.islower() or following.isdecimal())


def _is_shortened(word: str) -> bool:
    """Whether a full stop after ``word`` is part of it, as in ``a.m.``."""
    return word in _SHORTENED or _DOTTED.fullmatch(word) is not None


def _address_end(text: str, start: int, end: int, *, before_action: bool) -> int | None:
    """The end of the web address that ends the text; None if no address does.

    What follows the address with "then" is addressed to the agent. So is anything joined to it
    when the text is the address alone, or when it leads to another action.
    """
    spaces = _SPACES.match(text, start, end)
    first = spaces.end() if spaces else start
    for address in _ADDRESS.finditer(text, start, end):
        address_end = _trimmed(text, address.start(), address.end())
        alone = address.start() == first
        joined = _JOINED if alone or before_action else _THEN
        if joined.match(text, address_end) or _NOTHING_MORE.match(text, address_end, end):
            return address_end
    return None


def _trimmed(text: str, start: int, end: int) -> int:
    """Where an address ends, without the punctuation of the surrounding sentence."""
    return start + len(text[start:end].rstrip(_AFTER_ADDRESS))


def _without_connectives(text: str, start: int, end: int) -> int:
    """Where the text ends, without an "and then" that leads to the next action."""
    while end > start:
        while end > start and text[end - 1] in _BEFORE_ACTION:
            end -= 1
        word = _word_before(text, start, end)
        if word.casefold() not in _CONNECTIVES:
            break
        end -= len(word)
    return end
