"""Finds the longest phrase of many patterns in one pass over the words."""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Final, Generic, TypeVar

from hookflash.domain.policy.speech.graph import Graph, Nodes, Pattern

Kind = TypeVar("Kind", bound=StrEnum)
Known = dict[tuple[str, int], tuple[int, ...]]
"""Where a named part that begins at a word ends, in one utterance."""

_LONGEST: Final = 40
"""Words of a phrase at most, so that reading takes a time in proportion to the words."""
_ALL: Final = ""
"""The name of the part that is all phrases."""


class Automaton(Generic[Kind]):
    """Patterns of several kinds, which may refer to named parts."""

    def __init__(
        self,
        kinds: Mapping[Kind, Sequence[Pattern]],
        parts: Mapping[str, Sequence[Pattern]],
        stops: frozenset[str],
    ) -> None:
        self._graph = Graph(stops)
        for name, patterns in parts.items():
            self._graph.add(name, patterns)
        self._kinds: dict[int, Kind] = {}
        for kind, patterns in kinds.items():
            self._kinds[self._graph.add(_ALL, patterns)] = kind
        if self._graph.missing():
            raise ValueError(f"no part is named {', '.join(sorted(self._graph.missing()))}")
        self.vocabulary = frozenset(self._graph.vocabulary)

    def longest(self, words: Sequence[str], start: int, known: Known) -> tuple[int, Kind | None]:
        """Where the longest phrase from ``start`` ends, and its kind; None if there is none.

        ``known`` keeps what was found in ``words`` for calls from other places.
        """
        last, kind = start, None
        for at, nodes in self._walk(_ALL, words, start, known):
            ends = self._graph.ends(nodes)
            if ends:
                last, kind = at, self._kinds[min(ends)]
        return last, kind

    def _walk(
        self, part: str, words: Sequence[str], start: int, known: Known
    ) -> Iterator[tuple[int, Nodes]]:
        """The nodes that are reached after each word from ``start``, and where."""
        end = min(len(words), start + _LONGEST)
        ahead: dict[int, list[Nodes]] = {start: [self._graph.first(part)]}
        for at in range(start, end + 1):
            reached = ahead.pop(at, ())
            if reached:
                nodes = reached[0] if len(reached) == 1 else frozenset().union(*reached)
                yield at, nodes
                if at < end:
                    self._step(nodes, words, at, ahead, known)
            elif not ahead:
                return

    def _step(
        self,
        nodes: Nodes,
        words: Sequence[str],
        at: int,
        ahead: dict[int, list[Nodes]],
        known: Known,
    ) -> None:
        """Add to ``ahead`` the nodes that the word at ``at``, or a part from there, leads to."""
        after = self._graph.after(nodes, words[at])
        if after:
            ahead.setdefault(at + 1, []).append(after)
        for name, then in self._graph.parts_at(nodes, words[at]):
            for end in self._ends(name, words, at, known):
                ahead.setdefault(end, []).append(then)

    def _ends(self, name: str, words: Sequence[str], start: int, known: Known) -> tuple[int, ...]:
        """Every place where the part ``name`` that begins at ``start`` may end."""
        found = known.get((name, start))
        if found is None:
            walk = self._walk(name, words, start, known)
            found = tuple(at for at, nodes in walk if at > start and self._graph.ends(nodes))
            known[name, start] = found
        return found
