"""``hookflash export``: one call, or the whole log, as JSON lines."""

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
from hookflash.orchestrator.cli.reading import existing, reading


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
        Option("--redact", help="With nobody's number, name or words in it, on the same course."),
    ] = False,
    db: Db = DEFAULT_DB,
) -> None:
    """Print a call, or the whole log, as JSON lines, for “hookflash import” or a test."""
    if (call is None) == (not everything):
        raise CommandError("Name a call, or say --all; one of the two.", INVALID)
    if call is None:
        if redact:
            raise CommandError("--redact takes one call, not --all.", INVALID)
        _export_all(db)
    else:
        _export_one(db, call, redact=redact)


def _export_all(db: str) -> None:
    with existing(), progress("Exporting") as step:
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
