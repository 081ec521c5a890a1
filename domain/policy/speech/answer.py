"""Was that a yes? The gate before a transfer: a yes wrongly heard is far worse than one missed."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import takewhile

from hookflash.domain.policy.speech.arrival_phrases import (
    BEFORE_A_NAME,
    NAMES,
    NOT_BEFORE_A_NAME,
    PASSED_OVER,
    Seen,
)
from hookflash.domain.policy.speech.arrival_phrases import PHRASES as RECEIPT
from hookflash.domain.policy.speech.phrases import Found
from hookflash.domain.policy.speech.tokens import Clause, clauses, remembered, words_of
from hookflash.domain.policy.speech.yes_no_phrases import PHRASES, Said


class Answer(StrEnum):
    """What a caller answered to a question that wants a yes or a no."""

    YES = "yes"
    NO = "no"
    UNCLEAR = "unclear"


_CONSENT = {Said.YES, Said.REQUEST}
_WITH_CONSENT = {*_CONSENT, Said.OKAY, Said.FINE, Said.PLEASE, Said.SOFT}
_LIGHT_CONSENT = {Said.OKAY, Said.FINE, Said.PLEASE}
_NOES = {Said.NO, Said.REFUSAL, Said.HOLD}
_TEAM = {"team", "department", "desk", "office", "line", "people", "folks", "group", "inbox"}

Saying = Sequence[Said | None]
"""What was said, phrase by phrase, manners left out; None for words that are none of an answer."""


@remembered
def answer(words: str, about: str = "") -> Answer:
    """Judge ``words`` as the answer to a question such as "Would you like me to transfer you?".

    ``about``: the name the question asked about, so that "put me through to Scheduling" is a yes
    to Scheduling and to nobody else. Never raises. A yes needs every word to be part of one: what
    is not understood may be a condition, a question or somebody else's yes.
    """
    read = [part for part in _read(words, about) if part is not Said.MANNERS]
    said = [part for part in read if part is not Said.LEAD_IN]
    if _is_no(said):
        return Answer.NO
    finished = read[-1:] != [Said.LEAD_IN]
    return Answer.YES if finished and _is_yes(said) else Answer.UNCLEAR


def _is_yes(said: Saying) -> bool:
    if not said or not all(part in _WITH_CONSENT for part in said):
        return False
    return any(part in _CONSENT for part in said) or all(part in _LIGHT_CONSENT for part in said)


def _is_no(said: Saying) -> bool:
    """Find a no that nothing said later takes back."""
    first = next((at for at, part in enumerate(said) if part in _NOES), None)
    if first is None or any(part in {*_CONSENT, Said.OKAY} for part in said[first:]):
        return False
    if Said.REFUSAL in said:
        return True
    if Said.HOLD in said[first:]:
        return None not in said and Said.UNSURE not in said
    return all(part in {Said.OKAY, Said.PLEASE} for part in said[:first])


def _read(words: str, about: str) -> Iterator[Said | None]:
    """Name each phrase; a question back makes its clause unsure, whatever is in it."""
    names = _names(about)
    for clause in clauses(words):
        found = list(PHRASES.read(_with_them(clause.words, names)))
        parts = list(_firm(part.kind if _is_whole(part, found) else None for part in found))
        asked_back = clause.asks and Said.REQUEST not in parts
        yield from [Said.UNSURE] if asked_back else parts


def _is_whole(part: Found[Said], found: Sequence[Found[Said]]) -> bool:
    """Whether a phrase says all: "I'd like to" agrees, "I'd like to pay my bill" does not."""
    return part.words[-1] != "to" or part is found[-1]


def _firm(parts: Iterator[Said | None]) -> Iterator[Said | None]:
    """Keep a refusal only where its clause has not begun with something else.

    "My card is not yet active" refuses nothing.
    """
    lost = False
    for part in parts:
        lost = part is None or (lost and part is not Said.TURN)
        yield None if lost else part


def _names(about: str) -> list[tuple[str, ...]]:
    """The name itself, and those of its words that could not be taken for part of an answer."""
    whole = words_of(about)
    parts = [(word,) for word in whole if word not in PHRASES.vocabulary]
    return [whole, *parts] if whole else []


def _with_them(words: tuple[str, ...], names: list[tuple[str, ...]]) -> tuple[str, ...]:
    """Put "them" where the name stands: "to the Scheduling team" -> "to them"."""
    known: list[str] = []
    at = 0
    while at < len(words):
        end = _end_of_name(words, at, names, after=known[-1:])
        known.append("them" if end > at else words[at])
        at = max(end, at + 1)
    return tuple(known)


def _end_of_name(
    words: tuple[str, ...], start: int, names: list[tuple[str, ...]], after: list[str]
) -> int:
    """Find where a name that begins at ``start`` ends; ``start`` if none does.

    A name made of everyday words ("On Call", "Will") counts only after "to" or "with".
    """
    at = start + (words[start] == "the")
    for name in names:
        plain = PHRASES.vocabulary.issuperset(name)
        if words[at : at + len(name)] == name and (not plain or after in (["to"], ["with"])):
            end = at + len(name)
            return end + (words[end : end + 1] != () and words[end] in _TEAM)
    return start


@remembered
def arrival(words: str) -> Answer:
    """Judge ``words`` as the answer to "Did the text arrive?". Never raises.

    What else is said after it ("Yes, got it, can I talk to somebody?") does not matter; a text
    that is plainly there or plainly missing counts for more than a bare yes or no.
    """
    seen = [part for clause in clauses(words) for part in _seen(clause)]
    plain = [part for part in seen if part in {Seen.HERE, Seen.MISSING}]
    if plain:
        return Answer.YES if plain[-1] is Seen.HERE else Answer.NO
    said = {*seen} - {Seen.MANNERS}
    return {frozenset({Seen.YES}): Answer.YES, frozenset({Seen.NO}): Answer.NO}.get(
        frozenset(said), Answer.UNCLEAR
    )


def _seen(clause: Clause) -> list[Seen]:
    """Read a clause as far as it is about the text; a question about it says nothing."""
    found = list(RECEIPT.read(_with_it(clause.words)))
    known = [part.kind for part in takewhile(lambda part: part.kind is not None, found)]
    asked = clause.asks and len(known) == len(found)
    return [Seen.UNSURE] if asked or Seen.UNSURE in known else [part for part in known if part]


def _with_it(words: tuple[str, ...]) -> tuple[str, ...]:
    """Call the text "it" by whatever name it goes, and pass over adverbs."""
    plain: list[str] = []
    for word in words:
        if word in NAMES and NOT_BEFORE_A_NAME.isdisjoint(plain[-1:]):
            while plain and plain[-1] in BEFORE_A_NAME | {"it"}:
                plain.pop()
            plain.append("it")
        elif word not in PASSED_OVER:
            plain.append(word)
    return tuple(plain)
