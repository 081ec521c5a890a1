"""Reads answers: a yes or a no to what was asked, and whether a text arrived.

A yes can transfer the caller, and a yes wrongly heard is far worse than one missed, so it is read
strictly. See docs/explanation/consent.md.
"""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import takewhile

from hookflash.domain.policy.speech.disfluent import fluent
from hookflash.domain.policy.speech.languages import ANSWERS, ARRIVALS, Answers, Arrivals, base_of
from hookflash.domain.policy.speech.named import names_of, with_them
from hookflash.domain.policy.speech.phrases import Found
from hookflash.domain.policy.speech.restated import proposed_by, with_it_done
from hookflash.domain.policy.speech.said import Said
from hookflash.domain.policy.speech.seen import Seen
from hookflash.domain.policy.speech.tokens import Segment, Words, memoized, segments


class Answer(StrEnum):
    """A caller's answer to a yes-or-no question."""

    YES = "yes"
    NO = "no"
    UNCLEAR = "unclear"


_EXPLICIT = {Said.PROPOSAL, Said.REQUEST}
_CONSENT = {Said.YES, *_EXPLICIT}
_LIGHT_CONSENT = {Said.OKAY, Said.FINE, Said.PLEASE}
_WITH_CONSENT = {*_CONSENT, *_LIGHT_CONSENT, Said.SOFT, Said.DOING}
_NOES = {Said.NO, Said.REFUSAL, Said.HOLD}
_NOTHING = {Said.MANNERS, Said.ASIDE, Said.REPAIR, Said.LEAD_IN, Said.LINK}
_UNFINISHED = {Said.LEAD_IN, Said.LINK, Said.REPAIR}
_TELLING = {Said.REASON, Said.TASK}
_REPAIRS = {Said.REPAIR, Said.ASIDE, Said.HOLD}

Parts = Sequence[Said | None]
"""What was said, phrase by phrase; None for a word that is not in an answer."""


@memoized
def answer(words: str, about: str = "", language: str = "en", question: str = "") -> Answer:
    """Judge ``words`` as the answer to a question such as "Would you like me to transfer you?".

    ``about`` is the name that the question asked about, so that "put me through to Scheduling" is
    a yes to a transfer to Scheduling and to no other. Never raises. A yes needs every word to be
    part of one: an unknown word may be a condition, a question or a yes to something else. In a
    ``language`` that has no phrases every answer is unclear. ``question`` is what was asked, if it
    is not a transfer: "book a table" is a yes to "Shall I book you a table?".
    """
    spoken = ANSWERS.get(base_of(language))
    if spoken is None:
        return Answer.UNCLEAR
    read = _repaired(
        [part for part in _kinds(words, about, spoken, question) if part is not Said.MANNERS]
    )
    said = [part for part in read if part not in _NOTHING]
    if _is_no(said):
        return Answer.NO
    finished = not _UNFINISHED.intersection(read[-1:])
    return Answer.YES if finished and _is_yes(said) else Answer.UNCLEAR


def _is_yes(said: Parts) -> bool:
    """Whether every phrase fits a yes, and at least one of them is enough for it."""
    clear = sum(part in _CONSENT for part in said)
    if not clear:
        return bool(said) and all(part in _LIGHT_CONSENT for part in said)
    return all(part in _WITH_CONSENT | _fitting(said, clear) for part in said)


def _fitting(said: Parts, clear: int) -> set[Said]:
    """What else may be said around a consent: the more explicit it is, the more."""
    if not _EXPLICIT.isdisjoint(said):
        return {Said.REASON, Said.TASK, Said.THANKS}
    meant = clear > 1 or not {Said.PLEASE, Said.FINE}.isdisjoint(said)
    return {Said.REASON, Said.THANKS} if meant else set()


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


def _repaired(read: list[Said | None]) -> list[Said | None]:
    """Leave out a yes or a no that the caller takes back: "no, wait, yes", "yes, I mean no"."""
    for at in range(len(read) - 1, 1, -1):
        before = list(read[:at])
        marked = False
        while before and before[-1] in _REPAIRS:
            marked = before.pop() is not None
        opposite = _CONSENT if before[-1:] == [Said.NO] else {Said.NO}
        if marked and read[at] in opposite and _polar(before):
            return read[at:]
    return read


def _polar(before: Parts) -> bool:
    """Whether the words that are taken back are nothing but a yes or a no."""
    said = [part for part in before if part not in _NOTHING]
    return {*said} == {Said.NO} or (bool(said) and all(part in _WITH_CONSENT for part in said))


def _kinds(words: str, about: str, spoken: Answers, question: str) -> Iterator[Said | None]:
    """The kind of each phrase; a segment that is a question back only counts as unsure."""
    names = names_of(about, spoken)
    proposed = proposed_by(question, spoken)
    for segment in segments(words):
        plainly = fluent(spoken.spelled(segment.words), spoken.fillers)
        words_here = with_them(plainly, names, spoken)
        plain = with_it_done(words_here, proposed, spoken)
        found = list(spoken.phrases.read(plain))
        parts = list(_firm(part.kind if _is_whole(part, found) else None for part in found))
        asked_back = segment.asks and Said.REQUEST not in parts
        yield from [Said.UNSURE] if asked_back else parts


def _is_whole(part: Found[Said], found: Sequence[Found[Said]]) -> bool:
    """Whether a phrase is complete: "I'd like to" agrees, "I'd like to know" does not."""
    return part.words[-1] not in {"to", "is", "does", "will", "would"} or part is found[-1]


def _firm(parts: Iterator[Said | None]) -> Iterator[Said | None]:
    """Discount what follows an unknown word in its segment, up to a "but" or "and".

    So is a refusal within a reason: "my card is not yet active" refuses nothing.
    """
    lost = tells = False
    for part in parts:
        turns = part in {Said.TURN, Said.LINK}
        lost = part is None or (lost and not turns) or (tells and part in _NOES)
        tells = part in _TELLING or (tells and not turns)
        yield None if lost else part


@memoized
def arrival(words: str, language: str = "en") -> Answer:
    """Judge ``words`` as the answer to "Did the text arrive?". Never raises.

    What follows the answer ("Yes, got it, can I talk to somebody?") does not matter. Words that
    say that the text is there or missing count for more than a bare yes or no.
    """
    spoken = ARRIVALS.get(base_of(language))
    if spoken is None:
        return Answer.UNCLEAR
    seen = [part for segment in segments(words) for part in _seen(segment, spoken)]
    plain = [part for part in seen if part in {Seen.HERE, Seen.MISSING}]
    if plain:
        return Answer.YES if plain[-1] is Seen.HERE else Answer.NO
    said = {*seen} - {Seen.MANNERS}
    return {frozenset({Seen.YES}): Answer.YES, frozenset({Seen.NO}): Answer.NO}.get(
        frozenset(said), Answer.UNCLEAR
    )


def _seen(segment: Segment, spoken: Arrivals) -> list[Seen]:
    """Read a segment up to the first unknown word; a question about the text is unsure."""
    found = list(spoken.phrases.read(_with_it(spoken.spelled(segment.words), spoken)))
    known = [part.kind for part in takewhile(lambda part: part.kind is not None, found)]
    asked = segment.asks and len(known) == len(found)
    return [Seen.UNSURE] if asked or Seen.UNSURE in known else [part for part in known if part]


def _with_it(words: Words, spoken: Arrivals) -> Words:
    """Replace every name of the text by "it", and leave out adverbs that change nothing."""
    plain: list[str] = []
    for word in words:
        if word in spoken.names and spoken.not_before_a_name.isdisjoint(plain[-1:]):
            while plain and plain[-1] in spoken.before_a_name | {"it"}:
                plain.pop()
            plain.append("it")
        elif word not in spoken.ignored:
            plain.append(word)
    return tuple(plain)
