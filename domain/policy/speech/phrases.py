"""Tables of phrases by kind, and reading words by the longest phrases in a table."""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cached_property
from itertools import product
from typing import Generic, NamedTuple, TypeVar

from hookflash.domain.policy.speech.tokens import Words

Kind = TypeVar("Kind", bound=StrEnum)


class Found(NamedTuple, Generic[Kind]):
    """Words and their kind of phrase; the kind is None for a word that begins no known phrase."""

    kind: Kind | None
    words: Words


class Phrases(Generic[Kind]):
    """A table of phrases by kind, written as one pattern per line.

    A pattern is words. ``a|b`` is either of them, ``[a|b]`` either or neither, and ``_`` joins
    words: ``sounds [really] good|fine|like_a_plan``.

    The patterns are expanded on first use, since a process that judges no words should not pay for
    it at start-up. Then a phrase under two kinds raises ``ValueError``. Threads may share a table:
    if two of them expand it at once, both get equal results.
    """

    def __init__(self, patterns: Mapping[Kind, str]) -> None:
        self._patterns = patterns

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every word that occurs in a phrase."""
        return frozenset(word for phrase in self._kinds for word in phrase)

    @cached_property
    def _kinds(self) -> dict[Words, Kind]:
        kinds: dict[Words, Kind] = {}
        for kind, lines in self._patterns.items():
            for phrase in expand(lines):
                known = kinds.setdefault(phrase, kind)
                if known is not kind:
                    raise ValueError(f"“{' '.join(phrase)}” is both {known} and {kind}")
        return kinds

    @cached_property
    def _longest(self) -> int:
        return max(map(len, self._kinds))

    @cached_property
    def _firsts(self) -> frozenset[str]:
        return frozenset(phrase[0] for phrase in self._kinds)

    def read(self, words: Sequence[str]) -> Iterator[Found[Kind]]:
        """Divide ``words``, left to right, into the longest known phrases and single words."""
        at = 0
        while at < len(words):
            found = self.at(words, at) or Found(None, (words[at],))
            yield found
            at += len(found.words)

    def at(self, words: Sequence[str], start: int) -> Found[Kind] | None:
        """The longest known phrase that begins at ``start``, if any."""
        if words[start] not in self._firsts:
            return None
        for end in range(min(len(words), start + self._longest), start, -1):
            phrase = tuple(words[start:end])
            if phrase in self._kinds:
                return Found(self._kinds[phrase], phrase)
        return None


def expand(lines: str) -> Iterator[Words]:
    """Expand the patterns in ``lines`` to every phrase they match."""
    for line in filter(None, map(str.strip, lines.splitlines())):
        for choice in product(*(_choices(part) for part in line.split())):
            yield tuple(word for words in choice for word in words)


def _choices(part: str) -> list[Words]:
    optional = part.startswith("[")
    choices = [tuple(choice.split("_")) for choice in part.strip("[]").split("|")]
    return [(), *choices] if optional else choices
