"""``hookflash test``: runs the test scenarios of jobs."""

from pathlib import Path
from typing import Annotated

from typer import Argument, Exit, Option

from hookflash import InvalidChange
from hookflash.domain.workspace.document import WorkspaceDocument
from hookflash.domain.workspace.workspace import Workspace
from hookflash.orchestrator.cli.errors import FAILED, INVALID, CommandError
from hookflash.orchestrator.cli.options import DEFAULT_DB, Db, Json
from hookflash.orchestrator.cli.reading import reading
from hookflash.orchestrator.cli.screen import BAD, FAINT, GOOD, print_json, safe, stdout
from hookflash.orchestrator.simulation.scenario import TestResult
from hookflash.orchestrator.simulation.scenario_file import read_scenarios
from hookflash.orchestrator.simulation.scenario_run import run_scenarios
from hookflash.orchestrator.workspaces.file.workspace_file import read_workspace
from hookflash.orchestrator.workspaces.tested import described_by, document_under_test


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
        now = _stored(db, workspace)
        document = _document(now, drafts=drafts)
    results = run_scenarios(document, read_scenarios(file, now))
    if as_json:
        print_json({"passed": all(one.passed for one in results), "results": results})
    else:
        _show(results)
    if not all(one.passed for one in results):
        raise Exit(FAILED)


def _stored(db: str, workspace: str | None) -> Workspace:
    with reading(db) as reader:
        if workspace is not None:
            (chosen,) = reader.workspaces(workspace)
            return reader.ask(reader.center.workspace(chosen))
        numbers = reader.ask(reader.center.numbers())
        owned = {number: reader.workspace_with(number) for number in numbers}
    found = {one.slug: one for one in owned.values() if one}
    if len(found) == 1:
        return found.popitem()[1]
    if not found:
        raise CommandError(
            "No workspace in this database has a number. Apply one: hookflash apply FILE.yaml"
        )
    listed = "\n".join(f"  --workspace {slug}" for slug in found)
    raise CommandError(f"There are several workspaces. Choose one:\n{listed}", INVALID)


def _document(now: Workspace, *, drafts: bool) -> WorkspaceDocument:
    try:
        return document_under_test(now, drafts=drafts)
    except InvalidChange as invalid:
        raise CommandError(f"the drafts have mistakes:\n{invalid}", INVALID) from invalid


def _show(results: tuple[TestResult, ...]) -> None:
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
