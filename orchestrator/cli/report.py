"""``hookflash report``: figures about calls, texts and transfers."""

import sys
from datetime import date
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic_core import to_json
from rich.console import Console
from typer import Argument, Option

from hookflash.domain.policy.phone import e164
from hookflash.orchestrator.cli.errors import INVALID, CommandError
from hookflash.orchestrator.cli.lookup import NO_CALLS
from hookflash.orchestrator.cli.options import DEFAULT_DB, Db, OfWorkspace
from hookflash.orchestrator.cli.reading import SyncReader, reading, tell_if_simulated
from hookflash.orchestrator.cli.report_screen import show
from hookflash.orchestrator.cli.screen import stderr, stdout
from hookflash.orchestrator.exporting.parquet import NoParquet, write_parquet
from hookflash.orchestrator.exporting.tabular import as_csv, as_document
from hookflash.orchestrator.wording import counted
from hookflash.projections.reports.question import BadQuestion, By, Question, Report

WIDTH: Final = 100
"""The width in characters of a table that is written to a file."""
Format = Literal["table", "csv", "json", "parquet"]


def report(  # noqa: PLR0913 - one parameter an option
    by: Annotated[By, Argument(metavar="BY", help="day, number, job or action.")] = "day",
    *,
    first: Annotated[
        str | None, Option("--from", metavar="DAY", help="The first day, e.g. 2026-03-02.")
    ] = None,
    last: Annotated[
        str | None, Option("--to", metavar="DAY", help="The last day, e.g. 2026-03-31.")
    ] = None,
    zone: Annotated[
        str, Option("--zone", metavar="ZONE", help="The time zone of the days, e.g. Europe/Berlin.")
    ] = "UTC",
    number: Annotated[
        str | None, Option("--number", metavar="NUMBER", help="Only calls to this number.")
    ] = None,
    job: Annotated[str | None, Option("--job", metavar="NAME", help="Only this job.")] = None,
    action: Annotated[
        str | None,
        Option("--action", metavar="TEXT", help="Only this action, as “report action” shows it."),
    ] = None,
    tests: Annotated[bool, Option("--tests", help="Include test calls.")] = False,
    format_: Annotated[Format, Option("--format", help="The format of the output.")] = "table",
    out: Annotated[
        Path | None, Option("--out", metavar="FILE", help="Write to FILE; required for Parquet.")
    ] = None,
    workspace: OfWorkspace = None,
    db: Db = DEFAULT_DB,
) -> None:
    """Report calls, texts, transfers by day, number, job or action."""
    if format_ == "parquet" and out is None:
        raise CommandError("Parquet is binary; choose a file with --out FILE.", INVALID)
    with reading(db) as reader:
        question = Question(
            workspace=_only_workspace(reader, workspace),
            first=_day("--from", first),
            last=_day("--to", last),
            zone=zone,
            number=_number(number),
            job=job,
            action=action,
            tests=tests,
        )
        try:
            answer = reader.ask(reader.center.figures(by, question))
        except BadQuestion as error:
            raise CommandError(f"--{error.field}: {error.problem}", INVALID) from error
        tell_if_simulated(reader, as_json=format_ != "table")
    _write(answer, format_, out)


def _only_workspace(reader: SyncReader, named: str | None) -> str:
    found = reader.workspaces(named)
    if not found:
        raise CommandError(NO_CALLS)
    if len(found) > 1:
        raise CommandError(f"Choose one with --workspace: {', '.join(found)}.", INVALID)
    return found[0]


def _day(option: str, written: str | None) -> date | None:
    if written is None:
        return None
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise CommandError(
            f"{option}: “{written}” is not a date; use YYYY-MM-DD, e.g. 2026-03-02.", INVALID
        ) from error


def _number(written: str | None) -> str | None:
    if written is None:
        return None
    number = e164(written)
    if not isinstance(number, str):
        raise CommandError(f"--number: {number}", INVALID)
    return number


def _write(answer: Report, format_: Format, out: Path | None) -> None:
    if out is None:
        show(stdout(), answer) if format_ == "table" else sys.stdout.write(_text(answer, format_))
        return
    if format_ == "parquet":
        _parquet(answer, out)
    else:
        with out.open("w", encoding="utf-8", newline="") as file:
            if format_ == "table":
                show(Console(file=file, width=WIDTH), answer)
            else:
                file.write(_text(answer, format_))
    stderr().print(f"Wrote {counted(len(answer.lines), 'line')} to {out}.", soft_wrap=True)


def _text(answer: Report, format_: Format) -> str:
    if format_ == "csv":
        return as_csv(answer)
    return f"{to_json(as_document(answer), indent=2).decode()}\n"


def _parquet(answer: Report, out: Path) -> None:
    try:
        write_parquet(answer, out)
    except NoParquet as error:
        raise CommandError(f"{error}", INVALID) from error
