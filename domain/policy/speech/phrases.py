"""Lists of phrases, and reading words by them: at each place the longest phrase known."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import product
from typing import Generic, NamedTuple, TypeVar

Kind = TypeVar("Kind", bound=StrEnum)


class Found(NamedTuple, Generic[Kind]):
    """Some words and what kind of phrase they are; ``None`` for a word no phrase knows."""

    kind: Kind | None
    words: tuple[str, ...]


class Phrases(Generic[Kind]):
    """Phrases by kind, one pattern a line.

    A pattern is words; ``a|b`` is either, ``[a|b]`` either or neither, ``_`` inside joins words:
    ``sounds [really] good|fine|like_a_plan``. A phrase of two kinds is an error.
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
        """Divide ``words`` into the longest phrases known, left to right, and lone words."""
        at = 0
        while at < len(words):
            found = self.at(words, at) or Found(None, (words[at],))
            yield found
            at += len(found.words)

    def at(self, words: Sequence[str], start: int) -> Found[Kind] | None:
        """Give the longest phrase that stands at ``start``."""
        if words[start] not in self._firsts:
            return None
        for end in range(min(len(words), start + self._longest), start, -1):
            phrase = tuple(words[start:end])
            if phrase in self._kinds:
                return Found(self._kinds[phrase], phrase)
        return None


def expand(lines: str) -> Iterator[tuple[str, ...]]:
    """Spell out every phrase of ``lines``."""
    for line in filter(None, map(str.strip, lines.splitlines())):
        for choice in product(*(_choices(part) for part in line.split())):
            yield tuple(word for words in choice for word in words)


def _choices(part: str) -> list[tuple[str, ...]]:
    optional = part.startswith("[")
    choices = [tuple(choice.split("_")) for choice in part.strip("[]").split("|")]
    return [(), *choices] if optional else choices
