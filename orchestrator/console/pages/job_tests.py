"""The panel that tests a job, as it is typed, by scenarios."""

import json
from collections.abc import Callable, Iterable

from markupsafe import Markup
from nicegui import ui

from hookflash import TooExpensive, TooManyWaiting
from hookflash.domain.job.job import Job
from hookflash.domain.workspace.workspace import Workspace
from hookflash.orchestrator.console.badges import badge
from hookflash.orchestrator.console.controls import Button, Field
from hookflash.orchestrator.console.current import permitted, signed_in
from hookflash.orchestrator.console.markup import escaped, joined, tag
from hookflash.orchestrator.console.running import running
from hookflash.orchestrator.sandbox.suggestions import requests_of
from hookflash.orchestrator.simulation.scenario import TestResult
from hookflash.orchestrator.simulation.scenario_file import InvalidScenarios
from hookflash.orchestrator.simulation.scenario_service import run_tests
from hookflash.orchestrator.workspaces.errors import InvalidChange
from hookflash.orchestrator.workspaces.forms import JobForm
from hookflash.orchestrator.workspaces.understood import UnderstoodAction, UnderstoodText

Current = Callable[[], tuple[Workspace, JobForm]]
"""The workspace, and the job as it is typed."""


class JobTests:
    """Runs scenarios on the job in the editor, saved or not, and lists what passed."""

    def __init__(self, current: Current, actions: Iterable[UnderstoodAction]) -> None:
        self._current = current
        self._text = example(current()[1], tuple(actions))
        box = ui.element("section").classes("hf-card hf-form hf-job-tests")
        box.props('aria-label="Tests"')
        box.set_visibility(signed_in().key.may("operate"))
        with box:
            ui.html(tag("h2", "Test it"), sanitize=escaped)
            about = "Plays a caller on what you have typed, saved or not. Nothing is recorded."
            ui.html(tag("p", about, class_="hf-faint"), sanitize=escaped)
            look = {"rows": 8}
            Field("Scenarios, in YAML", self._typed, kind="area", initial=self._text, look=look)
            with ui.element("div").classes("hf-bar"):
                Button("Run tests", self._run, "quiet")
            self._results = ui.html(sanitize=escaped).classes("hf-maybe").props("role=status")

    async def _typed(self, text: str) -> None:
        self._text = text

    async def _run(self) -> None:
        if not await permitted("operate"):
            return
        workspace, form = self._current()
        try:
            results = await run_tests(
                running().center.beside, workspace, self._text, drafts=True, edited=form
            )
        except InvalidScenarios as invalid:
            found = (f"{one.path or 'Line'} (line {one.line or 1}): {one.wrong}. {one.right}"
                     for one in invalid.problems)  # fmt: skip
            self._results.content = _mistakes("Fix the tests first", found)
        except InvalidChange as invalid:
            found = (f"{one.path}: {one.wrong}. {one.right}" for one in invalid.problems)
            self._results.content = _mistakes("Fix the job first", found)
        except (TooExpensive, TooManyWaiting):
            why = "These tests take too long. Run fewer at once."
            self._results.content = _mistakes("The tests were stopped", [why])
        else:
            self._results.content = shown(results)


def example(form: JobForm, actions: tuple[UnderstoodAction, ...]) -> str:
    """Return a scenario to begin with: a likely caller of the job, and its first action."""
    job = Job(
        name=form.name or "Job",
        description=form.description or "",
        instructions=form.instructions,
        steps=(),
    )
    said = next(requests_of(job))
    expected = "texts: none"
    if actions:
        first = actions[0]
        is_text = isinstance(first, UnderstoodText)
        what = first.text if isinstance(first, UnderstoodText) else first.destination
        expected = f"texts: [{_quoted(what)}]" if is_text else f"proposed: {_quoted(what)}"
    return (
        f"- name: {_quoted(job.name)}\n  job: {_quoted(job.name)}\n"
        f"  caller:\n    - {_quoted(said)}\n  expect:\n    {expected}\n"
    )


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def shown(results: Iterable[TestResult]) -> Markup:
    """List the tests that passed and failed; a failed one with its call."""
    return tag("ul", *map(_result, results), class_="hf-test-results")


def _result(result: TestResult) -> Markup:
    mark = badge("passed", "good") if result.passed else badge("failed", "bad")
    head = tag("p", mark, " ", tag("strong", result.name))
    if result.passed:
        return tag("li", head)
    failures = tag("ul", *(tag("li", failure) for failure in result.failures))
    call = joined(tag("li", line) for line in result.call)
    story = tag("details", tag("summary", "The call"), tag("ol", call, class_="hf-faint"))
    return tag("li", head, failures, story)


def _mistakes(title: str, found: Iterable[str]) -> Markup:
    listed = tag("ul", *(tag("li", one) for one in found))
    return tag("div", tag("h3", title), listed, class_="hf-mistakes", role="alert")
