"""Reads a form with the checks and messages of the workspace file."""

import re
from collections.abc import Mapping
from typing import Any, Final

from hookflash.domain.job.job import Job
from hookflash.domain.workspace.document import WorkspaceDocument
from hookflash.orchestrator.workspaces.errors import InvalidChange, PieceProblem
from hookflash.orchestrator.workspaces.file.node_reader import NodeReader, ReadContext
from hookflash.orchestrator.workspaces.file.problems import FileProblem
from hookflash.orchestrator.workspaces.file.value_tree import ValueTree
from hookflash.orchestrator.workspaces.file.workspace_file import document_at
from hookflash.orchestrator.workspaces.forms import WorkspaceForm

_ITEM: Final = re.compile(r"(\w+)\[(\d+)\]\.?(.*)")


def document_of(
    form: WorkspaceForm, edited: str = "", stored: Mapping[str, Job] | None = None
) -> WorkspaceDocument:
    """Check ``form`` and return the workspace that it describes.

    Raises ``InvalidChange`` with every problem. ``edited`` is the path of the piece being edited
    (``jobs[2]``): its problems come first, with paths relative to the piece. ``stored`` are the
    jobs that the workspace has: see ``read_workspace``.
    """
    fields = form.model_dump(mode="json", exclude_none=True, by_alias=True)
    tree = ValueTree()
    root = tree.node(fields)
    context = ReadContext(
        "",
        tree.text,
        describe_place=lambda path, _: _place(fields, path, ""),
        stored=stored or {},
    )
    document = document_at(NodeReader(context, root))
    if context.problems:
        found = [_problem(fields, problem, edited) for problem in context.problems]
        raise InvalidChange(sorted(found, key=lambda problem: "“" in problem.path))
    return document


def _problem(fields: dict[str, Any], problem: FileProblem, edited: str) -> PieceProblem:
    return PieceProblem(
        path=_place(fields, problem.path, edited),
        line=problem.line or 1,
        wrong=problem.wrong,
        right=problem.right,
    )


def _place(fields: dict[str, Any], path: str, edited: str) -> str:
    if edited and path.startswith(f"{edited}."):
        within = path.removeprefix(f"{edited}.")
        return f"settings.{within}" if edited.startswith("carriers.") else within
    item = _ITEM.fullmatch(path)
    if item is None:
        return path
    kind, index, rest = item.groups()
    if f"{kind}[{index}]" == edited:
        return rest
    piece = fields[kind][int(index)]
    name = piece if isinstance(piece, str) else piece.get("name") or piece.get("number")
    return f"{kind} “{name}”: {rest}".rstrip(": ")
