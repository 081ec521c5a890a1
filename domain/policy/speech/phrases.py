"""Tables of phrases by kind, and reading words by the longest phrases in a table."""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cached_property
from itertools import product
from typing import Generic, NamedTuple, TypeVar

from hookflash.domain.policy.speech.automaton import Automaton, Known
from hookflash.domain.policy.speech.tokens import Words

Kind = TypeVar("Kind", bound=StrEnum)


class Found(NamedTuple, Generic[Kind]):
    """Words and their kind of phrase; the kind is None for a word that begins no known phrase."""

    kind: Kind | None
    words: Words


class Phrases(Generic[Kind]):
    """A table of phrases by kind, written as one pattern per line.

    A pattern is words. ``a|b`` is either of them, ``[a|b]`` either or neither, and ``_`` joins
    words: ``sounds [really] good|fine|like_a_plan``. ``<name>`` is any phrase of the patterns in
    ``parts[name]``, and ``<...>`` is one or more words of any kind, except those in ``stops``,
    which a pattern must name to match them. A phrase under two kinds is of the first of them.
    A pattern that refers to an unknown part raises ``ValueError`` on first use.

    The patterns are compiled on first use, since a process that judges no words should not pay for
    it at start-up. Threads may share a table: what two of them compile at once is equal.
    """

    def __init__(
        self,
        patterns: Mapping[Kind, str],
        parts: Mapping[str, str] | None = None,
        stops: frozenset[str] = frozenset(),
    ) -> None:
        self._patterns = patterns
        self._parts = parts or {}
        self._stops = stops

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every word that a pattern names."""
        return self._automaton.vocabulary

    @cached_property
    def _automaton(self) -> Automaton[Kind]:
        parts = {name: _patterns(lines) for name, lines in self._parts.items()}
        kinds = {kind: _patterns(lines) for kind, lines in self._patterns.items()}
        return Automaton(kinds, parts, self._stops)

    def read(self, words: Sequence[str]) -> Iterator[Found[Kind]]:
        """Divide ``words``, left to right, into the longest known phrases and single words."""
        at = 0
        known: Known = {}
        while at < len(words):
            end, kind = self._automaton.longest(words, at, known)
            end = max(end, at + 1)
            yield Found(kind, tuple(words[at:end]))
            at = end

    def at(self, words: Sequence[str], start: int) -> Found[Kind] | None:
        """The longest known phrase that begins at ``start``, if any."""
        end, kind = self._automaton.longest(words, start, {})
        return None if kind is None else Found(kind, tuple(words[start:end]))


def expand(lines: str) -> Iterator[Words]:
    """Expand the patterns in ``lines``, which refer to no other, to every phrase they match."""
    for pattern in _patterns(lines):
        for choice in product(*pattern):
            yield tuple(word for words in choice for word in words)


def _patterns(lines: str) -> list[list[list[Words]]]:
    """Each pattern as the choices at each of its places."""
    rows = filter(None, map(str.strip, lines.splitlines()))
    return [[_choices(part) for part in row.split()] for row in rows]


def _choices(part: str) -> list[Words]:
    optional = part.startswith("[")
    choices = [tuple(choice.split("_")) for choice in part.strip("[]").split("|")]
    return [(), *choices] if optional else choices
