"""Finds sentences, clauses and web addresses in a text that is written without brackets."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from hookflash.domain.policy.speech.tokens import word_set

_STOP = re.compile(r"(?:[.!?…]+[\"'\u201d\u2019)\]]*(?=\s|$))|[\u3002\uff01\uff1f\uff0e]")
ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+"
    r"|(?<![\w@.-])[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:[/?#:]\S*|(?![\w-]))",
    re.IGNORECASE,
)
JOINT = re.compile(
    r"(?:[,;]?\s+(?:(?P<then>(?:and\s+)?then|y\s+luego|luego)|(?P<and>and|or|but|so|y|o|pero)|"
    r"(?=(?P<condition>only\s+if|only\s+when|if|when|whenever|unless|once|until|after|before|"
    r"in\s+case|as\s+soon\s+as|otherwise|else|for\s+(?:new|existing|returning|first)|si|cuando|a\s+menos\s+que|hasta\s+que)\b))\b)"
    r"|(?P<mark>\s+\((?=\w)|[,;:](?=\s)|\s[-&\u2013\u2014]+(?=\s)|\u2014|[\uff0c\uff1b])",
    re.IGNORECASE,
)
"""Where a clause begins: after a conjunction or a mark, or with a condition."""
_SPACES = re.compile(r"\s*")
_PARENTHESIS = re.compile(r"[()]")
_DOTTED = re.compile(r"(?:\w\.)+\w")
_TITLES: Final = frozenset({"dr", "mr", "mrs", "ms", "prof", "sr", "sra", "dra"})
_SHORTENED: Final = frozenset({"approx", "dept", "etc", "inc", "ltd", "vs"})
_BEFORE_NUMBERS: Final = word_set(
    "ext no tel jan feb mar apr jun jul aug sep sept oct nov dec nr p pg"
)
_AFTER_ADDRESS: Final = ".,;:!?'\"\u2019\u201d…\u3002\uff01\uff1f\uff0c\uff1b\uff1a"
_NOTHING_MORE = re.compile(rf"[{re.escape(_AFTER_ADDRESS)})\] ]*$")
_LONGEST_WORD: Final = 40
"""Characters; no abbreviation is longer."""
_BEFORE_ACTION: Final = " \t,;\u2013\u2014"
_CONNECTIVES: Final = frozenset({"and", "then", "also", "y", "luego"})


class Sentence(NamedTuple):
    """A sentence: where it starts and ends, without its full stop, and where what follows is."""

    start: int
    end: int
    after: int


def sentence_at(text: str, start: int, stop: int) -> Sentence:
    """The sentence that begins at ``start``; abbreviations and decimals do not end it."""
    for mark in _STOP.finditer(text, start, stop):
        following = _following(text, mark.end(), stop)
        word = _word_before(text, start, mark.start()).strip("(\"'\u201c\u2018").casefold()
        if not _continues(word, mark[0], following):
            dropped = mark[0] in {".", "\u3002", "\uff0e"} and not _is_shortened(word)
            return Sentence(start, mark.start() if dropped else mark.end(), mark.end())
    return Sentence(start, stop, stop)


def sentences(text: str, start: int, stop: int) -> Iterator[Sentence]:
    """The sentences from ``start`` on that are not blank."""
    while start < stop:
        found = sentence_at(text, start, stop)
        if text[found.start : found.end].strip():
            yield found
        start = found.after


def parenthesis_end(text: str, start: int, stop: int) -> int:
    """Where the parenthesis that is open at ``start`` closes; ``stop`` if it does not."""
    depth = 0
    for bracket in _PARENTHESIS.finditer(text, start, stop):
        depth += 1 if bracket[0] == "(" else -1
        if depth < 0:
            return bracket.start()
    return stop


def first_visible(text: str, start: int, stop: int) -> int:
    """The offset of the first character from ``start`` that is not white space."""
    spaces = _SPACES.match(text, start, stop)
    return spaces.end() if spaces else start


def without_punctuation(text: str, start: int, end: int) -> int:
    """Where the text ends that an address closes, without the punctuation after the address."""
    for address in ADDRESS.finditer(text, start, end):
        address_end = address_trimmed(text, address)
        if _NOTHING_MORE.match(text, address_end, end):
            brackets = re.compile(r"[)\]]*").match(text, address_end, end)
            return brackets.end() if brackets else address_end
    return end


def address_trimmed(text: str, address: re.Match[str]) -> int:
    """Where an address ends, without the punctuation of the surrounding sentence."""
    return address.start() + len(text[address.start() : address.end()].rstrip(_AFTER_ADDRESS))


def without_connectives(text: str, start: int, end: int) -> int:
    """Where the text ends, without an "and then" that leads to the next action."""
    while end > start:
        while end > start and text[end - 1] in _BEFORE_ACTION:
            end -= 1
        word = _word_before(text, start, end)
        if word.casefold() not in _CONNECTIVES:
            break
        end -= len(word)
    return end


def _following(text: str, start: int, stop: int) -> str:
    """The first character from ``start`` that is not white space; empty if there is none."""
    at = first_visible(text, start, stop)
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
        return following != ""
    if word in _BEFORE_NUMBERS:
        return following.isdecimal()
    return _is_shortened(word) and (following.islower() or following.isdecimal())


def _is_shortened(word: str) -> bool:
    """Whether a full stop after ``word`` is part of it, as in ``a.m.``."""
    return word in _SHORTENED or _DOTTED.fullmatch(word) is not None
