"""Recognizes what a question proposed when the caller's answer repeats it."""

from hookflash.domain.policy.speech.languages import Answers
from hookflash.domain.policy.speech.tokens import Words, words_of


def proposed_by(question: str, spoken: Answers) -> frozenset[str]:
    """The words of ``question``, and words like them, that say what it proposes."""
    said = {word for word in spoken.spelled(words_of(question)) if not word.isdecimal()}
    own = said - spoken.light - spoken.general
    return frozenset(own).union(*(group for group in spoken.alike if not own.isdisjoint(group)))


def with_it_done(words: Words, proposed: frozenset[str], spoken: Answers) -> Words:
    """Replace the proposal by ``done``: "please book the table" -> "please do proposed"."""
    known: list[str] = []
    at = 0
    while at < len(words):
        end = _end_of_proposal(words, at, proposed, spoken)
        known.extend(spoken.done if end > at else [words[at]])
        at = max(end, at + 1)
    return tuple(known)


def _end_of_proposal(words: Words, start: int, proposed: frozenset[str], spoken: Answers) -> int:
    """Where the proposal that is repeated at ``start`` ends; ``start`` if none is.

    Words that accompany a proposal ("the", "for me") are part of it only beside its own words.
    """
    at, ends = start, start
    while at < len(words) and (words[at] in proposed or words[at] in spoken.light):
        at += 1
        ends = at if words[at - 1] in proposed or ends > start else ends
    leads = words[start] in proposed or words[start] in spoken.leading
    return ends if leads else start
