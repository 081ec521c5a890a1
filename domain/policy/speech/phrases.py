"""Tables of phrases by kind, and reading words by the longest phrases in a table."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import product
from typing import Generic, NamedTuple, TypeVar

Kind = TypeVar("Kind", bound=StrEnum)


class Found(NamedTuple, Generic[Kind]):
    """Words and their kind of phrase; the kind is None for a word that begins no known phrase."""

    kind: Kind | None
    words: tuple[str, ...]


class Phrases(Generic[Kind]):
    """A table of phrases by kind, written as one pattern per line.

    A pattern is words. ``a|b`` is either of them, ``[a|b]`` either or neither, and ``_`` joins
    words: ``sounds [really] good|fine|like_a_plan``. A phrase under two kinds is a ``ValueError``.
    """

    def __init__(self, patterns: dict[Kind, str]) -> None:
        self._kinds: dict[tuple[str, ...], Kind] = {}
        for kind, lines in patterns.items():
            for phrase in expand(lines):
                if self._kinds.setdefault(phrase, kind) is not kind:
                    raise ValueError(f"{phrase} is {self._kinds[phrase]} already, not {kind}")
        self._longest = max(map(len, self._kinds))
        self._firsts = frozenset(phrase[0] for phrase in self._kinds)
        self.vocabulary = frozenset(word for phrase in self._kinds for word in phrase)

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


def expand(lines: str) -> Iterator[tuple[str, ...]]:
    """Expand the patterns in ``lines`` to every phrase they match."""
    for line in filter(None, map(str.strip, lines.splitlines())):
        for choice in product(*(_choices(part) for part in line.split())):
            yield tuple(word for words in choice for word in words)


def _choices(part: str) -> list[tuple[str, ...]]:
    optional = part.startswith("[")
    choices = [tuple(choice.split("_")) for choice in part.strip("[]").split("|")]
    return [(), *choices] if optional else choices
