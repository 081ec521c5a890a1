"""Names in a file: each given once, and used only where there is something of that name."""

from collections.abc import Collection, Iterable

from hookflash.domain.problem import Problem
from hookflash.domain.workspace.names import closest, folded
from hookflash.orchestrator.workspaces.file.node_reader import NodeReader


def names_of(items: Iterable[NodeReader]) -> tuple[str, ...]:
    """The names that ``items`` have, whatever else is wrong with them."""
    given = (item.words("name") for item in items)
    return tuple(branch.node.value.strip() for branch in given if branch)


def report_doubles(items: Iterable[NodeReader]) -> None:
    """Report each of ``items`` whose name another has already."""
    first: dict[str, NodeReader] = {}
    for item in items:
        name = item.words("name")
        if name is None:
            continue
        holder = first.setdefault(folded(name.node.value), item)
        if holder is not item:
            wrong = f"{holder.place} has this name already"
            name.refuse(wrong, "Give each a name of its own.")


def read_names(branch: NodeReader, known: Collection[str], kind: str) -> tuple[str, ...]:
    """A list of names of ``known`` things of one ``kind``, each spelt as it is known."""
    spelt = {folded(name): name for name in known}
    found: dict[str, str] = {}
    for item in branch.items():
        written = item.name()
        if written is None:
            continue
        if folded(written) not in spelt:
            item.report(_unknown(written, known, kind))
        elif folded(written) in found:
            item.refuse(f"the {kind} “{written}” stands here twice", "Remove one of the two.")
        else:
            found[folded(written)] = spelt[folded(written)]
    return tuple(found.values())


def _unknown(written: str, known: Collection[str], kind: str) -> Problem:
    near = closest(written, known)
    few = ", ".join(f"“{name}”" for name in sorted(known)[:10])
    if near:
        right = f"Did you mean “{near}”?"
    else:
        right = f"Write one of {few}." if few else f"Add it to the {kind}s."
    return Problem(wrong=f"there is no {kind} “{written}”", right=right)
