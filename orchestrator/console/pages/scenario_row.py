"""One saved scenario of a job, with its last result."""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from typing import Any, Final

from nicegui import ui

from hookflash.orchestrator.console.controls import Button
from hookflash.orchestrator.simulation.scenario import TestResult

Act = Callable[[], Awaitable[None]]
_ICONS: Final = {
    "Passed": ("check_circle", "good"),
    "Failed": ("cancel", "failed"),
    "Not run": ("radio_button_unchecked", ""),
}


class ScenarioRow:
    """An entry of the list, which opens; without ``edit`` and ``remove`` it can only be read."""

    def __init__(self, scenario: Mapping[str, Any], edit: Act | None, remove: Act | None) -> None:
        self._shown: object = None
        name = str(scenario["name"])
        with ui.element("div").props("role=listitem"):
            self._row = ui.expansion(name, caption="Not run").classes("hf-scenario")
            self._row.props('dense expand-icon="expand_more" header-class="hf-scenario-head"')
        with self._row:
            self._result = ui.element("div")
            with ui.element("div").classes("hf-played"):
                for term, words in _facts(scenario):
                    _pair(term, words)
            if edit and remove:
                with ui.element("div").classes("hf-bar"):
                    Button("Edit", edit, "quiet small")
                    Button("Delete", remove, "quiet danger small")

    def show(self, result: TestResult | None, *, fresh: bool) -> None:
        """Show a result; one that is not ``fresh`` is of an older text."""
        if self._shown == (result, fresh):
            return
        self._shown = result, fresh
        state = "Not run" if result is None else "Passed" if result.passed else "Failed"
        icon, tone = _ICONS[state]
        older = "" if fresh or result is None else ", on an older text"
        self._row.props["icon"], self._row.props["caption"] = icon, f"{state}{older}"
        self._row.classes(remove="good failed").classes(tone if fresh else "")
        self._result.clear()
        if result is not None and not result.passed:
            with self._result:
                _build_failure(result)


def _build_failure(result: TestResult) -> None:
    for failure in result.failures:
        ui.label(f"{failure[:1].upper()}{failure[1:]}").classes("hf-error")
    if result.call:
        with ui.expansion("The call, line by line").props("dense").classes("hf-story"):
            for line in result.call:
                ui.label(line)


def _pair(term: str, words: str) -> None:
    with ui.element("div"):
        ui.label(term).classes("hf-faint")
        ui.label(words)


def _facts(scenario: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield what a scenario does and expects, in words."""
    yield "Caller", " · ".join(map(_line, scenario.get("caller", ())))
    for who, does in dict(scenario.get("phones", {})).items():
        yield f"{who}’s phone", " ".join(map(str, dict(does).values()))  # noqa: RUF001
    if scenario.get("voicemail"):
        yield "Message", str(scenario["voicemail"])
    for what, wanted in dict(scenario.get("expect", {})).items():
        yield (
            f"Expects {what}",
            ", ".join(wanted) if isinstance(wanted, list | tuple) else str(wanted),
        )


def _line(line: Any) -> str:
    if not isinstance(line, Mapping):
        return str(line)
    return str(line.get("say") or (f"presses {line['press']}" if "press" in line else "is silent"))
