"""Runs test scenarios from inside a server: in a side process, which holds up no call."""

import json
from collections.abc import Sequence
from importlib import import_module
from typing import Any, Final

from pydantic import TypeAdapter

from hookflash.domain.workspace.document import WorkspaceDocument
from hookflash.domain.workspace.workspace import Workspace
from hookflash.orchestrator.simulation.scenario import Scenario, TestResult
from hookflash.orchestrator.simulation.scenario_file import (
    InvalidScenarios,
    plain_scenarios,
    scenarios_in,
)
from hookflash.orchestrator.system.side_processes import SideProcesses
from hookflash.orchestrator.workspaces.described import described_by
from hookflash.orchestrator.workspaces.errors import InvalidChange, PieceProblem
from hookflash.orchestrator.workspaces.file.form_reader import document_of
from hookflash.orchestrator.workspaces.file.problems import FileProblem
from hookflash.orchestrator.workspaces.file.untrusted import MAX_PROBLEMS
from hookflash.orchestrator.workspaces.forms import JobForm, WorkspaceForm
from hookflash.orchestrator.workspaces.packing import packed_jobs, unpacked_jobs
from hookflash.orchestrator.workspaces.tested import form_under_test

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
        return b"", [], _told(invalid)
    except InvalidScenarios as invalid:
        return b"", _told(invalid), []
    return _RESULTS.dump_json(_play(document, scenarios)), [], []


def read_sent(
    form: bytes, stored: Sequence[bytes], tests: bytes, job: str
) -> tuple[bytes, list[dict[str, Any]]]:
    """Check the YAML ``tests`` of ``job`` on the workspace of ``form``; return them as JSON.

    This is what runs in the side process. Each is checked as a test of ``job`` alone, and returned
    without its name. The second part of the answer are the problems of the tests.
    """
    document = document_of(WorkspaceForm.model_validate_json(form), stored=unpacked_jobs(stored))
    try:
        scenarios_in(tests, "scenarios", described_by(document))
        plain = plain_scenarios(tests, "scenarios", job)
    except InvalidScenarios as invalid:
        return b"", _told(invalid)
    return json.dumps(plain).encode(), []


def run_each(
    form: bytes, stored: Sequence[bytes], contents: Sequence[bytes]
) -> tuple[bytes, list[dict[str, Any]]]:
    """Run scenarios, each in a content of its own, on the workspace of ``form``.

    This is what runs in the side process. One that cannot be read has failed. Returns the results
    as JSON, and the problems of the form.
    """
    try:
        document = document_of(
            WorkspaceForm.model_validate_json(form), stored=unpacked_jobs(stored)
        )
    except InvalidChange as invalid:
        return b"", _told(invalid)
    now = described_by(document)
    results = tuple(_run_one(document, now, content) for content in contents)
    return _RESULTS.dump_json(results), []


def _run_one(document: WorkspaceDocument, now: Workspace, content: bytes) -> TestResult:
    try:
        (result,) = _play(document, scenarios_in(content, "scenario", now))
    except InvalidScenarios as invalid:
        failures = tuple(f"{one.path}: {one.wrong}. {one.right}" for one in invalid.problems)
        name = str(json.loads(content)[0].get("name", ""))
        return TestResult(name=name, passed=False, failures=failures, outcome="", call=())
    return result


def _play(document: WorkspaceDocument, scenarios: Sequence[Scenario]) -> tuple[TestResult, ...]:
    # By name: the simulation holds a call center, which in turn saves and runs scenarios.
    simulation = import_module("hookflash.orchestrator.simulation.scenario_run")
    results: tuple[TestResult, ...] = simulation.run_scenarios(document, scenarios)
    return results


def _told(invalid: InvalidChange | InvalidScenarios) -> list[dict[str, Any]]:
    return [problem.model_dump() for problem in invalid.problems[:MAX_PROBLEMS]]
