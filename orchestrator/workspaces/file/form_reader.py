"""Reads a form as the workspace file is read: the same checks, the same words for mistakes."""

import re
from typing import Any, Final

from yaml import MappingNode, Mark, Node, ScalarNode, SequenceNode

from hookflash.domain.workspace.document import WorkspaceDocument
from hookflash.orchestrator.workspaces.errors import InvalidChange, PieceProblem
from hookflash.orchestrator.workspaces.file.node_reader import NodeReader, Sheet
from hookflash.orchestrator.workspaces.file.problems import FileProblem
from hookflash.orchestrator.workspaces.file.workspace_file import document_at
from hookflash.orchestrator.workspaces.forms import WorkspaceForm

_ITEM: Final = re.compile(r"(\w+)\[(\d+)\]\.?(.*)")


def document_of(form: WorkspaceForm, edited: str = "") -> WorkspaceDocument:
    """The workspace that ``form`` describes.

    Raises ``InvalidChange`` with every mistake. ``edited`` is the path of the piece that somebody
    is at work on (``jobs[2]``): theirs come first, under paths that begin in the piece.
    """
    fields = form.model_dump(mode="json", exclude_none=True)
    tree = _Tree()
    root = tree.node(fields)
    sheet = Sheet("", tree.text, place=lambda path, _: _place(fields, path, "").rstrip(": "))
    document = document_at(NodeReader(sheet, root))
    if sheet.problems:
        told = [_problem(fields, one, edited) for one in sheet.problems]
        raise InvalidChange(sorted(told, key=lambda one: "“" in one.path))
    return document


def _problem(fields: dict[str, Any], problem: FileProblem, edited: str) -> PieceProblem:
    return PieceProblem(
        path=_place(fields, problem.path, edited),
        line=problem.line or 1,
        wrong=problem.wrong,
        right=problem.right,
    )


def _place(fields: dict[str, Any], path: str, edited: str) -> str:
    item = _ITEM.fullmatch(path)
    if item is None:
        return path
    kind, index, rest = item.groups()
    if f"{kind}[{index}]" == edited:
        return rest
    piece = fields[kind][int(index)]
    name = piece if isinstance(piece, str) else piece.get("name") or piece.get("number")
    return f"{kind} “{name}”: {rest}".rstrip(": ")


class _Tree:
    """A form as the tree of YAML that it would be, without the detour over text.

    The lines of every text are counted from 1.
    """

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._length = 0

    @property
    def text(self) -> str:
        """All that is written, end to end."""
        return "".join(self._texts)

    def node(self, value: Any) -> Node:
        """The node of ``value``, as JSON has it."""
        match value:
            case dict():
                pairs = [(self.node(key), self.node(item)) for key, item in value.items()]
                return MappingNode("", pairs, _mark(0))
            case list():
                return SequenceNode("", [self.node(item) for item in value], _mark(0))
            case str():
                return self._scalar(value, style='"')
            case _:
                return self._scalar(str(value).lower(), style=None)

    def _scalar(self, text: str, style: str | None) -> ScalarNode:
        start = self._length
        self._texts.append(text)
        self._length += len(text)
        return ScalarNode("", text, _mark(start), _mark(self._length), style)


def _mark(index: int) -> Mark:
    return Mark("", index, 0, 0, None, 0)
