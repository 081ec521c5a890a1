"""``hookflash cover``: shows which rules calls and test scenarios have exercised."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Final

from rich.console import Console
from rich.table import Table
from typer import Argument, Option

from hookflash.domain.call.events import CallEvent
from hookflash.domain.workspace.document import WorkspaceDocument
from hookflash.orchestrator.cli.errors import INVALID, CommandError
from hookflash.orchestrator.cli.options import DEFAULT_DB, Db, Json, OfWorkspace
from hookflash.orchestrator.cli.progress import progress
from hookflash.orchestrator.cli.reading import reading
from hookflash.orchestrator.cli.screen import FAINT, GOOD, print_json, safe, stdout
from hookflash.orchestrator.simulation.scenario_file import read_scenarios
from hookflash.orchestrator.simulation.scenario_run import play_scenario
from hookflash.orchestrator.time_machine.coverage import Coverage, Covered, coverage_of
from hookflash.orchestrator.time_machine.log_coverage import coverage_of_log
from hookflash.orchestrator.wording import counted
from hookflash.orchestrator.workspaces.described import described_by
from hookflash.orchestrator.workspaces.file.workspace_file import read_workspace

_HEADINGS: Final = {
    "transition": "Transitions of the chart",
    "text refused": "Reasons to refuse a text",
    "transfer refused": "Reasons to refuse a transfer",
    "tool rejected": "Reasons to reject a tool call",
    "timer": "Timers",
}


def cover(
    files: Annotated[
        list[Path] | None,
        Argument(
            metavar="[FILE]...", help="Test scenarios, in YAML; without any, the log's calls."
        ),
    ] = None,
    *,
    against: Annotated[
        Path | None,
        Option("--against", metavar="OFFICE", help="The workspace file that the scenarios test."),
    ] = None,
    workspace: OfWorkspace = None,
    db: Db = DEFAULT_DB,
    as_json: Json = False,
) -> None:
    """Show which rules calls or test scenarios have exercised.

    And which not. Rules are the transitions of the chart, reasons for refusals, and timers.
    """
    if against is not None and not files:
        raise CommandError("--against is for scenarios: name their files, too.", INVALID)
    coverage = _of_scenarios(files, against) if files else _of_log(db, workspace)
    if as_json:
        print_json(coverage)
    else:
        _show(stdout(), coverage)


def _of_scenarios(files: list[Path], against: Path | None) -> Coverage:
    if against is None:
        raise CommandError("Scenarios need the workspace that they test: --against FILE.", INVALID)
    document = read_workspace(against)
    return coverage_of(_played(document, files))


def _played(
    document: WorkspaceDocument, files: list[Path]
) -> Iterator[tuple[str, list[CallEvent]]]:
    now = described_by(document)
    scenarios = [one for file in files for one in read_scenarios(file, now)]
    with progress("Playing") as step:
        for done, scenario in enumerate(scenarios, 1):
            yield scenario.name, play_scenario(document, scenario)
            step(done, len(scenarios))


def _of_log(db: str, workspace: str | None) -> Coverage:
    with reading(db) as reader:
        slug = reader.workspaces(workspace)[0] if workspace else ""
    with progress("Reading") as step:
        return coverage_of_log(db, slug, step)


def _show(screen: Console, coverage: Coverage) -> None:
    covered = len(coverage.parts) - len(coverage.missing)
    calls = counted(coverage.calls, "call")
    screen.print(f"{calls} exercised {covered} of {len(coverage.parts)} parts of the rules.")
    for part, heading in _HEADINGS.items():
        screen.print()
        screen.print(_table(heading, [one for one in coverage.parts if one.part == part]))


def _table(heading: str, parts: list[Covered]) -> Table:
    table = Table(title=heading, title_justify="left", title_style="bold", box=None)
    table.add_column("", width=1)
    table.add_column("")
    table.add_column("calls", justify="right")
    table.add_column("first", style=FAINT)
    for one in parts:
        mark, style = ("✓", GOOD) if one.calls else ("·", FAINT)
        example = one.example.rpartition(".")[2][:24]
        calls = f"{one.calls:,}" if one.calls else "none"
        table.add_row(safe(mark, style), safe(one.name, "" if one.calls else FAINT), calls, example)
    return table
