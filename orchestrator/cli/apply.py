"""``hookflash apply``: makes a workspace match its file."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Final

from rich.table import Table
from typer import Argument

from hookflash import NoSuchLog, NumberTaken, maintenance
from hookflash.domain.job.job import Job
from hookflash.domain.workspace.document import WorkspaceDocument
from hookflash.orchestrator.cli.actions import show_actions
from hookflash.orchestrator.cli.errors import INVALID, CommandError
from hookflash.orchestrator.cli.options import DEFAULT_DB, Compress, Db, Json
from hookflash.orchestrator.cli.screen import BAD, FAINT, GOOD, print_json, safe, stdout
from hookflash.orchestrator.workspaces.errors import PieceProblem
from hookflash.orchestrator.workspaces.file.problems import InvalidWorkspace
from hookflash.orchestrator.workspaces.file.workspace_file import read_workspace
from hookflash.orchestrator.workspaces.warnings import Applied

_SIGNS: Final = {"added": ("+", GOOD), "changed": ("~", "yellow"), "removed": ("-", BAD)}


def apply(
    file: Annotated[Path, Argument(metavar="FILE", help="The workspace, in YAML.")],
    *,
    db: Db = DEFAULT_DB,
    compress: Compress = False,
    as_json: Json = False,
) -> None:
    """Make a workspace match FILE.

    FILE holds its members, inboxes, numbers and jobs, and is checked as a whole first. Applying
    it twice changes nothing the second time.
    """
    document = _read(db, file)
    try:
        applied = asyncio.run(_apply(db, document, compress=compress))
    except NumberTaken as error:
        right = "Remove it from that workspace's file and apply that, or remove it here."
        raise CommandError(f"{file}: numbers: {error}. {right}", INVALID) from error
    if as_json:
        print_json({"workspace": document.slug, **dict(applied)})
    else:
        _show(document, applied)


def _read(db: str, file: Path) -> WorkspaceDocument:
    try:
        return read_workspace(file)
    except InvalidWorkspace as invalid:
        if stored := asyncio.run(_stored(db, invalid.workspace)):
            return read_workspace(file, stored)
        raise


async def _stored(db: str, workspace: str) -> Mapping[str, Job]:
    """Return the jobs that an existing database has for ``workspace``."""
    try:
        async with maintenance.configuring(db) as configuration:
            return await configuration.workspaces.stored_jobs(workspace)
    except NoSuchLog:
        return {}


async def _apply(db: str, document: WorkspaceDocument, *, compress: bool) -> Applied:
    async with maintenance.configuring(db, create=True, compress=compress) as configuration:
        return await configuration.workspaces.replace(document)


def _show(document: WorkspaceDocument, applied: Applied) -> None:
    if applied.changes:
        _show_changes(document, applied)
        show_actions(applied.actions)
    else:
        stdout().print(safe(f"{document.name}: nothing changed."))
    for warning in applied.warnings:
        _show_warning(warning)


def _show_warning(warning: PieceProblem) -> None:
    stdout().print(safe(f"Warning: {warning}", "yellow"))


def _show_changes(document: WorkspaceDocument, applied: Applied) -> None:
    table = Table.grid(padding=(0, 2, 0, 0))
    for change in applied.changes:
        sign, style = _SIGNS[change.change]
        table.add_row(
            safe(f"{sign} {change.what}", style), safe(change.name), safe(change.detail, FAINT)
        )
    screen = stdout()
    screen.print(safe(f"{document.name}:", "bold"))
    screen.print(table)
