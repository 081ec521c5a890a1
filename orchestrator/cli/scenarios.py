"""``hookflash test``: runs the test scenarios of jobs."""

from pathlib import Path
from typing import Annotated

from typer import Argument, Exit, Option

from hookflash.orchestrator.cli.errors import FAILED
from hookflash.orchestrator.cli.options import DEFAULT_DB, Db, Json
from hookflash.orchestrator.cli.screen import BAD, FAINT, GOOD, print_json, safe, stdout
from hookflash.orchestrator.cli.tested_workspace import document_to_test, one_workspace
from hookflash.orchestrator.simulation.scenario import TestResult
from hookflash.orchestrator.simulation.scenario_file import read_scenarios
from hookflash.orchestrator.simulation.scenario_run import run_scenarios
from hookflash.orchestrator.workspaces.described import described_by
from hookflash.orchestrator.workspaces.file.workspace_file import read_workspace


def run_tests(  # noqa: PLR0913 - one parameter an option
    file: Annotated[Path, Argument(metavar="FILE", help="The scenarios, in YAML.")],
    *,
    workspace: Annotated[
        str | None,
        Option(
            "--workspace",
            metavar="NAME",
            help="The workspace to test, if the database has several.",
        ),
    ] = None,
    against: Annotated[
        Path | None,
        Option(
            "--against",
            metavar="OFFICE",
            help="Test this workspace file instead of a database.",
        ),
    ] = None,
    drafts: Annotated[
        bool, Option("--drafts", help="Test the drafts of jobs and call flows too.")
    ] = False,
    db: Db = DEFAULT_DB,
    as_json: Json = False,
) -> None:
    """Run the test scenarios in FILE, on drafts too.

    Each plays a caller and says what is expected. Calls are played in virtual time and in memory;
    nothing is recorded. Exit code 1 if a test fails.
    """
    if against is not None:
        document = read_workspace(against)
        now = described_by(document)
    else:
        now = one_workspace(db, workspace)
        document = document_to_test(now, drafts=drafts)
    results = run_scenarios(document, read_scenarios(file, now))
    if as_json:
        print_json({"passed": all(one.passed for one in results), "results": results})
    else:
        show_results(results)
    if not all(one.passed for one in results):
        raise Exit(FAILED)


def show_results(results: tuple[TestResult, ...]) -> None:
    """Print each result; a failed one with what failed, and its call."""
    screen = stdout()
    for one in results:
        mark, style = ("✓", GOOD) if one.passed else ("✗", BAD)
        screen.print(safe(f"{mark} {one.name}", style))
        for failure in one.failures:
            screen.print(safe(f"    {failure}", BAD), soft_wrap=True)
        for line in () if one.passed else one.call:
            screen.print(safe(f"      {line}", FAINT), soft_wrap=True)
    failed = sum(not one.passed for one in results)
    passed = f"{len(results) - failed} passed"
    screen.print(safe(f"{passed}, {failed} failed" if failed else passed, "bold"))
