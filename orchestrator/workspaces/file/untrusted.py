"""Reads documents and forms that other people sent: the part that runs in a side process.

Everything here takes and returns plain values, which can be sent from process to process.
"""

from contextlib import suppress
from typing import Any, Final, Literal

from pydantic_core import from_json

from hookflash.domain.workspace.document import WorkspaceDocument
from hookflash.orchestrator.log.storable import is_storable
from hookflash.orchestrator.workspaces.errors import InvalidChange
from hookflash.orchestrator.workspaces.file.form_reader import document_of
from hookflash.orchestrator.workspaces.file.node_reader import (
    EnoughProblems,
    NodeReader,
    ReadContext,
)
from hookflash.orchestrator.workspaces.file.problems import FileProblem, InvalidFile
from hookflash.orchestrator.workspaces.file.value_tree import ValueTree
from hookflash.orchestrator.workspaces.file.workspace_file import document_at, workspace_in
from hookflash.orchestrator.workspaces.forms import WorkspaceForm

Kind = Literal["json", "yaml"]
Read = tuple[dict[str, Any] | None, list[dict[str, Any]]]
"""A document, or None and the problems."""
BODY: Final = "body"
MAX_PROBLEMS: Final = 100


def read_content(content: bytes, kind: Kind) -> Read:
    """Read a workspace document; stops after ``MAX_PROBLEMS`` problems."""
    try:
        if kind == "json":
            document = _from_json(content)
        else:
            document = workspace_in(content, BODY, most_problems=MAX_PROBLEMS)
    except InvalidFile as invalid:
        return None, [problem.model_dump() for problem in invalid.problems]
    return document.model_dump(), []


def read_form(form: bytes, edited: str) -> Read:
    """Check a form, given as JSON; see ``document_of``."""
    try:
        document = document_of(WorkspaceForm.model_validate_json(form), edited)
    except InvalidChange as invalid:
        return None, [problem.model_dump() for problem in invalid.problems[:MAX_PROBLEMS]]
    return document.model_dump(), []


def _from_json(content: bytes) -> WorkspaceDocument:
    try:
        value = from_json(content, allow_inf_nan=False)
    except ValueError as error:
        raise _invalid(f"is not JSON: {error}", "Send one JSON object.") from error
    if not is_storable(value):
        right = "Remove the character, or send a finite number."
        raise _invalid("contains U+0000 or a number that is not finite", right)
    tree = ValueTree()
    root = tree.node(value)
    context = ReadContext(
        BODY, tree.text, describe_place=lambda path, _: f"$.{path}", most_problems=MAX_PROBLEMS
    )
    with suppress(EnoughProblems):
        document = document_at(NodeReader(context, root))
    if context.problems:
        raise InvalidFile(context.problems)
    return document


def _invalid(wrong: str, right: str) -> InvalidFile:
    return InvalidFile([FileProblem(file=BODY, wrong=wrong, right=right)])
