"""Checks names in a file: each is defined once, and a reference names something defined."""

from collections.abc import Collection, Iterable

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


def read_names(reader: NodeReader, known: Collection[str], kind: str) -> tuple[str, ...]:
    """Read a list of references to ``known`` names; returns them in the defined spelling."""
    spelt = {folded(name): name for name in known}
    found: dict[str, str] = {}
    for item in reader.items():
        written = item.name()
        if written is None:
            continue
        if folded(written) not in spelt:
            item.report(_unknown(written, known, kind))
        elif folded(written) in found:
            item.refuse(f"the {kind} “{written}” is listed twice", "Remove one of the two.")
        else:
            found[folded(written)] = spelt[folded(written)]
    return tuple(found.values())


def _unknown(written: str, known: Collection[str], kind: str) -> Problem:
    near = closest(written, known)
    few = ", ".join(f"“{name}”" for name in sorted(suggestable(known))[:10])
    if near:
        right = f"Did you mean “{near}”?"
    else:
        right = f"Write one of {few}." if few else f"Add it to the {kind}s."
    return Problem(wrong=f"there is no {kind} “{written}”", right=right)
