"""``hookflash job``: the saved scenarios of a job, publishing its draft, and its name."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated, Any

from typer import Argument, Exit, Option, Typer, confirm

from hookflash import (
    InvalidChange,
    InvalidScenarios,
    ScenariosFailed,
    TestResult,
    Workspace,
    WorkspaceEditor,
    maintenance,
)
from hookflash.orchestrator.cli.errors import FAILED, INVALID, CommandError
from hookflash.orchestrator.cli.options import DEFAULT_DB, Db, Json
from hookflash.orchestrator.cli.reading import database_expected
from hookflash.orchestrator.cli.scenarios import show_results
from hookflash.orchestrator.cli.screen import print_json, safe, stdout
from hookflash.orchestrator.cli.tested_workspace import one_workspace
from hookflash.orchestrator.workspaces.errors import NotFound
from hookflash.orchestrator.workspaces.file.problems import FileProblem
from hookflash.orchestrator.workspaces.file.source import read_text

job = Typer(
    help="Test a job's draft by its saved scenarios, publish it, rename it.",
    rich_markup_mode=None,
    add_completion=False,
)
JobName = Annotated[str, Argument(metavar="JOB", help="The job's name.")]
Of = Annotated[
    str | None,
    Option("--workspace", metavar="ID", help="The workspace, if the database has several."),
]


@job.command()
def scenarios(
    name: JobName,
    file: Annotated[
        Path | None, Argument(metavar="[FILE]", help="Scenarios to save, in YAML.")
    ] = None,
    *,
    workspace: Of = None,
    db: Db = DEFAULT_DB,
) -> None:
    """Print the saved scenarios of a job as JSON; with FILE, save those instead."""
    if file is not None:
        text = _text(file)
        _change(db, workspace, lambda edit, slug: edit.save_scenarios(slug, name, text))
    now = one_workspace(db, workspace)
    if name not in now.jobs and name not in now.job_drafts:
        raise CommandError(f"This workspace has no job “{name}”.")
    print_json(now.scenarios.get(name, ()))


@job.command("test")
def try_out(
    name: JobName, *, workspace: Of = None, db: Db = DEFAULT_DB, as_json: Json = False
) -> None:
    """Run the saved scenarios of a job on its draft, or on what is live without one.

    Nothing is recorded. Exit code 1 if one fails.
    """
    results: tuple[TestResult, ...] = _change(
        db, workspace, lambda edit, slug: edit.run_scenarios(slug, name)
    )
    passed = all(one.passed for one in results)
    if as_json:
        print_json({"passed": passed, "results": results})
    else:
        show_results(results)
    if not passed:
        raise Exit(FAILED)


@job.command()
def publish(
    name: JobName,
    *,
    yes: Annotated[
        bool, Option("--yes", help="Publish although scenarios fail, without a question.")
    ] = False,
    workspace: Of = None,
    db: Db = DEFAULT_DB,
) -> None:
    """Publish the draft of a job, for calls from now on.

    Its saved scenarios are run on the draft first. If one fails, you are asked.
    """
    try:
        now = _publish(db, workspace, name, despite_failures=yes)
    except ScenariosFailed as failed:
        show_results(failed.results)
        if not confirm("Publish it all the same?"):
            raise Exit(FAILED) from failed
        now = _publish(db, workspace, name, despite_failures=True)
    stdout().print(safe(f"{name}: version {now.jobs[name].version} is live."))


@job.command()
def rename(
    name: JobName,
    new_name: Annotated[str, Argument(metavar="NAME", help="The new name.")],
    *,
    workspace: Of = None,
    db: Db = DEFAULT_DB,
) -> None:
    """Give a job another name, at once. The call flows that use it follow."""
    _change(db, workspace, lambda edit, slug: edit.rename_job(slug, name, new_name))
    stdout().print(safe(f"{name} is now called {new_name.strip()}."))


def _publish(db: str, workspace: str | None, name: str, *, despite_failures: bool) -> Workspace:
    return _change(  # type: ignore[no-any-return]
        db,
        workspace,
        lambda edit, slug: edit.publish_job(slug, name, despite_failures=despite_failures),
    )


def _text(file: Path) -> str:
    """Read a file of scenarios. Raises ``InvalidScenarios``."""
    problems: list[FileProblem] = []
    text = read_text(file, problems.append)
    if text is None:
        raise InvalidScenarios(problems)
    return text


def _change(
    db: str,
    workspace: str | None,
    edit: Callable[[WorkspaceEditor, str], Coroutine[Any, Any, Any]],
) -> Any:
    """Edit or ask the only workspace, or the one that is named. Raises :class:`CommandError`."""
    slug = one_workspace(db, workspace).slug

    async def run() -> Any:
        async with _editor(db) as editor:
            return await edit(editor, slug)

    try:
        return asyncio.run(run())
    except NotFound as error:
        raise CommandError(f"This workspace has no {error.what}.") from error
    except InvalidChange as error:
        raise CommandError(str(error), INVALID) from error


@asynccontextmanager
async def _editor(db: str) -> AsyncIterator[WorkspaceEditor]:
    with database_expected():
        async with maintenance.configuring(db) as configuration:
            yield configuration.workspaces
