"""Reads answers: a yes or a no to what was asked, and whether a text arrived.

A yes can transfer the caller, and a yes wrongly heard is far worse than one missed, so it is read
strictly. See docs/explanation/consent.md.
"""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import takewhile

from hookflash.domain.policy.speech.arrival_phrases import (
    ARRIVAL_PHRASES,
    BEFORE_A_NAME,
    IGNORED,
    NAMES,
    NOT_BEFORE_A_NAME,
    Seen,
)
from hookflash.domain.policy.speech.phrases import Found
from hookflash.domain.policy.speech.tokens import Segment, Words, memoized, segments, words_of
from hookflash.domain.policy.speech.yes_no_phrases import YES_NO_PHRASES, Said


class Answer(StrEnum):
    """A caller's answer to a yes-or-no question."""

    YES = "yes"
    NO = "no"
    UNCLEAR = "unclear"


_CONSENT = {Said.YES, Said.REQUEST}
_WITH_CONSENT = {*_CONSENT, Said.OKAY, Said.FINE, Said.PLEASE, Said.SOFT}
_LIGHT_CONSENT = {Said.OKAY, Said.FINE, Said.PLEASE}
_NOES = {Said.NO, Said.REFUSAL, Said.HOLD}
_TEAM = {"team", "department", "desk", "office", "line", "people", "folks", "group", "inbox"}

Parts = Sequence[Said | None]
"""What was said, phrase by phrase, without manners; None for a word that is not in an answer."""


@memoized
def answer(words: str, about: str = "") -> Answer:
    """Judge ``words`` as the answer to a question such as "Would you like me to transfer you?".

    ``about`` is the name that the question asked about, so that "put me through to Scheduling" is
    a yes to a transfer to Scheduling and to no other. Never raises. A yes needs every word to be
    part of one: an unknown word may be a condition, a question or a yes to something else.
    """
    read = [part for part in _kinds(words, about) if part is not Said.MANNERS]
    said = [part for part in read if part is not Said.LEAD_IN]
    if _is_no(said):
        return Answer.NO
    finished = read[-1:] != [Said.LEAD_IN]
    return Answer.YES if finished and _is_yes(said) else Answer.UNCLEAR


def _is_yes(said: Parts) -> bool:
    """Whether every phrase fits a yes, and at least one of them is enough for it."""
    if not said or not all(part in _WITH_CONSENT for part in said):
        return False
    return any(part in _CONSENT for part in said) or all(part in _LIGHT_CONSENT for part in said)


def _is_no(said: Parts) -> bool:
    """Whether there is a no that no later phrase takes back."""
    first = next((at for at, part in enumerate(said) if part in _NOES), None)
    if first is None or any(part in {*_CONSENT, Said.OKAY} for part in said[first:]):
        return False
    if Said.REFUSAL in said:
        return True
    if Said.HOLD in said[first:]:
        return None not in said and Said.UNSURE not in said
    return all(part in {Said.OKAY, Said.PLEASE} for part in said[:first])


def _kinds(words: str, about: str) -> Iterator[Said | None]:
    """The kind of each phrase; a segment that is a question back only counts as unsure."""
    names = _names(about)
    for segment in segments(words):
        found = list(YES_NO_PHRASES.read(_with_them(segment.words, names)))
        parts = list(_firm(part.kind if _is_whole(part, found) else None for part in found))
        asked_back = segment.asks and Said.REQUEST not in parts
        yield from [Said.UNSURE] if asked_back else parts


def _is_whole(part: Found[Said], found: Sequence[Found[Said]]) -> bool:
    """Whether a phrase is complete: "I'd like to" agrees, "I'd like to pay my bill" does not."""
    return part.words[-1] != "to" or part is found[-1]


def _firm(parts: Iterator[Said | None]) -> Iterator[Said | None]:
    """Discount what follows an unknown word in its segment, up to a "but".

    "My card is not yet active" refuses nothing.
    """
    lost = False
    for part in parts:
        lost = part is None or (lost and part is not Said.TURN)
        yield None if lost else part


def _names(about: str) -> list[Words]:
    """The name itself, and each of its words that cannot be part of an answer."""
    whole = words_of(about)
    parts = [(word,) for word in whole if word not in YES_NO_PHRASES.vocabulary]
    return [whole, *parts] if whole else []


def _with_them(words: Words, names: list[Words]) -> Words:
    """Replace the name by "them": "to the Scheduling team" -> "to them"."""
    known: list[str] = []
    at = 0
    while at < len(words):
        end = _end_of_name(words, at, names, after=known[-1:])
        known.append("them" if end > at else words[at])
        at = max(end, at + 1)
    return tuple(known)


def _end_of_name(words: Words, start: int, names: list[Words], after: list[str]) -> int:
    """Where the name that begins at ``start`` ends; ``start`` if none begins there.

    A name that consists of everyday words ("On Call", "Will") counts only if the last word before
    it, in ``after``, is "to" or "with".
    """
    at = start + (words[start] == "the")
    for name in names:
        plain = YES_NO_PHRASES.vocabulary.issuperset(name)
        if words[at : at + len(name)] == name and (not plain or after in (["to"], ["with"])):
            end = at + len(name)
            return end + (words[end : end + 1] != () and words[end] in _TEAM)
    return start


@memoized
def arrival(words: str) -> Answer:
    """Judge ``words`` as the answer to "Did the text arrive?". Never raises.

    What follows the answer ("Yes, got it, can I talk to somebody?") does not matter. Words that
    say that the text is there or missing count for more than a bare yes or no.
    """
    seen = [part for segment in segments(words) for part in _seen(segment)]
    plain = [part for part in seen if part in {Seen.HERE, Seen.MISSING}]
    if plain:
        return Answer.YES if plain[-1] is Seen.HERE else Answer.NO
    said = {*seen} - {Seen.MANNERS}
    return {frozenset({Seen.YES}): Answer.YES, frozenset({Seen.NO}): Answer.NO}.get(
        frozenset(said), Answer.UNCLEAR
    )


def _seen(segment: Segment) -> list[Seen]:
    """Read a segment up to the first unknown word; a question about the text is unsure."""
    found = list(ARRIVAL_PHRASES.read(_with_it(segment.words)))
    known = [part.kind for part in takewhile(lambda part: part.kind is not None, found)]
    asked = segment.asks and len(known) == len(found)
    return [Seen.UNSURE] if asked or Seen.UNSURE in known else [part for part in known if part]


def _with_it(words: Words) -> Words:
    """Replace every name of the text by "it", and leave out adverbs that change nothing."""
    plain: list[str] = []
    for word in words:
        if word in NAMES and NOT_BEFORE_A_NAME.isdisjoint(plain[-1:]):
            while plain and plain[-1] in BEFORE_A_NAME | {"it"}:
                plain.pop()
            plain.append("it")
        elif word not in IGNORED:
            plain.append(word)
    return tuple(plain)
