"""What a caller wants and what they refuse, told apart: negation first.

"I don't want to talk to anyone, just text me the link" is two stretches: the first refused.
"""

from collections.abc import Iterator
from typing import NamedTuple

from hookflash.domain.policy.speech.tokens import Clause, clauses, remembered, word_set

Words = tuple[str, ...]


class Stretch(NamedTuple):
    """Words of one clause that are meant as they stand, or refused as a whole.

    A refused stretch begins with what refuses: "not", "never", "without". ``before`` are the
    words of the clause in front of the stretch.
    """

    words: Words
    refused: bool
    before: Words


_REFUSES = {"not", "never", "without", "stop", "quit", "avoid", "refuse", "neither"}
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
"""How a new sentence begins where speech recognition wrote no full stop."""
_THINKS = {"think", "believe", "say", "saying", "said", "sure", "mean", "know", "that", "if", "why"}
_ADVERBS = {"really", "actually", "even", "currently", "ever", "have", "exactly"}
_REPORTED = word_set(
    """
    get got gotten receive received see seen come came arrive arrived work works working here
    there yet show showing find hear happy read open opened load loading mind now
    """
)
"""After "not", these tell what happened and refuse nothing: "I didn't get it, send it again"."""


@remembered
def stretches(text: str) -> tuple[Stretch, ...]:
    """Divide ``text`` into stretches, in order. Never raises."""
    found: list[Stretch] = []
    end = ""
    for clause in clauses(text):
        parts = list(_divided(clause.words))
        if found and _goes_on(found[-1], end, clause):
            before = found.pop()
            parts[0] = Stretch(before.words + parts[0].words, refused=True, before=before.before)
        found.extend(parts)
        end = clause.end
    return tuple(found)


def _goes_on(last: Stretch, end: str, clause: Clause) -> bool:
    """Whether a refusal goes on past the comma: "don't, text me", "no texts, or calls"."""
    if not last.refused or end != ",":
        return False
    cut_off = last.words == ("not",) and last.before[-1:] == ("do",)
    starts = clause.words[0] in _ENDS or clause.words[:2] in _STARTS
    return clause.words[0] in {"or", "nor"} or (cut_off and not starts)


def _divided(words: Words) -> Iterator[Stretch]:
    start, refused = 0, False
    for at in range(len(words)):
        turns = _refusal_ends(words, at, start) if refused else _refuses(words, at)
        if turns and at > start:
            yield Stretch(words[start:at], refused, words[:start])
            start = at
        refused = refused != turns
    yield Stretch(words[start:], refused, words[:start])


def _refuses(words: Words, at: int) -> bool:
    word, after = words[at], words[at + 1 :]
    if word == "no":
        after = after[after[:1] == ("more",) :]
        return after[:1] != () and after[0] in _REFUSED_WITH_NO and after[1:2] != ("me",)
    if word in _REFUSED_WITH_OF:
        return after[:1] == (_REFUSED_WITH_OF[word],)
    return word in _REFUSES and not _reports(words[:at], after) and not _asks(words, at)


def _reports(before: Words, after: Words) -> bool:
    """Tell what happened from what is unwelcome: "I'd rather not get…", "I can't get texts"."""
    if after[:2] == ("get", "me") or before[-1:] == ("rather",):
        return False
    if before[-1:] == ("can",) and after[1:2] in {("text",), ("texts",)}:
        return False
    return next((word for word in after if word not in _ADVERBS), "") in _REPORTED


def _asks(words: Words, at: int) -> bool:
    """A negative question asks for the thing: "can't I just…", "why not…", "don't you have…"."""
    inverted = at in {1, 2} and words[at + 1 : at + 2] in {("i",), ("you",), ("we",)}
    return inverted or words[max(at - 1, 0) : at] == ("why",)


def _refusal_ends(words: Words, at: int, start: int) -> bool:
    if at == start + 1:
        return False
    starts = words[at : at + 2] in _STARTS and words[at - 1] not in _THINKS | {"to"}
    return starts or words[at] in _ENDS
