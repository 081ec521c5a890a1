"""``hookflash apply``: makes a workspace match its file."""

import asyncio
from pathlib import Path
from typing import Annotated, Final

from rich.table import Table
from typer import Argument

from hookflash import NumberTaken, maintenance
from hookflash.domain.workspace.document import WorkspaceDocument
from hookflash.orchestrator.cli.errors import INVALID, CommandError
from hookflash.orchestrator.cli.options import DEFAULT_DB, Db, Json
from hookflash.orchestrator.cli.screen import BAD, FAINT, GOOD, print_json, safe, stdout
from hookflash.orchestrator.workspaces.changes import Change
from hookflash.orchestrator.workspaces.file.workspace_file import read_workspace

_SIGNS: Final = {
    "added": ("+", GOOD),
    "changed": ("~", "yellow"),
    "removed": ("-", BAD),
    "warning": ("!", "yellow"),
}


def apply(
    file: Annotated[Path, Argument(metavar="FILE", help="The workspace, in YAML.")],
    *,
    db: Db = DEFAULT_DB,
    as_json: Json = False,
) -> None:
    """Make a workspace match FILE.

    FILE holds its members, inboxes, numbers and jobs, and is checked as a whole first. Applying
    it twice changes nothing the second time.
    """
    document = read_workspace(file)
    try:
        changes = asyncio.run(_apply(db, document))
    except NumberTaken as error:
        right = "Remove it from that workspace's file and apply that, or remove it here."
        raise CommandError(f"{file}: numbers: {error}. {right}", INVALID) from error
    if as_json:
        print_json({"workspace": document.slug, "changes": changes})
    elif changes:
        _show(document, changes)
    else:
        stdout().print(safe(f"{document.name}: nothing changed."))


async def _apply(db: str, document: WorkspaceDocument) -> tuple[Change, ...]:
    async with maintenance.configuring(db, create=True) as configuration:
        return await configuration.workspaces.replace(document)


def _show(document: WorkspaceDocument, changes: tuple[Change, ...]) -> None:
    table = Table.grid(padding=(0, 2, 0, 0))
    for change in changes:
        sign, style = _SIGNS[change.change]
        table.add_row(
            safe(f"{sign} {change.what}", style), safe(change.name), safe(change.detail, FAINT)
        )
    screen = stdout()
    screen.print(safe(f"{document.name}:", "bold"))
    screen.print(table)
