"""The list of jobs on an agent step: attach, reorder, detach."""

import json
from collections.abc import Awaitable, Callable
from typing import Final

from nicegui import events, ui

from hookflash.domain.workspace.workspace import Workspace
from hookflash.orchestrator.console.action_failures import taking_event
from hookflash.orchestrator.console.controls import Button, Field, Link, focus
from hookflash.orchestrator.console.current import signed_in
from hookflash.orchestrator.console.pages.jobs import editor_of

_PRESSED: Final = """(event) => {
    const one = event.target.closest("[data-does]");
    if (one) emit({ does: one.dataset.does, job: one.dataset.job });
}"""
"""Sends what a button does to which job; the list may have been drawn again since."""
_SHOWN: Final = "(event) => emit(event.target.previousElementSibling.value)"
"""Sends the job that the field shows, whatever was offered meanwhile."""


class AttachedJobs:
    """A list of at most ``most`` job names; ``changed`` receives each new list.

    What is pressed says which job it is about, by name: the list may have changed meanwhile.
    """

    def __init__(self, changed: Callable[[list[str]], Awaitable[None]], most: int) -> None:
        self._changed = changed
        self._most = most
        self._jobs: list[str] = []
        self._shown: object = None
        self._moved: tuple[str, int] | None = None
        self._taken_off: int | None = None
        self._offered: list[str] = []
        self._may_change = signed_in().key.may("configure")
        with ui.element("div").classes("hf-attached"):
            with ui.element("div").classes("hf-label"):
                ui.label("Jobs").classes("hf-strong").props("role=heading aria-level=3")
                self._count = ui.label().classes("hf-count")
            self._list = ui.element("ol").props('aria-label="Attached jobs, in order"')
            self._list.on("click", taking_event(self._press), js_handler=_PRESSED)
            self._list.on("hf-restore", taking_event(self._put_back), ["detail"])
            with ui.element("div").classes("hf-bar hf-adding") as self._adding:
                self._choice = Field("Attach a job", self._choose, kind="select")
                self._chosen = ""
                self._add = Button("Attach", None, "quiet")
                self._add.on("click", taking_event(self._attach), js_handler=_SHOWN)

    def show(self, jobs: list[str], workspace: Workspace) -> None:
        """Bring the list up to date."""
        self._jobs = jobs
        known = {name: job.on for name, job in workspace.jobs.items()}
        if self._shown == (jobs, known):
            return
        self._shown = (list(jobs), known)
        self._list.props["data-content"] = json.dumps(jobs)
        self._count.text = f"{len(jobs)} of {self._most}"
        self._list.clear()
        with self._list:
            for place, name in enumerate(jobs):
                self._row(place, name, on=known.get(name))
            if not jobs:
                with ui.element("li").classes("hf-faint none"):
                    ui.label("No jobs yet: the agent greets the caller and answers on its own.")
        self._offer([name for name in known if name not in jobs])
        if self._taken_off is not None and not jobs:
            focus(self._add)
        self._taken_off = None

    def _row(self, place: int, name: str, *, on: bool | None) -> None:
        mark = ("Deleted", "failed") if on is None else None if on else ("Off", "")
        with ui.element("li"):
            with ui.element("span").classes("name"):
                Link(name, editor_of(name))
                if mark is not None:
                    ui.label(mark[0]).classes(f"hf-badge {mark[1]}")
            if not self._may_change:
                return
            up, down = self._mover("↑", name, place, -1), self._mover("↓", name, place, 1)
            off = _button("×", "detach", name, f"Detach {name}")  # noqa: RUF001 - a cross
            if self._moved and self._moved[0] == name:
                self._follow_move(up, down, place)
            if self._taken_off is not None and place == min(self._taken_off, len(self._jobs) - 1):
                focus(off)

    def _follow_move(self, up: Button, down: Button, place: int) -> None:
        """Keep the keyboard focus on the buttons of the job that was moved."""
        upwards = self._moved[1] < 0 if self._moved else False
        self._moved = None
        upwards = place == len(self._jobs) - 1 or (upwards and place > 0)
        focus(up if upwards else down)

    def _mover(self, sign: str, name: str, place: int, step: int) -> Button:
        way = "up" if step < 0 else "down"
        mover = _button(sign, way, name, f"Move {name} {way}")
        mover.can(be_pressed=0 <= place + step < len(self._jobs))
        return mover

    def _offer(self, names: list[str]) -> None:
        if self._offered != names:
            self._offered = names
            self._choice.choose_from([(name, name) for name in names])
            if self._chosen not in names:
                self._chosen = next(iter(names), "")
                self._choice.put(self._chosen)
        full = len(self._jobs) >= self._most
        self._add.can(be_pressed=bool(names) and not full)
        self._adding.set_visibility(bool(names) and self._may_change)

    def _choose(self, name: str) -> None:
        self._chosen = name

    async def _attach(self, event: events.GenericEventArguments) -> None:
        name = event.args
        if name not in self._offered or name in self._jobs or len(self._jobs) >= self._most:
            ui.notify("The jobs on offer have changed. Choose one again.")
            return
        await self._change([*self._jobs, name])

    async def _press(self, event: events.GenericEventArguments) -> None:
        does, name = event.args["does"], event.args["job"]
        if does == "detach":
            await self._take_off(name)
        else:
            await self._move(name, -1 if does == "up" else 1)

    async def _move(self, name: str, step: int) -> None:
        jobs = list(self._jobs)
        place = jobs.index(name) if name in jobs else -1
        if place < 0 or not 0 <= place + step < len(jobs):
            return
        self._moved = name, step
        jobs[place], jobs[place + step] = jobs[place + step], jobs[place]
        await self._change(jobs)

    async def _take_off(self, name: str) -> None:
        if name in self._jobs:
            self._taken_off = self._jobs.index(name)
            await self._change([job for job in self._jobs if job != name])

    async def _put_back(self, event: events.GenericEventArguments) -> None:
        """Attach the jobs that were chosen before, in their order."""
        await self._change([*dict.fromkeys(map(str, event.args["detail"]))][: self._most])

    async def _change(self, jobs: list[str]) -> None:
        self._jobs = jobs  # at once: what is pressed next begins from it
        await self._changed(jobs)


def _button(sign: str, does: str, job: str, words: str) -> Button:
    made = Button(sign, None, "quiet icon")
    made.props.update({"aria-label": words, "data-does": does, "data-job": job})
    return made
