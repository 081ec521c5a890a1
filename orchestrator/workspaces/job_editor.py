"""Edits jobs: drafts, versions, names, and the scenarios that are run before publishing."""

from hookflash.domain.job.job import Job
from hookflash.domain.workspace.workspace import Workspace
from hookflash.orchestrator.simulation.scenario import TestResult
from hookflash.orchestrator.workspaces import edits
from hookflash.orchestrator.workspaces.carrier_limits import check_change
from hookflash.orchestrator.workspaces.errors import InvalidChange, NotFound, PieceProblem
from hookflash.orchestrator.workspaces.etags import Target, etag_of, job_piece
from hookflash.orchestrator.workspaces.forms import JobForm
from hookflash.orchestrator.workspaces.job_scenarios import (
    Scenarios,
    ScenariosFailed,
)
from hookflash.orchestrator.workspaces.piece_editor import PieceEditor
from hookflash.orchestrator.workspaces.region_limits import check_reach
from hookflash.orchestrator.workspaces.warnings import ReadJob


class JobEditor(PieceEditor):
    """Edits the jobs of workspaces; see ``WorkspaceEditor``."""

    async def parsed_job(self, workspace: str, job: JobForm) -> Job:
        """Return ``job`` as a call would have it. Records nothing.

        Raises ``InvalidChange`` with the problems that would prevent publishing it.
        """
        now = await self.get(workspace)
        requested = await self._requested(now, edits.put(now, "jobs", job))
        edited = ("jobs", edits.key_of(job))
        check_change(now, requested.document, self._limits(), edited)
        check_reach(now, requested.document, edited)
        jobs = requested.document.jobs if requested.document else ()
        return next(one for one in jobs if one.name == edits.key_of(job))

    async def draft_job(
        self, workspace: str, job: JobForm, *, expected: str | None = None
    ) -> Workspace:
        """Save a job as a draft, even with mistakes. Nothing live changes."""
        target = Target(workspace, "job", edits.key_of(job), expected)
        return await self._save(target, lambda now: edits.draft_job(now, job))

    async def publish_job(
        self,
        workspace: str,
        name: str,
        *,
        expected: str | None = None,
        despite_failures: bool = False,
    ) -> Workspace:
        """Publish a job's draft as its next version. Without a draft nothing changes.

        Raises ``ScenariosFailed`` if a saved scenario of the job fails on the draft, unless
        ``despite_failures``.
        """
        if not despite_failures:
            expected = await self._check_scenarios(workspace, name, expected)
        target = Target(workspace, "job", name, expected)
        return await self._change(target, lambda now: edits.publish_job(now, name))

    async def _check_scenarios(self, workspace: str, name: str, expected: str | None) -> str | None:
        """Run a job's scenarios on its draft; returns the ETag that the job had then."""
        now = await self.get(workspace)
        if name not in now.job_drafts or name not in now.scenarios:
            return expected
        Target(workspace, "job", name, expected).check(now)
        results = await self._scenarios.run(now, name)
        if not all(one.passed for one in results):
            raise ScenariosFailed(name, results)
        return etag_of(job_piece(now, name))

    async def run_scenarios(
        self, workspace: str, name: str, edited: JobForm | None = None
    ) -> tuple[TestResult, ...]:
        """Run a job's saved scenarios, each with this job alone: as ``edited``, or its draft.

        Nothing is recorded. Raises ``TooExpensive`` and ``TooManyWaiting``.
        """
        now = await self.get(workspace)
        if edited is None and job_piece(now, name) is None:
            raise NotFound(f"job “{name}”")
        return await self._scenarios.run(now, name, edited)

    async def save_scenarios(
        self, workspace: str, name: str, scenarios: Scenarios, *, expected: str | None = None
    ) -> Workspace:
        """Save a job's scenarios, as YAML or as its content, in place of those before.

        Raises ``InvalidScenarios`` with every mistake in them.
        """
        target, now = Target(workspace, "scenarios", name, expected), await self.get(workspace)
        if job_piece(now, name) is None:
            raise NotFound(f"job “{name}”")
        read = await self._scenarios.read(now, name, scenarios)
        return await self._change(target, lambda now: edits.save_scenarios(now, name, read))

    async def rename_job(
        self, workspace: str, name: str, new_name: str, *, expected: str | None = None
    ) -> Workspace:
        """Give a job another name, at once; call flows that use it follow, and no version is made.

        Calls that began before keep the name that they began with.
        """
        target = Target(workspace, "job", name, expected)
        return await self._change(target, lambda now: edits.rename_job(now, name, new_name))

    async def discard_job_draft(
        self, workspace: str, name: str, *, expected: str | None = None
    ) -> Workspace:
        """Discard a job's draft; a job that was never published disappears."""
        target = Target(workspace, "job", name, expected)
        return await self._change(target, lambda now: edits.discard_job_draft(now, name))

    async def remove_job(
        self, workspace: str, name: str, *, expected: str | None = None
    ) -> Workspace:
        """Remove a job and its draft from the library; refused while a call flow uses it."""
        target = Target(workspace, "job", name, expected)
        return await self._change(target, lambda now: edits.remove_job(now, name))

    async def switch_job(
        self,
        workspace: str,
        name: str,
        on: bool,  # noqa: FBT001 - a switch
        *,
        expected: str | None = None,
    ) -> Workspace:
        """Switch a job on or off, both the live version and the draft."""
        target = Target(workspace, "job", name, expected)
        return await self._change(target, lambda now: edits.switch_job(now, name, on=on))

    async def check_job(self, workspace: str, job: JobForm) -> tuple[PieceProblem, ...]:
        """Return the problems that would prevent publishing ``job``. Records nothing."""
        return (await self.read_job(workspace, job)).problems

    async def read_job(self, workspace: str, job: JobForm) -> ReadJob:
        """Return how ``job`` is read: its problems, or its actions. Records nothing."""
        now = await self.get(workspace)
        try:
            requested = await self._requested(now, edits.put(now, "jobs", job))
            edited = ("jobs", edits.key_of(job))
            check_change(now, requested.document, self._limits(), edited)
            check_reach(now, requested.document, edited)
        except InvalidChange as invalid:
            return ReadJob(problems=invalid.problems)
        if requested.document is None:
            return ReadJob()
        return await self._reader.actions(requested.document, edits.key_of(job))
