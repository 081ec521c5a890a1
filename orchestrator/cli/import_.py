"""``hookflash import``: JSON lines into a log."""

from pathlib import Path
from typing import Annotated

from typer import Argument

from hookflash import maintenance
from hookflash.orchestrator.cli.errors import INVALID, CommandError
from hookflash.orchestrator.cli.options import DEFAULT_DB, Db, Json
from hookflash.orchestrator.cli.screen import print_json, stdout
from hookflash.orchestrator.wording import counted


def import_(
    file: Annotated[
        Path, Argument(metavar="FILE", help="What “hookflash export” printed, as a file.")
    ],
    *,
    db: Db = DEFAULT_DB,
    as_json: Json = False,
) -> None:
    """Store the events of FILE: calls, or a whole log.

    The file is checked as a whole first. Imported twice, it changes nothing the second time.
    """
    if not file.exists():
        raise CommandError(
            f"{file}: there is no such file. Check the spelling and the folder.", INVALID
        )
    imported = maintenance.import_log(db, file)
    if as_json:
        print_json(imported)
    else:
        stdout().print(_told(imported))


def _told(imported: maintenance.Imported) -> str:
    already = f"{counted(imported.already, 'event')} of it"
    if not imported.events:
        return f"Nothing to import: {already} were here already." if imported.already else "Empty."
    new = f"Imported {counted(imported.events, 'event')}"
    streams = f", {counted(imported.streams, 'stream')} of them new" if imported.streams else ""
    return (
        f"{new}{streams}. {already} were here already." if imported.already else f"{new}{streams}."
    )
