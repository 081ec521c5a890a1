"""``hookflash import``: stores exported events in a log."""

from pathlib import Path
from typing import Annotated

from typer import Argument

from hookflash import maintenance
from hookflash.orchestrator.cli.errors import INVALID, CommandError
from hookflash.orchestrator.cli.options import DEFAULT_DB, Compress, Db, Json
from hookflash.orchestrator.cli.screen import print_json, stdout
from hookflash.orchestrator.wording import counted


def import_(
    file: Annotated[Path, Argument(metavar="FILE", help="The output of “hookflash export”.")],
    *,
    db: Db = DEFAULT_DB,
    compress: Compress = False,
    as_json: Json = False,
) -> None:
    """Store the events of an exported FILE: calls, or a whole log.

    FILE is checked as a whole first. Importing it twice changes nothing the second time.
    """
    if not file.exists():
        raise CommandError(
            f"{file}: there is no such file. Check the spelling and the folder.", INVALID
        )
    imported = maintenance.import_log(db, file, compress=compress)
    if as_json:
        print_json(imported)
    else:
        stdout().print(_summary(imported))


def _summary(imported: maintenance.Imported) -> str:
    events, already = imported.events, imported.already
    if not events:
        return (
            f"Nothing to import: {counted(already, 'event')} already in the log."
            if already
            else "The file has no events."
        )
    streams = f", {counted(imported.streams, 'new stream')}" if imported.streams else ""
    skipped = f"; {counted(already, 'event')} already in the log" if already else ""
    return f"Imported {counted(events, 'event')}{streams}{skipped}."
