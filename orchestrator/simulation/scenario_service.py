"""Runs test scenarios from inside a server: in a thread of its own, one file at a time."""

import asyncio
import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

from hookflash.domain.workspace.workspace import Workspace
from hookflash.orchestrator.simulation.scenario import TestResult
from hookflash.orchestrator.simulation.scenario_file import scenarios_in
from hookflash.orchestrator.simulation.scenario_run import run_scenarios
from hookflash.orchestrator.workspaces.forms import JobForm
from hookflash.orchestrator.workspaces.tested import described_by, document_under_test

_RUNNER: Final = ThreadPoolExecutor(max_workers=1, thread_name_prefix="job-tests")


async def run_tests(
    now: Workspace,
    tests: str | Sequence[dict[str, Any]],
    *,
    drafts: bool = False,
    edited: JobForm | None = None,
) -> tuple[TestResult, ...]:
    """Run ``tests``, as YAML or as its content, on ``now``; with ``drafts``, as if published.

    ``edited`` is a job that takes the place of the one with its name. Nothing is recorded. Raises
    ``InvalidScenarios``, and ``InvalidChange`` for drafts with mistakes.
    """
    document = document_under_test(now, drafts=drafts, edited=edited)
    text = tests if isinstance(tests, str) else json.dumps(list(tests))
    content = text.encode(errors="replace")
    scenarios = scenarios_in(content, "tests", described_by(document))
    return await asyncio.get_running_loop().run_in_executor(
        _RUNNER, run_scenarios, document, scenarios
    )
