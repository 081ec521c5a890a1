"""Reading a workspace file: all of it, or every reason why not."""

from pathlib import Path
from typing import Final

from hookflash.domain.job.directory import Directory
from hookflash.domain.workspace.document import DEFAULT_AGENT, WorkspaceDocument
from hookflash.domain.workspace.names import slug
from hookflash.orchestrator.workspaces.file.jobs import read_jobs
from hookflash.orchestrator.workspaces.file.names import names_of, report_doubles
from hookflash.orchestrator.workspaces.file.node_reader import NodeReader, Sheet, taken
from hookflash.orchestrator.workspaces.file.numbers import own_numbers, read_number, read_numbers
from hookflash.orchestrator.workspaces.file.people import read_inboxes, read_members
from hookflash.orchestrator.workspaces.file.problems import InvalidWorkspace
from hookflash.orchestrator.workspaces.file.source import decoded, read_text, read_tree

_LISTS: Final = ("members", "inboxes", "numbers", "jobs", "opt_outs")


def read_workspace(path: Path | str) -> WorkspaceDocument:
    """Read and check the workspace file at ``path``.

    Raises :class:`InvalidWorkspace` with everything that is wrong with it. YAML in which sentences
    need no quotes: see :mod:`hookflash.orchestrator.workspaces.file.lenient_yaml`.
    """
    sheet = Sheet(file=str(path), text="")
    text = read_text(Path(path), sheet.problems.append)
    return _checked(text, Path(path), sheet)


def workspace_in(content: bytes, name: str) -> WorkspaceDocument:
    """Read and check ``content`` as :func:`read_workspace` does; ``name`` stands for the file."""
    sheet = Sheet(file=name, text="")
    text = decoded(content, Path(name), sheet.problems.append)
    return _checked(text, Path(name), sheet)


def _checked(text: str | None, path: Path, sheet: Sheet) -> WorkspaceDocument:
    document = _document(text, path, sheet) if text is not None else None
    if document is None or sheet.problems:
        raise InvalidWorkspace(sheet.problems)
    return document


def _document(text: str, path: Path, sheet: Sheet) -> WorkspaceDocument | None:
    tree = read_tree(text, path, sheet.problems.append, begin="workspace: <its name>")
    if tree is None:
        return None
    sheet.text = text
    return document_at(NodeReader(sheet, tree))


def document_at(root: NodeReader) -> WorkspaceDocument:
    """The workspace that is written at ``root``; of use only if its sheet has no problems then."""
    fields = root.fields({"workspace": "Harbor Dental"}, ("agent", *_LISTS))
    lists = {key: taken(fields, key, NodeReader.items, ()) for key in _LISTS}
    members, inboxes, jobs = lists["members"], lists["inboxes"], lists["jobs"]
    report_doubles((*members, *inboxes))
    report_doubles(jobs)
    own = own_numbers(lists["numbers"])
    directory = Directory(names_of(members), names_of(inboxes), own)
    numbers = tuple(read_numbers(lists["numbers"], names_of(jobs)))
    opt_outs = (read_number(item) for item in lists["opt_outs"])
    return WorkspaceDocument(
        name=taken(fields, "workspace", _workspace_name, ""),
        agent=taken(fields, "agent", NodeReader.name, DEFAULT_AGENT),
        members=tuple(read_members(members, own)),
        inboxes=tuple(read_inboxes(inboxes, directory.members)),
        numbers=tuple(number for number, _ in numbers),
        flows={number.number: flow for number, flow in numbers},
        jobs=tuple(read_jobs(jobs, directory)),
        opt_outs=tuple(dict.fromkeys(number for number in opt_outs if number)),
    )


def _workspace_name(branch: NodeReader) -> str | None:
    name = branch.name()
    if name is None:
        return None
    try:
        slug(name)
    except ValueError as error:
        branch.refuse(str(error), "Write another name, with at least one letter a-z or digit.")
    return name
