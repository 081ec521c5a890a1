"""Which question an agent's words put to the caller, and whether the caller heard it.

An agent that is a language model does not name its questions, so they are read from its words, in
English and Spanish. The last question that was heard counts.
"""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Final, NamedTuple

from hookflash.domain.policy.speech.about_texts import (
    asks_whether_it_came,
    offers_it_again,
    speaks_of_goods,
)
from hookflash.domain.policy.speech.inviting import invites_answer, opens_question
from hookflash.domain.policy.speech.sentences import plain_words

_MARKS: Final = "?\u061f\uff1f\ufe56\u2047\u2048\u2049\u203d\u037e\u2e2e"
"""Question marks of every kind."""
_ENDS: Final = f"{_MARKS}!;\u2026\u3002\uff01"
_END: Final = re.compile(rf"(?:[{re.escape(_ENDS)}]|\.(?=\W|\Z)|\n\s*\n)+")
_ADDRESS: Final = re.compile(r"\S*(?:://|www\.)\S*")
_LONGEST: Final = 600
"""Characters at the end of a sentence that are read: no question is longer."""


class AgentAsks(StrEnum):
    """What an agent's question is about."""

    ARRIVED = "sms_arrived"
    """Whether a text came."""
    AGAIN = "sms_again"
    """Whether to send a text again."""
    OTHER = "other"


class _Sentence(NamedTuple):
    """``words`` are plain; ``last`` is where its last word ends in the whole text."""

    words: str
    last: int
    marked: bool


def question_in(text: str, heard_chars: int | None = None) -> AgentAsks | None:
    """What the last question in ``text`` is about; None without one. Never raises.

    ``heard_chars`` is how many characters the caller heard, all by default. A question counts once
    its last word was heard. One without a question mark counts if there is none with it.
    """
    end = len(text) if heard_chars is None else heard_chars
    heard = [one for one in _sentences(text) if one.last <= end]
    asked = [one for one in heard if one.marked] or [one for one in heard if _asks_unmarked(one)]
    return _kind(asked[-1], speaks_of_goods(plain_words(text))) if asked else None


def may_be_answered(text: str, heard_chars: int | None = None) -> bool:
    """Whether a yes after ``text`` could be an answer to it. Never raises.

    Wider than :func:`question_in`: also "let me know if you want the premium plan".
    """
    end = len(text) if heard_chars is None else heard_chars
    heard = (one for one in _sentences(text) if one.last <= end)
    return any(one.marked or _asks_unmarked(one) or invites_answer(one.words) for one in heard)


def _sentences(text: str) -> Iterator[_Sentence]:
    """Its sentences, in order; marks in the address of a page end none."""
    read = _ADDRESS.sub(_without_marks, text)
    begins = 0
    for end in _END.finditer(read):
        yield _sentence(text, begins, end.start(), end[0])
        begins = end.end()
    yield _sentence(text, begins, len(text), "")


def _without_marks(address: re.Match[str]) -> str:
    """An address of the same length, in which only its last character may end a sentence."""
    found = address[0].rstrip(f"{_ENDS}.,")
    return "x" * len(found) + address[0][len(found) :]


def _sentence(text: str, begins: int, end: int, ended: str) -> _Sentence:
    said = text[begins:end]
    last = begins + max((n for n, sign in enumerate(said, 1) if sign.isalnum()), default=0)
    marked = last > begins and any(sign in _MARKS for sign in ended)
    return _Sentence(plain_words(said[-_LONGEST:]), last, marked)


def _asks_unmarked(sentence: _Sentence) -> bool:
    words = sentence.words
    return opens_question(words) or (invites_answer(words) and asks_whether_it_came(words))


def _kind(sentence: _Sentence, about_goods: bool) -> AgentAsks:  # noqa: FBT001 - private
    if about_goods:
        return AgentAsks.OTHER
    if offers_it_again(sentence.words):
        return AgentAsks.AGAIN
    return AgentAsks.ARRIVED if asks_whether_it_came(sentence.words) else AgentAsks.OTHER
