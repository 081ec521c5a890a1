"""Checks names in a file: each is defined once, and a reference names something defined."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

from hookflash.domain.problem import Problem
from hookflash.domain.workspace.names import closest, folded, suggestable
from hookflash.orchestrator.workspaces.file.node_reader import NodeReader


def names_of(items: Iterable[NodeReader]) -> tuple[str, ...]:
    """Return the names of ``items``, including items that have other problems."""
    given = (item.find_text("name") for item in items)
    return tuple(reader.node.value.strip() for reader in given if reader)


def report_doubles(items: Iterable[NodeReader]) -> None:
    """Report each of ``items`` whose name an earlier one has."""
    first: dict[str, NodeReader] = {}
    for item in items:
        name = item.find_text("name")
        if name is None:
            continue
        holder = first.setdefault(folded(name.node.value), item)
        if holder is not item:
            wrong = f"{holder.place} already has this name"
            name.refuse(wrong, "Choose another name.")


@dataclass(frozen=True)
class Known:
    """The names of one kind of thing that a list may refer to."""

    names: Collection[str]
    kind: str

    @cached_property
    def spelt(self) -> dict[str, str]:
        """The names as they are defined, by the form in which names are compared."""
        return {folded(name): name for name in self.names}

    def unknown(self, written: str) -> Problem:
        """The problem of a name that is none of these."""
        if near := closest(written, self.names):
            right = f"Did you mean “{near}”?"
        else:
            right = f"Write one of {self._few}." if self._few else f"Add it to the {self.kind}s."
        return Problem(wrong=f"there is no {self.kind} “{written}”", right=right)

    @cached_property
    def _few(self) -> str:
        return ", ".join(f"“{name}”" for name in sorted(suggestable(self.names))[:10])


def read_names(reader: NodeReader, known: Known) -> tuple[str, ...]:
    """Read a list of references to ``known`` names; returns them in the defined spelling."""
    found: dict[str, str] = {}
    for item in reader.items():
        written = item.name()
        if written is None:
            continue
        name = folded(written)
        if name not in known.spelt:
            item.report(known.unknown(written))
        elif name in found:
            item.refuse(f"the {known.kind} “{written}” is listed twice", "Remove one of the two.")
        else:
            found[name] = known.spelt[name]
    return tuple(found.values())
