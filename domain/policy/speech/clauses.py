"""Divides an utterance into clauses: what the caller says, and what the caller refuses.

"I don't want to talk to anyone, just text me the link" has a refused clause, "not want to talk to
anyone", and one that asks for something, "just text me the link".
"""

from collections.abc import Iterator
from typing import NamedTuple

from hookflash.domain.policy.speech.tokens import Segment, Words, memoized, segments, word_set


class Clause(NamedTuple):
    """Words of one segment, either all asserted or all refused.

    A refused clause begins with the word that refuses: "not", "never", "without". ``before`` are
    the words in front of the clause in the same segment.
    """

    words: Words
    refused: bool
    before: Words


_REFUSES = {"not", "never", "without", "stop", "quit", "avoid", "refuse", "neither", "skip"}
_REFUSES_WITH_OFF = {"hold", "hang"}
_REFUSED_WITH_OF = {"instead": "of", "rather": "than"}
_REFUSED_WITH_NO = word_set(
    """
    text texts texting message messages sms transfer transfers person people human humans need way
    reason point
    """
)
_ENDS = {"just", "but", "instead", "only", "rather", "and", "so", "then", "please", "because"}
_STARTS = {
    *((verb, "me") for verb in ("let", "give", "get")),
    *((modal, who) for modal in ("can", "could") for who in ("i", "you", "we")),
    *((modal, "you") for modal in ("would", "will")),
    *(("i", verb) for verb in ("want", "need", "would", "am", "have")),
}
"""How a new sentence begins if speech recognition left out the full stop."""
_THINKS = {"think", "believe", "say", "saying", "said", "sure", "mean", "know", "that", "if", "why"}
_ADVERBS = {"really", "actually", "even", "currently", "ever", "have", "exactly"}
_REPORTED = word_set(
    """
    get got gotten receive received see seen come came arrive arrived work works working here
    there yet show showing find hear happy read open opened load loading mind now
    """
)
"""After "not", these report what happened and refuse nothing: "I didn't get it, send it again"."""


@memoized
def clauses(text: str) -> tuple[Clause, ...]:
    """Divide ``text`` into clauses, in order. Never raises."""
    found: list[Clause] = []
    end = ""
    for segment in segments(text):
        parts = list(_divided(segment.words))
        if found and _continues(found[-1], end, segment):
            before = found.pop()
            parts[0] = Clause(before.words + parts[0].words, refused=True, before=before.before)
        found.extend(parts)
        end = segment.end
    return tuple(found)


def _continues(last: Clause, end: str, segment: Segment) -> bool:
    """Whether a refusal continues after a comma: "don't, text me", "no texts, or calls"."""
    if not last.refused or end != ",":
        return False
    cut_off = last.words == ("not",) and last.before[-1:] == ("do",)
    starts = segment.words[0] in _ENDS or segment.words[:2] in _STARTS
    return segment.words[0] in {"or", "nor"} or (cut_off and not starts)


def _divided(words: Words) -> Iterator[Clause]:
    """Divide the words of one segment where a refusal begins or ends."""
    start, refused = 0, False
    for at in range(len(words)):
        turns = _refusal_ends(words, at, start) if refused else _refuses(words, at)
        if turns and at > start:
            yield Clause(words[start:at], refused, words[:start])
            start = at
        refused = refused != turns
    yield Clause(words[start:], refused, words[:start])


def _refuses(words: Words, at: int) -> bool:
    """Whether the word at ``at`` begins a refusal."""
    word, after = words[at], words[at + 1 :]
    if word == "no":
        after = after[after[:1] == ("more",) :]
        return after[:1] != () and after[0] in _REFUSED_WITH_NO and after[1:2] != ("me",)
    if word in _REFUSES_WITH_OFF:
        return after[:2] == ("off", "on")
    if word in _REFUSED_WITH_OF:
        return after[:1] == (_REFUSED_WITH_OF[word],)
    return word in _REFUSES and not _reports(words[:at], after) and not _asks(words, at)


def _reports(before: Words, after: Words) -> bool:
    """Whether "not" only reports, as in "I didn't get it"; "I'd rather not get it" refuses."""
    if after[:2] == ("get", "me") or before[-1:] == ("rather",):
        return False
    if before[-1:] == ("can",) and after[1:2] in {("text",), ("texts",)}:
        return False
    return next((word for word in after if word not in _ADVERBS), "") in _REPORTED


def _asks(words: Words, at: int) -> bool:
    """Whether a negative question asks for the thing: "can't I just…", "why not…"."""
    inverted = at in {1, 2} and words[at + 1 : at + 2] in {("i",), ("you",), ("we",)}
    return inverted or words[max(at - 1, 0) : at] == ("why",)


def _refusal_ends(words: Words, at: int, start: int) -> bool:
    """Whether the refusal that began at ``start`` ends before the word at ``at``."""
    if at == start + 1:
        return False
    starts = words[at : at + 2] in _STARTS and words[at - 1] not in _THINKS | {"to"}
    return starts or words[at] in _ENDS
