"""The saved scenarios of jobs: read, and run on a draft before it is published."""

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, ParamSpec, TypeVar

from pydantic import TypeAdapter

from hookflash.domain.errors import HookflashError
from hookflash.domain.workspace.workspace import Workspace
from hookflash.orchestrator.simulation.scenario import MAX_CHARACTERS, MAX_SCENARIOS, TestResult
from hookflash.orchestrator.simulation.scenario_file import InvalidScenarios
from hookflash.orchestrator.simulation.scenario_service import read_sent, run_each
from hookflash.orchestrator.system.side_processes import SideProcesses
from hookflash.orchestrator.workspaces.errors import InvalidChange, PieceProblem
from hookflash.orchestrator.workspaces.etags import job_piece
from hookflash.orchestrator.workspaces.file.problems import FileProblem
from hookflash.orchestrator.workspaces.forms import JobForm, WorkspaceForm, form_of
from hookflash.orchestrator.workspaces.packing import packed_jobs
from hookflash.orchestrator.workspaces.tested import form_under_test

P = ParamSpec("P")
R = TypeVar("R")
Scenarios = str | Sequence[Mapping[str, Any]]
"""Scenarios as YAML, as in a test file, or its content."""
_RESULTS: Final = TypeAdapter(tuple[TestResult, ...])


class ScenariosFailed(HookflashError):
    """The draft of a job was not published, since some of the job's scenarios fail on it.

    ``results`` has the result of every scenario.
    """

    def __init__(self, job: str, results: Sequence[TestResult]) -> None:
        self.job = job
        self.results = tuple(results)
        failed = [one for one in results if not one.passed]
        named = "; ".join(f"“{one.name}”: {one.failures[0]}" for one in failed)
        super().__init__(
            f"{len(failed)} of {len(results)} scenarios of “{job}” fail on its draft. {named}. "
            "Mend the draft or the scenario, or publish it despite the failures."
        )


class ScenarioRunner:
    """Reads and runs scenarios in a process of their own; without ``beside``, in a thread."""

    def __init__(self, beside: SideProcesses | None = None) -> None:
        self._beside = beside

    async def read(self, now: Workspace, job: str, scenarios: Scenarios) -> tuple[Any, ...]:
        """Return ``scenarios`` of ``job`` as JSON has them, without the name of the job.

        Raises ``InvalidScenarios``, and what ``SideProcesses.run`` raises.
        """
        content = _as_bytes(scenarios)
        form = form_of(now)
        if job not in now.jobs:  # a job that was never published: its name is all that counts
            form = form.model_copy(
                update={"jobs": (*form.jobs, JobForm(name=job, instructions="."))}
            )
        sent = await self._sent(now, form)
        read, problems = await self._run(now.slug, read_sent, *sent, content, job)
        if problems:
            raise InvalidScenarios([FileProblem(**problem) for problem in problems])
        return tuple(json.loads(read))

    async def run(
        self, now: Workspace, job: str, edited: JobForm | None = None
    ) -> tuple[TestResult, ...]:
        """Play the scenarios of ``job`` with that job alone: as ``edited``, or its draft.

        A scenario that cannot be read, because a member is gone, has failed. Raises
        ``InvalidChange`` for a job with mistakes, and what ``SideProcesses.run`` raises.
        """
        kept = now.scenarios.get(job, ())
        if not kept:
            return ()
        piece = job_piece(now, job)
        newest = edited or (piece.newest if piece else None)
        newest = newest.model_copy(update={"name": job}) if newest else None
        sent = await self._sent(now, form_under_test(now, edited=newest))
        contents = [_as_bytes([{**one, "job": job}]) for one in kept]
        results, problems = await self._run(now.slug, run_each, *sent, contents)
        if problems:
            raise InvalidChange(_of_job(PieceProblem(**problem), job) for problem in problems)
        return _RESULTS.validate_json(results)

    async def _sent(self, now: Workspace, form: WorkspaceForm) -> tuple[bytes, Sequence[bytes]]:
        stored = await packed_jobs(now.jobs.values())
        return form.model_dump_json(exclude_none=True).encode(), stored

    async def _run(self, tenant: str, work: Callable[P, R], *args: P.args, **more: P.kwargs) -> R:
        if self._beside is None:
            return await asyncio.to_thread(work, *args, **more)
        return await self._beside.run(tenant, work, *args, **more)


def _as_bytes(scenarios: Scenarios) -> bytes:
    """Return scenarios as a test file has them, unless they are too long."""
    text = scenarios if isinstance(scenarios, str) else json.dumps([*scenarios])
    if len(text) > MAX_CHARACTERS:
        wrong = f"the scenarios have {len(text):,} characters"
        right = f"Write at most {MAX_CHARACTERS:,}, and at most {MAX_SCENARIOS} scenarios."
        raise InvalidScenarios([FileProblem(file="scenarios", wrong=wrong, right=right)])
    return text.encode(errors="replace")


def _of_job(problem: PieceProblem, job: str) -> PieceProblem:
    """Name the field of the job alone, as the editor of the job does."""
    return problem.model_copy(update={"path": problem.path.removeprefix(f"jobs “{job}”: ")})
