"""Patterns as a graph whose edges are words, words of any kind, and named parts."""

from collections.abc import Sequence
from typing import Final

Pattern = Sequence[Sequence[Sequence[str]]]
"""The choices at each place of a pattern; each choice is words and ``<references>``."""
Nodes = frozenset[int]

ANYTHING: Final = "<...>"
"""Refers to words of any kind."""
_UNKNOWN: Final = ""
"""Stands for every word that no pattern names."""


class Graph:
    """The patterns of every part, each built once, however often others refer to it.

    What a set of nodes and a word lead to is kept. The number of these sets depends on the patterns
    alone, since all words that no pattern names lead to the same.
    """

    def __init__(self, stops: frozenset[str]) -> None:
        self._stops = stops
        self._words: list[dict[str, list[int]]] = []
        self._any: list[int | None] = []
        self._free: list[list[int]] = []
        self._refs: list[list[tuple[str, int]]] = []
        self._starts: dict[str, int] = {}
        self._last: set[int] = set()
        self.vocabulary: set[str] = set()
        self._firsts: dict[str, Nodes] = {}
        self._after: dict[tuple[Nodes, str], Nodes] = {}
        self._parts: dict[tuple[Nodes, str], tuple[tuple[str, Nodes], ...]] = {}
        self._ends: dict[Nodes, tuple[int, ...]] = {}

    def add(self, name: str, patterns: Sequence[Pattern]) -> int:
        """Add ``patterns`` to the part ``name``; returns the node at which they end."""
        if name not in self._starts:
            self._starts[name] = self._node()
        start = self._starts[name]
        end = self._node()
        self._last.add(end)
        for pattern in patterns:
            at = start
            for place in pattern:
                after = self._node()
                for choice in place:
                    self._add(choice, at, after)
                at = after
            self._free[at].append(end)
        return end

    def missing(self) -> set[str]:
        """The names of parts that patterns refer to and that were not added."""
        return {name for refs in self._refs for name, _ in refs} - {*self._starts}

    def first(self, name: str) -> Nodes:
        """The nodes at which the part ``name`` begins."""
        if name not in self._firsts:
            self._firsts[name] = self._closed([self._starts[name]])
        return self._firsts[name]

    def ends(self, nodes: Nodes) -> tuple[int, ...]:
        """Those of ``nodes`` at which the patterns of an ``add`` end."""
        if nodes not in self._ends:
            self._ends[nodes] = tuple(nodes & self._last)
        return self._ends[nodes]

    def after(self, nodes: Nodes, word: str) -> Nodes:
        """The nodes that ``word`` leads to."""
        key = nodes, self._seen(word)
        if key not in self._after:
            named = [to for node in nodes for to in self._words[node].get(word, ())]
            free = [] if word in self._stops else [self._any[node] for node in nodes]
            self._after[key] = self._closed([*named, *(to for to in free if to is not None)])
        return self._after[key]

    def parts_at(self, nodes: Nodes, word: str) -> tuple[tuple[str, Nodes], ...]:
        """The parts that may begin with ``word`` at ``nodes``, and the nodes that follow each."""
        key = nodes, self._seen(word)
        if key not in self._parts:
            refs = [ref for node in nodes for ref in self._refs[node]]
            self._parts[key] = tuple(
                (name, self._closed([to])) for name, to in refs if self._may_begin(name, word)
            )
        return self._parts[key]

    def _may_begin(self, name: str, word: str) -> bool:
        nodes = self.first(name)
        if any(word in self._words[node] for node in nodes):
            return True
        if word not in self._stops and any(self._any[node] is not None for node in nodes):
            return True
        return any(self._may_begin(part, word) for node in nodes for part, _ in self._refs[node])

    def _seen(self, word: str) -> str:
        return word if word in self.vocabulary or word in self._stops else _UNKNOWN

    def _closed(self, nodes: list[int]) -> Nodes:
        """The nodes with all that are reached from them without a word."""
        seen: set[int] = set()
        while nodes:
            node = nodes.pop()
            if node not in seen:
                seen.add(node)
                nodes.extend(self._free[node])
        return frozenset(seen)

    def _node(self) -> int:
        self._words.append({})
        self._any.append(None)
        self._free.append([])
        self._refs.append([])
        return len(self._words) - 1

    def _add(self, choice: Sequence[str], start: int, end: int) -> None:
        at = start
        for word in choice:
            after = self._node()
            if word == ANYTHING:
                self._add_anything(at, after)
            elif word.startswith("<"):
                self._refs[at].append((word.strip("<>"), after))
            else:
                self._words[at].setdefault(word, []).append(after)
                self.vocabulary.add(word)
            at = after
        self._free[at].append(end)

    def _add_anything(self, start: int, end: int) -> None:
        more = self._node()
        self._free[start].append(more)
        after = self._node()
        self._any[more] = self._any[after] = after
        self._free[after].append(end)
