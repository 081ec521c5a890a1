"""The list of jobs on an agent step: attach, reorder, detach."""

from collections.abc import Awaitable, Callable
from functools import partial

from nicegui import ui

from hookflash.domain.workspace.workspace import Workspace
from hookflash.orchestrator.console.controls import Button, Link, focus
from hookflash.orchestrator.console.current import signed_in
from hookflash.orchestrator.console.pages.jobs import editor_of


class AttachedJobs:
    """A list of at most ``most`` job names; ``changed`` receives each new list."""

    def __init__(self, changed: Callable[[list[str]], Awaitable[None]], most: int) -> None:
        self._changed = changed
        self._most = most
        self._jobs: list[str] = []
        self._shown: object = None
        self._moved: tuple[str, int] | None = None
        self._taken_off: int | None = None
        self._may_change = signed_in().key.may("configure")
        with ui.element("div").classes("hf-attached"):
            with ui.element("div").classes("hf-label"):
                ui.label("Jobs").classes("hf-strong").props("role=heading aria-level=3")
                self._count = ui.label().classes("hf-count")
            self._list = ui.element("ol").props('aria-label="Attached jobs, in order"')
            with ui.element("div").classes("hf-bar") as self._adding:
                choice = ui.select([], label="Attach a job")
                self._choice = choice.props("outlined dense options-dense")
                self._add = Button("Attach", self._attach, "quiet")

    def show(self, jobs: list[str], workspace: Workspace) -> None:
        """Bring the list up to date."""
        self._jobs = jobs
        known = {name: job.on for name, job in workspace.jobs.items()}
        if self._shown == (jobs, known):
            return
        self._shown = (list(jobs), known)
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
            off = Button("×", partial(self._take_off, place), "quiet icon")  # noqa: RUF001 - a cross
            off.props["aria-label"] = f"Detach {name}"
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
        mover = Button(sign, partial(self._move, place, step), "quiet icon")
        mover.props["aria-label"] = f"Move {name} {'up' if step < 0 else 'down'}"
        mover.can(be_pressed=0 <= place + step < len(self._jobs))
        return mover

    def _offer(self, names: list[str]) -> None:
        if self._choice.options != names:
            kept = self._choice.value if self._choice.value in names else None
            self._choice.set_options(names, value=kept or next(iter(names), None))
        full = len(self._jobs) >= self._most
        self._add.can(be_pressed=bool(names) and not full)
        self._adding.set_visibility(bool(names) and self._may_change)

    async def _attach(self) -> None:
        await self._changed([*self._jobs, str(self._choice.value)])

    async def _move(self, place: int, step: int) -> None:
        jobs = list(self._jobs)
        self._moved = jobs[place], step
        jobs[place], jobs[place + step] = jobs[place + step], jobs[place]
        await self._changed(jobs)

    async def _take_off(self, place: int) -> None:
        self._taken_off = place
        await self._changed([*self._jobs[:place], *self._jobs[place + 1 :]])
