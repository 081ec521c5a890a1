"""Reads documents and forms that other people sent: the part that runs in a side process.

Everything here takes and returns plain values, which can be sent from process to process.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, Final, Literal

from pydantic_core import from_json

from hookflash.domain.job.job import Job
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
from hookflash.orchestrator.workspaces.file.workspace_file import document_at, workspace_within
from hookflash.orchestrator.workspaces.forms import WorkspaceForm
from hookflash.orchestrator.workspaces.packing import (
    Packed,
    packed,
    unpacked_at_once,
    unpacked_jobs,
)
from hookflash.orchestrator.workspaces.warnings import reading_of, readings_of

Kind = Literal["json", "yaml"]
Read = tuple[Packed | None, list[dict[str, Any]]]
"""A document, or None and the problems."""
BODY: Final = "body"
MAX_PROBLEMS: Final = 100
MAX_ITEMS: Final = 10_000
"""In one list of a document that was sent."""


def read_content(content: bytes, kind: Kind, stored: Sequence[bytes] = ()) -> Read:
    """Read a workspace document; stops after ``MAX_PROBLEMS`` problems.

    ``stored`` are jobs that the workspace has, from ``packed_jobs``: see ``read_workspace``.
    """
    read = _from_json if kind == "json" else _from_yaml
    try:
        document = read(content, unpacked_jobs(stored))
    except InvalidFile as invalid:
        return None, [problem.model_dump() for problem in invalid.problems]
    return packed(document), []


def read_form(form: bytes, edited: str, stored: Sequence[bytes] = ()) -> Read:
    """Check a form, given as JSON; see ``document_of``, and ``read_content`` for ``stored``."""
    sent, jobs = WorkspaceForm.model_validate_json(form), unpacked_jobs(stored)
    try:
        document = document_of(sent, edited, jobs)
    except InvalidChange as invalid:
        return None, [problem.model_dump() for problem in invalid.problems[:MAX_PROBLEMS]]
    return packed(document), []


def read_actions(pieces: Packed, job: str | None) -> bytes:
    """Return a ``ReadJob`` as JSON: how a job of a document, or each of them (None), is read."""
    document = unpacked_at_once(pieces)
    read = readings_of(document) if job is None else reading_of(job, document)
    return read.model_dump_json().encode()


def _from_yaml(content: bytes, stored: Mapping[str, Job]) -> WorkspaceDocument:
    return workspace_within(content, _context("", stored))


def _from_json(content: bytes, stored: Mapping[str, Job]) -> WorkspaceDocument:
    try:
        value = from_json(content, allow_inf_nan=False)
    except ValueError as error:
        raise _invalid(f"is not JSON: {error}", "Send one JSON object.") from error
    if not is_storable(value):
        right = "Remove the character, or send a finite number."
        raise _invalid("contains U+0000 or a number that is not finite", right)
    tree = ValueTree()
    root = tree.node(value)
    context = _context(tree.text, stored)
    context.describe_place = lambda path, _: f"$.{path}"
    with suppress(EnoughProblems):
        document = document_at(NodeReader(context, root))
    if context.problems:
        raise InvalidFile(context.problems)
    return document


def _context(text: str, stored: Mapping[str, Job]) -> ReadContext:
    return ReadContext(BODY, text, stored=stored, most_problems=MAX_PROBLEMS, most_items=MAX_ITEMS)


def _invalid(wrong: str, right: str) -> InvalidFile:
    return InvalidFile([FileProblem(file=BODY, wrong=wrong, right=right)])
