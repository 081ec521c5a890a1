"""Reads a workspace file, or reports everything that is wrong with it."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from hookflash.domain.job.directory import Directory
from hookflash.domain.job.job import Job
from hookflash.domain.workspace.document import DEFAULT_AGENT, WorkspaceDocument
from hookflash.domain.workspace.language import DEFAULT_LANGUAGE
from hookflash.domain.workspace.names import slug
from hookflash.orchestrator.simulation.scenario_file import saved_scenarios
from hookflash.orchestrator.workspaces.described import described_by
from hookflash.orchestrator.workspaces.file.carriers import read_carriers
from hookflash.orchestrator.workspaces.file.jobs import read_jobs, scenario_lists
from hookflash.orchestrator.workspaces.file.limits import read_limits
from hookflash.orchestrator.workspaces.file.names import names_of, report_doubles
from hookflash.orchestrator.workspaces.file.node_reader import (
    EnoughProblems,
    NodeReader,
    ReadContext,
    read_field,
)
from hookflash.orchestrator.workspaces.file.numbers import (
    own_numbers,
    read_language,
    read_number,
    read_numbers,
)
from hookflash.orchestrator.workspaces.file.people import read_inboxes, read_members
from hookflash.orchestrator.workspaces.file.precautions import KEYS, read_precautions
from hookflash.orchestrator.workspaces.file.problems import InvalidWorkspace
from hookflash.orchestrator.workspaces.file.source import decoded, read_text, read_tree

_LISTS: Final = ("members", "inboxes", "numbers", "jobs", "opt_outs")


def read_workspace(path: Path | str, stored: Mapping[str, Job] | None = None) -> WorkspaceDocument:
    """Read and check the workspace file at ``path``.

    Raises :class:`InvalidWorkspace` with every problem in it. Sentences need no quotes: see
    :mod:`hookflash.orchestrator.workspaces.file.lenient_yaml`. ``stored`` are the jobs that the
    workspace has: their instructions, unchanged, keep the steps that they were saved with.
    """
    context = ReadContext(file=str(path), text="", stored=stored or {})
    text = read_text(Path(path), context.problems.append)
    return _checked(text, Path(path), context)


def workspace_in(
    content: bytes, name: str, stored: Mapping[str, Job] | None = None
) -> WorkspaceDocument:
    """Like :func:`read_workspace`, for bytes; ``name`` is used as the file name in problems."""
    return workspace_within(content, ReadContext(file=name, text="", stored=stored or {}))


def workspace_within(content: bytes, context: ReadContext) -> WorkspaceDocument:
    """Like :func:`workspace_in`, within the limits of ``context``."""
    path = Path(context.file)
    text = decoded(content, path, context.problems.append)
    return _checked(text, path, context)


def _checked(text: str | None, path: Path, context: ReadContext) -> WorkspaceDocument:
    document = _document(text, path, context) if text is not None else None
    if document is None or context.problems:
        raise InvalidWorkspace(context.problems, _slug_of(document))
    return document


def _slug_of(document: WorkspaceDocument | None) -> str:
    try:
        return document.slug if document else ""
    except ValueError:
        return ""


def _document(text: str, path: Path, context: ReadContext) -> WorkspaceDocument | None:
    tree = read_tree(text, path, context.problems.append, begin="workspace: <its name>")
    if tree is None:
        return None
    context.text = text
    with suppress(EnoughProblems):
        return document_at(NodeReader(context, tree))
    return None


def document_at(root: NodeReader) -> WorkspaceDocument:
    """Read the workspace at ``root``; meaningful only if the context then has no problems."""
    keys = ("agent", "language", "carriers", *_LISTS, "time_zone", "limits", *KEYS)
    fields = root.fields({"workspace": "Harbor Dental"}, keys)
    lists = {key: read_field(fields, key, NodeReader.items, ()) for key in _LISTS}
    members, inboxes, jobs = lists["members"], lists["inboxes"], lists["jobs"]
    report_doubles((*members, *inboxes))
    report_doubles(jobs)
    own = own_numbers(lists["numbers"])
    limits, time_zone = read_limits(fields)
    directory = Directory(names_of(members), names_of(inboxes), own, limits.shared_cost)
    carriers = fields["carriers"].keys if "carriers" in fields else ()
    numbers = tuple(read_numbers(lists["numbers"], names_of(jobs), carriers))
    opt_outs = (read_number(item) for item in lists["opt_outs"])
    document = WorkspaceDocument(
        name=read_field(fields, "workspace", _workspace_name, ""),
        agent=read_field(fields, "agent", NodeReader.name, DEFAULT_AGENT),
        language=read_field(fields, "language", read_language, DEFAULT_LANGUAGE),
        carriers=read_field(fields, "carriers", read_carriers, ()),
        members=tuple(read_members(members, own, limits.shared_cost)),
        inboxes=tuple(read_inboxes(inboxes, directory.members)),
        numbers=tuple(number for number, _ in numbers),
        flows={number.number: flow for number, flow in numbers},
        jobs=tuple(read_jobs(jobs, directory)),
        precautions=read_precautions(fields),
        opt_outs=tuple(dict.fromkeys(number for number in opt_outs if number)),
        limits=limits,
        time_zone=time_zone,
    )
    return _with_scenarios(document, jobs) if not root.context.problems else document


def _with_scenarios(document: WorkspaceDocument, jobs: Iterable[NodeReader]) -> WorkspaceDocument:
    """Read the scenarios of ``jobs``; they name people and numbers of ``document``."""
    lists = tuple(scenario_lists(jobs))
    if not lists:
        return document
    now = described_by(document)
    scenarios = {name: saved_scenarios(reader, name, now) for name, reader in lists}
    return document.model_copy(update={"scenarios": scenarios})


def _workspace_name(reader: NodeReader) -> str | None:
    name = reader.name()
    if name is None:
        return None
    try:
        slug(name)
    except ValueError as error:
        reader.refuse(str(error), "Write another name, with at least one letter a-z or digit.")
    return name
