"""Recognizes the name that a question asked about in the caller's answer."""

from hookflash.domain.policy.speech.languages import Answers
from hookflash.domain.policy.speech.tokens import Words, words_of


def names_of(about: str, spoken: Answers) -> list[Words]:
    """The name ``about`` itself, and each of its words that cannot be part of an answer."""
    whole = spoken.spelled(words_of(about))
    parts = [(word,) for word in whole if word not in spoken.phrases.vocabulary]
    return [whole, *parts] if whole else []


def with_them(words: Words, names: list[Words], spoken: Answers) -> Words:
    """Replace each of ``names`` by "them": "to the Scheduling team" -> "to them"."""
    known: list[str] = []
    at = 0
    while at < len(words):
        end = _end_of_name(words, at, names, known[-1:], spoken)
        known.append(spoken.them if end > at else words[at])
        at = max(end, at + 1)
    return tuple(known)


def _end_of_name(
    words: Words, start: int, names: list[Words], after: list[str], spoken: Answers
) -> int:
    """Where the name that begins at ``start`` ends; ``start`` if none begins there.

    A name that consists of everyday words ("On Call", "Will") counts only if the last word before
    it, in ``after``, is "to" or "with".
    """
    at = start + (words[start] in spoken.articles)
    if (
        words[at : at + 1]
        and words[at] in spoken.team
        and not spoken.of.isdisjoint(words[at + 1 : at + 2])
    ):
        at += 2
        at += words[at : at + 1] != () and words[at] in spoken.articles
    for name in names:
        plain = spoken.phrases.vocabulary.issuperset(name)
        marked = not spoken.before_plain_names.isdisjoint(after)
        if words[at : at + len(name)] == name and (not plain or marked):
            end = at + len(name)
            return end + (words[end : end + 1] != () and words[end] in spoken.team)
    return start
