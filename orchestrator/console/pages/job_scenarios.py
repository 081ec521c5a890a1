"""The panel of a job's saved scenarios: run on what is typed, edited, added, deleted."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

import yaml
from nicegui import ui

from hookflash import InvalidChange, InvalidScenarios, NotFound, Stale, TooExpensive, TooManyWaiting
from hookflash.domain.call.events import CallEvent
from hookflash.domain.workspace.workspace import Workspace
from hookflash.orchestrator.console.controls import Button
from hookflash.orchestrator.console.current import permitted, signed_in
from hookflash.orchestrator.console.pages.scenario_dialog import ScenarioDialog
from hookflash.orchestrator.console.pages.scenario_row import ScenarioRow
from hookflash.orchestrator.console.running import running
from hookflash.orchestrator.simulation.scenario import TestResult
from hookflash.orchestrator.simulation.scenario_of_call import scenario_of
from hookflash.orchestrator.workspaces.etags import etag_of, job_piece, scenarios_piece
from hookflash.orchestrator.workspaces.forms import JobForm

Current = Callable[[], tuple[Workspace, JobForm]]
"""The workspace, and the job as it is typed."""
_ABOUT: Final = "Played on what you have typed, with this job alone, and again before publishing."
_NONE: Final = "None yet. Try the job on the handset, and save the conversation as a scenario."
_LONG: Final = "These scenarios take too long. Remove some."
_FIRST: Final = "Save a draft first: scenarios are kept with the job."


class JobScenarios:
    """The scenarios of the job in the editor, whose newest content ``current`` returns."""

    def __init__(self, current: Current) -> None:
        self._current = current
        self._results: dict[str, tuple[JobForm, TestResult]] = {}
        self._shown: object = None
        self._rows: dict[str, ScenarioRow] = {}
        self._may_save = signed_in().key.may("configure")
        box = ui.element("section").classes("hf-card hf-scenarios").props('aria-label="Scenarios"')
        box.set_visibility(signed_in().key.may("operate"))
        with box:
            with ui.element("div").classes("hf-bar spread"):
                ui.label("Scenarios").classes("hf-h2").props("role=heading aria-level=2")
                with ui.element("div").classes("hf-bar"):
                    self._add = Button("Add", self._open_new, "quiet small")
                    self._run = Button("Run all", self.run, "quiet small")
            ui.label(_ABOUT).classes("hf-faint")
            running_bar = ui.linear_progress(show_value=False, color=None).props("indeterminate")
            self._running = running_bar.props('aria-label="Running the scenarios"')
            self._wrong = ui.label().classes("hf-error").props("role=alert")
            self._list = ui.element("div").classes("hf-scenario-list").props("role=list")
            self._none = ui.label(_NONE).classes("hf-faint")
        self._add.set_visibility(self._may_save)
        self._wrong.set_visibility(False)
        self._running.set_visibility(False)
        self._dialog = ScenarioDialog(self._put, self.run)

    @property
    def _job(self) -> str:
        return self._current()[1].name.strip()

    @property
    def _kept(self) -> tuple[dict[str, Any], ...]:
        workspace = self._current()[0]
        return tuple(map(dict, workspace.scenarios.get(self._job, ())))

    def show(self) -> None:
        """Bring the list up to date; a result of another text than the one typed is marked."""
        kept = self._kept
        if self._shown != kept:
            self._shown = kept
            self._build(kept)
        typed = self._current()[1]
        for name, row in self._rows.items():
            of, result = self._results.get(name, (typed, None))
            row.show(result, fresh=of == typed)
        self._run.can(be_pressed=bool(kept))

    def _build(self, kept: Sequence[dict[str, Any]]) -> None:
        self._list.clear()
        self._rows.clear()
        self._none.set_visibility(not kept)
        with self._list:
            for scenario in kept:
                name = str(scenario["name"])
                edit = partial(self._open, name) if self._may_save else None
                remove = partial(self._remove, name) if self._may_save else None
                self._rows[name] = ScenarioRow(scenario, edit, remove)

    async def run(self) -> None:
        """Run all of them on what is typed."""
        if not await permitted("operate"):
            return
        workspace, form = self._current()
        self._tell("")
        self._running.set_visibility(True)
        try:
            run = running().center.workspaces.run_scenarios
            results = await run(workspace.slug, self._job, form)
        except InvalidChange as invalid:
            first = invalid.problems[0]
            self._tell(f"Mend the job first: {first.wrong}. {first.right}")
        except (TooExpensive, TooManyWaiting):
            self._tell(_LONG)
        else:
            self.take(form, results)
        finally:
            self._running.set_visibility(False)

    def take(self, form: JobForm, results: Sequence[TestResult]) -> None:
        """Show ``results``, which are of ``form``."""
        self._results |= {one.name: (form, one) for one in results}
        self.show()

    async def keep(self, events: Sequence[CallEvent]) -> None:
        """Offer to save the conversation of a call as a scenario."""
        said = next((one.text for one in events if one.type == "CallerSpoke"), "")  # type: ignore[attr-defined]
        name = said[:1].upper() + said[1:60] if said else "A conversation"
        await self._open_text(scenario_of(name.strip(" .?!"), events), replaces="")

    async def _open_new(self) -> None:
        example = {"name": "", "caller": ["What the caller says"], "expect": {"texts": "none"}}
        await self._open_text(example, replaces="")

    async def _open(self, name: str) -> None:
        scenario = next(one for one in self._kept if one["name"] == name)
        await self._open_text(scenario, replaces=name)

    async def _open_text(self, scenario: dict[str, Any], *, replaces: str) -> None:
        workspace = await running().center.workspace(self._current()[0].slug)
        if job_piece(workspace, self._job) is None:
            ui.notify(_FIRST)
            return
        rest = {key: value for key, value in scenario.items() if key != "name"}
        text = yaml.safe_dump(rest, sort_keys=False, allow_unicode=True, width=72)
        self._dialog.open(str(scenario["name"]), text, replaces)

    async def _put(self, name: str, text: str, replaces: str) -> str:
        """Save a scenario, new or in place of one; returns what is wrong with it."""
        try:
            content = yaml.safe_load(text)
        except (yaml.YAMLError, RecursionError, ValueError):
            return "This is not YAML. Check the indentation, quotes and brackets."
        if not isinstance(content, dict):
            return "Write “caller:” and “expect:”, each on a line of its own."
        scenario = {"name": name.strip(), **_as_texts(content)}
        kept = [*self._kept]
        places = [place for place, one in enumerate(kept) if one["name"] == replaces]
        place = places[0] if places else len(kept)
        kept[place : place + 1] = [scenario]
        wrong = await self._save(kept, place)
        if not wrong:
            self._results.pop(replaces, None)
            self._results.pop(scenario["name"], None)
        return wrong

    async def _remove(self, name: str) -> None:
        await self._save([one for one in self._kept if one["name"] != name], -1)

    async def _save(self, kept: Sequence[dict[str, Any]], place: int) -> str:
        if not await permitted("configure"):
            return "Your key may not save scenarios."
        workspace = self._current()[0]
        read = etag_of(scenarios_piece(workspace, self._job))
        save = running().center.workspaces.save_scenarios
        try:
            await save(workspace.slug, self._job, kept, expected=read)
        except InvalidScenarios as invalid:
            own = [one for one in invalid.problems if one.path.startswith(f"[{place}]")]
            first = (own or invalid.problems)[0]
            return f"{first.wrong[:1].upper()}{first.wrong[1:]}. {first.right}"
        except (NotFound, Stale) as error:
            return f"{error}."
        return ""

    def _tell(self, wrong: str) -> None:
        self._wrong.text = wrong
        self._wrong.set_visibility(bool(wrong))


def _as_texts(value: Any) -> Any:
    """Return what YAML read with its values as texts, as scenarios are saved."""
    match value:
        case dict():
            return {str(key): _as_texts(one) for key, one in value.items()}
        case list():
            return [_as_texts(one) for one in value]
        case None:
            return ""
        case bool():
            return str(value).lower()
        case _:
            return str(value)
