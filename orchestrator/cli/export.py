"""``hookflash export``: prints one call, or the whole log, as JSON lines."""

import sys
from collections.abc import Iterable
from typing import Annotated

from typer import Argument, Option

from hookflash import maintenance
from hookflash.domain.erasure.fixture import NoFixture
from hookflash.orchestrator.cli.errors import INVALID, CommandError
from hookflash.orchestrator.cli.lookup import find_call
from hookflash.orchestrator.cli.options import DEFAULT_DB, Db
from hookflash.orchestrator.cli.progress import progress
from hookflash.orchestrator.cli.reading import database_expected, reading


def export(
    call: Annotated[
        str | None,
        Argument(
            metavar="CALL", help="The call's id, a part of it that no other call has, or “latest”."
        ),
    ] = None,
    *,
    everything: Annotated[bool, Option("--all", help="The whole log.")] = False,
    redact: Annotated[
        bool,
        Option("--redact", help="Without anyone's number, name or words; the course stays."),
    ] = False,
    db: Db = DEFAULT_DB,
) -> None:
    """Print a call, or the whole log, as JSON lines.

    “hookflash import” reads them again; with --redact they serve as a fixture for a test.
    """
    if (call is None) == (not everything):
        raise CommandError("Give a call or --all, but not both.", INVALID)
    if call is None:
        if redact:
            raise CommandError("--redact needs one call; it does not work with --all.", INVALID)
        _export_all(db)
    else:
        _export_one(db, call, redact=redact)


def _export_all(db: str) -> None:
    with database_expected(), progress("Exporting") as step:
        _write(maintenance.export_log(db, step))


def _export_one(db: str, call: str, *, redact: bool) -> None:
    with reading(db) as reader:
        call_id = find_call(reader, call).call
    try:
        _write(maintenance.export_call(db, call_id, redact=redact))
    except NoFixture as error:
        raise CommandError(f"{error}.") from error


def _write(lines: Iterable[bytes]) -> None:
    sys.stdout.flush()
    sys.stdout.buffer.writelines(lines)
    sys.stdout.buffer.flush()
