"""Tools that show a workspace: its figures, what it used today, its jobs."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any

from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import CallToolResult
from pydantic import Field

from hookflash import FiguresReport, Question
from hookflash.orchestrator.exporting.tabular import as_document, columns, rows
from hookflash.orchestrator.mcp.access import Lookup
from hookflash.orchestrator.mcp.results import MAX_PAGE, Workspace, answer
from hookflash.orchestrator.wording import SIMULATED
from hookflash.projections.reports.question import By

Day = Annotated[date | None, Field(description="A day, YYYY-MM-DD; it is included.")]
Zone = Annotated[str, Field(max_length=64, description="Time zone of the days: Europe/Berlin.")]
Number = Annotated[str | None, Field(max_length=40, description="Only this business number.")]
JobName = Annotated[str, Field(min_length=1, max_length=100, description="The job's name.")]
OfJob = Annotated[str | None, Field(max_length=100, description="Only this job.")]
Version = Annotated[int | None, Field(ge=1, description="Without it, the live version.")]


class WorkspaceTools:
    """Shows workspaces."""

    def __init__(self, lookup: Lookup) -> None:
        self._lookup = lookup
        self._reader = lookup.reader
        self.all = (self.list_workspaces, self.get_job, self.get_report, self.get_usage)

    async def list_workspaces(self, context: Context[Any, Any]) -> CallToolResult:
        """List the workspaces with their numbers and jobs, and whether their calls are simulated.

        Begin here if you do not know the workspace.
        """
        simulated = await self._reader.simulated()
        ids = await self._lookup.workspaces(context)
        known = [await self._reader.workspace(slug) for slug in ids[:MAX_PAGE]]
        lines = [SIMULATED] if simulated else []
        shown = []
        for one in known:
            numbers, jobs = [*one.numbers], [*one.jobs]
            lines.append(f"{one.slug}  {one.name}  agent {one.agent}, {one.language}")
            lines.append(f"  numbers: {', '.join(numbers) or 'none'}")
            lines.append(f"  jobs: {', '.join(jobs) or 'none'}")
            shown.append({"id": one.slug, "name": one.name, "numbers": numbers, "jobs": jobs})
        lines += [f"and also: {', '.join(ids[MAX_PAGE:])}"] if ids[MAX_PAGE:] else []
        more = ids[MAX_PAGE:]
        return answer(lines, {"workspaces": shown, "more": more, "simulated": simulated})

    async def get_job(
        self,
        context: Context[Any, Any],
        name: JobName,
        *,
        workspace: Workspace = None,
        version: Version = None,
    ) -> CallToolResult:
        """Show a job: the instructions that the agent follows, and its actions.

        A call keeps the versions that it began with: the first event of get_event names them.
        """
        slug = await self._lookup.workspace(context, workspace)
        known = (await self._reader.workspace(slug)).history.get(name, ())
        found = [job for job in known if version in (None, job.version)]
        if not found:
            versions = ", ".join(str(job.version) for job in known)
            has = (
                f"it has the versions {versions}" if versions else "list_workspaces names the jobs"
            )
            raise ToolError(f"There is no such job “{name}”; {has}.")
        job = found[-1]
        lines = [f"{job.name}, version {job.version}, {'on' if job.on else 'off'}"]
        lines += [job.description, job.instructions]
        return answer(filter(None, lines), {"job": job})

    async def get_report(  # noqa: PLR0913 - one parameter a filter
        self,
        context: Context[Any, Any],
        by: By = "day",
        *,
        workspace: Workspace = None,
        first: Day = None,
        last: Day = None,
        zone: Zone = "UTC",
        number: Number = None,
        job: OfJob = None,
        tests: bool = False,
    ) -> CallToolResult:
        """Report calls by outcome, texts and transfers: by day, number, job or action.

        tests=true also counts test calls.
        """
        slug = await self._lookup.workspace(context, workspace)
        question = Question(
            workspace=slug, first=first, last=last, zone=zone, number=number, job=job, tests=tests
        )
        report = await self._reader.figures(by, question)
        return answer(_report_lines(report), as_document(report))

    async def get_usage(
        self, context: Context[Any, Any], *, workspace: Workspace = None
    ) -> CallToolResult:
        """Show what a workspace has used of its daily limits today, and what to look at."""
        slug = await self._lookup.workspace(context, workspace)
        used = await self._reader.usage(slug)
        lines = [
            f"{used.day} ({used.time_zone})",
            f"texts: {used.texts} of {used.limits.texts_per_day}",
            f"transfers out: {used.external_transfers} of {used.limits.external_transfers_per_day}",
            *used.warnings,
        ]
        return answer(lines, {"usage": used})


def _report_lines(report: FiguresReport) -> Iterator[str]:
    keys = len(report.keys)
    named = columns(report)
    for row in rows(report):
        cells = zip(named[keys:], row[keys:], strict=True)
        figures = ", ".join(f"{name} {value}" for name, value in cells if value)
        yield f"{' / '.join(map(str, row[:keys]))}: {figures}"
    total = {name: value for name, value in report.total.model_dump().items() if value}
    yield "total: " + (", ".join(f"{name} {value}" for name, value in total.items()) or "no calls")
