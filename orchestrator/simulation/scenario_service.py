"""Runs test scenarios from inside a server: in a side process, which holds up no call."""

import json
from collections.abc import Sequence
from typing import Any, Final

from pydantic import TypeAdapter

from hookflash.domain.workspace.workspace import Workspace
from hookflash.orchestrator.simulation.scenario import TestResult
from hookflash.orchestrator.simulation.scenario_file import InvalidScenarios, scenarios_in
from hookflash.orchestrator.simulation.scenario_run import run_scenarios
from hookflash.orchestrator.system.side_processes import SideProcesses
from hookflash.orchestrator.workspaces.errors import InvalidChange, PieceProblem
from hookflash.orchestrator.workspaces.file.form_reader import document_of
from hookflash.orchestrator.workspaces.file.problems import FileProblem
from hookflash.orchestrator.workspaces.file.untrusted import MAX_PROBLEMS
from hookflash.orchestrator.workspaces.forms import JobForm, WorkspaceForm
from hookflash.orchestrator.workspaces.packing import packed_jobs, unpacked_jobs
from hookflash.orchestrator.workspaces.tested import described_by, form_under_test

_RESULTS: Final = TypeAdapter(tuple[TestResult, ...])


async def run_tests(
    beside: SideProcesses,
    now: Workspace,
    tests: str | Sequence[dict[str, Any]],
    *,
    drafts: bool = False,
    edited: JobForm | None = None,
) -> tuple[TestResult, ...]:
    """Run ``tests``, as YAML or as its content, on ``now``; with ``drafts``, as if published.

    ``edited`` is a job that takes the place of the one with its name. Nothing is recorded. Raises
    ``InvalidScenarios``, ``InvalidChange`` for drafts with mistakes, and what ``beside`` raises.
    """
    form = form_under_test(now, drafts=drafts, edited=edited)
    sent = form.model_dump_json(exclude_none=True).encode()
    stored = await packed_jobs(now.jobs.values())
    text = tests if isinstance(tests, str) else json.dumps(list(tests))
    content = text.encode(errors="replace")
    results, of_file, of_form = await beside.run(now.slug, run_sent, sent, stored, content)
    if of_form:
        raise InvalidChange(PieceProblem(**problem) for problem in of_form)
    if of_file:
        raise InvalidScenarios([FileProblem(**problem) for problem in of_file])
    return _RESULTS.validate_json(results)


def run_sent(
    form: bytes, stored: Sequence[bytes], tests: bytes
) -> tuple[bytes, list[dict[str, Any]], list[dict[str, Any]]]:
    """Run the YAML ``tests`` on the workspace of ``form``, which has ``stored`` jobs, packed.

    This is what runs in the side process. Returns the results as JSON, and the problems of the
    tests and of the form.
    """
    try:
        document = document_of(
            WorkspaceForm.model_validate_json(form), stored=unpacked_jobs(stored)
        )
        scenarios = scenarios_in(tests, "tests", described_by(document))
    except InvalidChange as invalid:
        return b"", [], [problem.model_dump() for problem in invalid.problems[:MAX_PROBLEMS]]
    except InvalidScenarios as invalid:
        return b"", [problem.model_dump() for problem in invalid.problems[:MAX_PROBLEMS]], []
    return _RESULTS.dump_json(run_scenarios(document, scenarios)), [], []
