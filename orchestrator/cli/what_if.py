"""``hookflash what-if``: finds the calls that a change would end differently."""

from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Annotated

from rich.table import Table
from typer import Option

from hookflash.domain.erasure.fixture import NoFixture
from hookflash.orchestrator.cli.changes import JobFile, Phones, Settings, Words, change_of
from hookflash.orchestrator.cli.errors import INVALID, CommandError
from hookflash.orchestrator.cli.options import DEFAULT_DB, Db, Json, OfWorkspace
from hookflash.orchestrator.cli.progress import progress
from hookflash.orchestrator.cli.reading import reading, tell_if_simulated
from hookflash.orchestrator.cli.screen import BAD, FAINT, outcome, print_json, safe, stderr, stdout
from hookflash.orchestrator.cli.tested_workspace import document_to_test, one_workspace
from hookflash.orchestrator.time_machine.change import Change, NotForkable
from hookflash.orchestrator.time_machine.forking import fork, fork_as_test
from hookflash.orchestrator.time_machine.sweep import Changed, Result, Scope
from hookflash.orchestrator.time_machine.workers import what_if as decide_again
from hookflash.orchestrator.wording import counted, day_and_clock

SHOWN = 20
"""Calls on the screen; ``--json`` lists up to a thousand."""


def what_if(  # noqa: PLR0913 - one parameter an option
    *,
    settings: Settings = None,
    job: JobFile = None,
    drafts: Annotated[
        bool, Option("--drafts", help="The workspace's drafts of jobs take their places.")
    ] = False,
    phones: Phones = None,
    since: Annotated[
        str, Option("--since", metavar="DAY", help="Only calls since this day, in UTC.")
    ] = "",
    workspace: OfWorkspace = None,
    test_calls: Annotated[bool, Option("--test-calls", help="Also test calls.")] = False,
    tests: Annotated[
        Path | None,
        Option(
            "--tests",
            metavar="FOLDER",
            help="Write each call that would end differently as a test that fails.",
        ),
    ] = None,
    words: Words = False,
    processes: Annotated[
        int | None,
        Option("--processes", metavar="N", min=1, help="How many to use; one a core by default."),
    ] = None,
    db: Db = DEFAULT_DB,
    as_json: Json = False,
) -> None:
    """Find the calls that a change would end differently.

    Every stored call is decided again under the change or, without one, under today's rules.
    Nothing is sent, and nothing is written to the log.
    """
    change = change_of(settings, job, phones)
    _refuse_a_file(tests)
    if drafts:
        workspace, change = _with_drafts(db, workspace, change, job)
    with reading(db) as reader:
        tell_if_simulated(reader, as_json=as_json)
        slug = reader.workspaces(workspace)[0] if workspace else ""
    scope = Scope(workspace=slug, since=_begin(since), tests=test_calls)
    with progress("Deciding again") as step:
        result = decide_again(db, change, scope, processes=processes, progress=step)
    if tests is not None:
        _write_tests(db, change, result, tests, words=words)
    if as_json:
        print_json(result)
    else:
        _show(result)


def _refuse_a_file(tests: Path | None) -> None:
    if tests is not None and tests.exists() and not tests.is_dir():
        raise CommandError(f"--tests {tests}: this is a file; name a folder.", INVALID)


def _with_drafts(
    db: str, workspace: str | None, change: Change, job: Path | None
) -> tuple[str, Change]:
    """The workspace whose drafts are meant, and ``change`` with these jobs."""
    if job is not None:
        raise CommandError("--drafts and --job both change the jobs; use one of them.", INVALID)
    now = one_workspace(db, workspace)
    jobs = document_to_test(now, drafts=True).jobs
    drafted = tuple(one for one in jobs if one.name in now.job_drafts)
    if not drafted:
        raise CommandError(f"{now.name} has no drafts of jobs.", INVALID)
    return now.slug, change.model_copy(update={"jobs": drafted})


def _begin(day: str) -> datetime | None:
    if not day:
        return None
    try:
        return datetime.combine(date.fromisoformat(day), time.min, UTC)
    except ValueError as error:
        wrong = f"--since {day} is not a date; use YYYY-MM-DD, e.g. 2026-03-02."
        raise CommandError(wrong, INVALID) from error


def _show(result: Result) -> None:
    screen = stdout()
    screen.print(f"Decided {counted(result.calls, 'call')} again.")
    screen.print(_counts(result))
    listed = [one for one in result.changed if one.verdict in ("different", "undecidable")]
    if not listed:
        return
    screen.print()
    screen.print(_table(listed[:SHOWN]))
    left = result.different + result.undecidable - SHOWN
    more = f"{left:,} more: --json lists up to a thousand. " if left > 0 else ""
    hint = f"{more}Look at one: hookflash fork CALL, with the same change."
    screen.print(safe(hint, FAINT), soft_wrap=True)


def _counts(result: Result) -> Table:
    """How many calls there are of each kind, without those that there are none of."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(justify="right")
    rows = (
        (result.different, "would end differently", BAD),
        (result.undecidable, "cannot be decided", BAD),
        (result.alike, "would go otherwise and end as they did", ""),
        (result.same, "would go as they went", ""),
        (result.skipped, "were left out", FAINT),
    )
    for count, what, style in rows:
        if count:
            table.add_row(f"{count:,}", safe(what, style))
    return table


def _table(calls: list[Changed]) -> Table:
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, header_style="bold")
    for name in ("Call", "Received", "Was", "Would be"):
        table.add_column(name, no_wrap=True)
    table.add_column("Since event", no_wrap=True, overflow="ellipsis")
    for one in calls:
        would = outcome(one.would_be.outcome)
        if one.verdict == "undecidable":
            would = safe("undecidable", BAD)
        table.add_row(
            safe(one.call.rpartition(".")[2][:8]),
            day_and_clock(one.received_at),
            outcome(one.was.outcome),
            would,
            safe(f"{one.difference.position}: {_since(one)}"),
        )
    return table


def _since(one: Changed) -> str:
    if one.undecidable:
        return one.undecidable
    return one.difference.instead or f"no more “{one.difference.was}”"


def _write_tests(db: str, change: Change, result: Result, folder: Path, *, words: bool) -> None:
    """Write a test for each call that would end differently, and say which cannot be written."""
    folder.mkdir(parents=True, exist_ok=True)
    for one in result.changed:
        if one.verdict != "different":
            continue
        file = folder / f"test_call_{one.call.rpartition('.')[2]}.py"
        try:
            forked = fork(db, one.call, change)
            file.write_text(fork_as_test(db, forked, change, words=words), encoding="utf-8")
        except (NotForkable, NoFixture) as error:
            stderr().print(safe(f"{one.call}: no test: {error}.", FAINT), soft_wrap=True)
