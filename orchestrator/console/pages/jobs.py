"""The list of jobs."""

from functools import partial
from typing import Final
from urllib.parse import urlencode

from nicegui import ui

from hookflash.domain.event import Event
from hookflash.domain.job.action import SendSms
from hookflash.domain.job.job import Job
from hookflash.domain.workspace.events import WorkspaceEvent
from hookflash.domain.workspace.workspace import Workspace
from hookflash.orchestrator.console.controls import Field, Link, Look, Take
from hookflash.orchestrator.console.current import on_change, permitted, signed_in
from hookflash.orchestrator.console.frame import page
from hookflash.orchestrator.console.phone_numbers import format_number
from hookflash.orchestrator.console.running import running
from hookflash.orchestrator.wording import counted
from hookflash.orchestrator.workspaces.errors import InvalidChange, NotFound
from hookflash.orchestrator.workspaces.etags import JobPiece, job_pieces

_COLUMNS: Final = ("Job", "Actions", "Attached to", "Version", "On")


def editor_of(name: str) -> str:
    """Return the path of a job's editor."""
    return f"/jobs/edit?{urlencode({'job': name})}"


def is_about_the_workspace(event: Event) -> bool:
    """Tell whether ``event`` changes jobs, flows, members, inboxes or numbers."""
    return isinstance(event, WorkspaceEvent)


async def show() -> None:
    """Build the page."""
    with page("Jobs", "What your agent can do on a call, in plain language with actions inside."):
        await _Library(signed_in().workspace).build()


class _Library:
    """The list of jobs that match the search."""

    def __init__(self, workspace: str) -> None:
        self._workspace = workspace
        self._configuration = running().center.workspaces
        self._wanted = ""
        self._rows: dict[str, _Row] = {}

    async def build(self) -> None:
        with ui.element("div").classes("hf-bar spread"):
            look: Look = {"bare": True, "placeholder": "Search jobs"}
            Field("Search jobs", self._search, look=look).classes("hf-search")
            if signed_in().key.may("configure"):
                Link("New job", "/jobs/new", "hf-button")
        self._nothing = _Nothing()
        with ui.element("table").classes("hf-table hf-jobs") as self._table:
            _build_head()
            self._body = ui.element("tbody")
        await on_change(self._workspace, self._refresh, is_about_the_workspace)

    async def _search(self, wanted: str) -> None:
        self._wanted = wanted.casefold()
        await self._refresh()

    async def _refresh(self) -> None:
        now = await self._configuration.get(self._workspace)
        pieces = job_pieces(now)
        found = {piece.name: piece for piece in pieces if self._matches(piece)}
        self._nothing.show(none_found=not found, any_at_all=bool(pieces))
        self._table.set_visibility(bool(found))
        for name in self._rows.keys() - found.keys():
            self._rows.pop(name).delete()
        for name, piece in found.items():
            if name not in self._rows:
                with self._body:
                    self._rows[name] = _Row(name, partial(self._switch, name))
            self._rows[name].show(piece, now)

    def _matches(self, piece: JobPiece) -> bool:
        form = piece.newest
        words = f"{piece.name} {form.description or ''} {form.instructions}" if form else piece.name
        return self._wanted in words.casefold()

    async def _switch(self, name: str, on: bool) -> None:  # noqa: FBT001 - what the switch says
        if not await permitted("configure"):
            return
        try:
            await self._configuration.switch_job(self._workspace, name, on)
            ui.notify(f"{name} is {'on' if on else 'off'}.")
        except (InvalidChange, NotFound) as error:
            ui.notify(str(error), type="negative")
        await self._refresh()


class _Row(ui.element):
    """One job."""

    def __init__(self, name: str, switch: Take) -> None:
        super().__init__("tr")
        self._numbers: list[str] | None = None
        with self:
            with ui.element("td").props('data-label="Job"'), ui.element("div"):
                Link(name, editor_of(name))
                self._about = ui.label().classes("hf-faint about")
            with ui.element("td").props('data-label="Actions"'):
                self._actions = ui.label()
            with ui.element("td").props('data-label="Attached to"'):
                self._attached = ui.element("div").classes("hf-line")
            version = ui.element("td").props('data-label="Version"')
            with version, ui.element("div").classes("hf-line"):
                self._version = ui.label().classes("hf-numeric")
                self._draft = ui.label("Draft").classes("hf-badge followup")
            with ui.element("td").props('data-label="On"'):
                fixed = not signed_in().key.may("configure")
                look: Look = {"bare": True, "fixed": fixed}
                self._on = Field(f"{name} is on", switch, kind="switch", look=look)

    def show(self, piece: JobPiece, now: Workspace) -> None:
        """Fill the row in."""
        form = piece.newest
        _put(self._about, form.description or "" if form else "")
        job = now.jobs.get(piece.name)
        self._actions.text = _actions(job)
        self._actions.classes(remove="hf-faint").classes("" if job else "hf-faint")
        self._show_numbers([n for n, flow in now.flows.items() if piece.name in flow.agent.jobs])
        _put(self._version, f"{piece.version}" if piece.version else "")
        self._draft.set_visibility(piece.draft is not None)
        self._on.put("true" if form and form.on else "false")

    def _show_numbers(self, numbers: list[str]) -> None:
        if numbers == self._numbers:
            return
        self._numbers = numbers
        self._attached.clear()
        with self._attached:
            for number in numbers:
                there = f"/flow?{urlencode({'number': number})}"
                Link(format_number(number), there, "hf-numeric")
            if not numbers:
                ui.label("not attached yet").classes("hf-faint")


class _Nothing:
    """Says that no job is shown, and how to get one."""

    def __init__(self) -> None:
        with ui.element("div").classes("hf-nothing") as self._box:
            self._what = ui.label().classes("title")
            self._hint = ui.label("Try other words.")
            self._first = Link("Create the first job", "/jobs/new")

    def show(self, *, none_found: bool, any_at_all: bool) -> None:
        """Bring it up to date; it is hidden while a job is found."""
        self._box.set_visibility(none_found)
        self._what.text = "No jobs match." if any_at_all else "No jobs yet."
        self._hint.set_visibility(any_at_all)
        self._first.set_visibility(not any_at_all)


def _build_head() -> None:
    with ui.element("thead"), ui.element("tr"):
        for column in _COLUMNS:
            with ui.element("th").props("scope=col"):
                ui.label(column)


def _put(label: ui.label, words: str) -> None:
    """Show ``words``; without any the label takes no room."""
    label.text = words
    label.set_visibility(bool(words))


def _actions(job: Job | None) -> str:
    if job is None:
        return "not published yet"
    texts = sum(isinstance(action, SendSms) for action in job.actions)
    transfers = len(job.actions) - texts
    counts = [counted(texts, "text")] if texts else []
    counts += [counted(transfers, "transfer")] if transfers else []
    return ", ".join(counts) or "none"
