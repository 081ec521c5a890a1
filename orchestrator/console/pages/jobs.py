"""The list of jobs."""

from collections.abc import Iterator
from functools import partial
from typing import Final
from urllib.parse import urlencode

from markupsafe import Markup
from nicegui import ui

from hookflash.domain.event import Event
from hookflash.domain.job.action import SendSms
from hookflash.domain.workspace.events import WorkspaceEvent
from hookflash.domain.workspace.workspace import Workspace
from hookflash.orchestrator.console.badges import badge
from hookflash.orchestrator.console.controls import Field, Link, Look, Take
from hookflash.orchestrator.console.current import on_change, permitted, signed_in
from hookflash.orchestrator.console.frame import page
from hookflash.orchestrator.console.markup import escaped, joined, tag
from hookflash.orchestrator.console.navigation import address
from hookflash.orchestrator.console.phone_numbers import format_number
from hookflash.orchestrator.console.placeholders import empty
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
        self._nothing = ui.html(sanitize=escaped).classes("hf-maybe")
        with ui.element("table").classes("hf-table hf-jobs") as self._table:
            ui.html(_head(), tag="thead", sanitize=escaped)
            self._body = ui.element("tbody")
        await on_change(self._workspace, self._refresh, is_about_the_workspace)

    async def _search(self, wanted: str) -> None:
        self._wanted = wanted.casefold()
        await self._refresh()

    async def _refresh(self) -> None:
        now = await self._configuration.get(self._workspace)
        pieces = job_pieces(now)
        found = {piece.name: piece for piece in pieces if self._matches(piece)}
        self._nothing.content = "" if found else _nothing(any_at_all=bool(pieces))
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
        with self:
            self._cells = [
                ui.html(tag="td", sanitize=escaped).props(f'data-label="{column}"')
                for column in _COLUMNS[:-1]
            ]
            with ui.element("td").props('data-label="On"'):
                fixed = not signed_in().key.may("configure")
                look: Look = {"bare": True, "fixed": fixed}
                self._on = Field(f"{name} is on", switch, kind="switch", look=look)

    def show(self, piece: JobPiece, now: Workspace) -> None:
        """Fill the row in."""
        contents = (_name(piece), _actions(piece, now), _attached(piece, now), _version(piece))
        for cell, content in zip(self._cells, contents, strict=True):
            cell.content = content
        form = piece.newest
        self._on.put("true" if form and form.on else "false")


def _head() -> Markup:
    return tag("tr", *(tag("th", column, scope="col") for column in _COLUMNS))


def _name(piece: JobPiece) -> Markup:
    described = piece.newest.description if piece.newest else None
    name = tag("a", piece.name, href=address(editor_of(piece.name)))
    return tag("div", name, tag("p", described, class_="hf-faint") if described else None)


def _actions(piece: JobPiece, now: Workspace) -> Markup:
    job = now.jobs.get(piece.name)
    if job is None:
        return tag("span", "not published yet", class_="hf-faint")
    texts = sum(isinstance(action, SendSms) for action in job.actions)
    transfers = len(job.actions) - texts
    counts = [counted(texts, "text")] if texts else []
    counts += [counted(transfers, "transfer")] if transfers else []
    return tag("span", ", ".join(counts) or "none")


def _attached(piece: JobPiece, now: Workspace) -> Markup:
    return joined(_numbers(piece.name, now)) or tag("span", "not attached yet", class_="hf-faint")


def _numbers(job: str, now: Workspace) -> Iterator[Markup]:
    for number, flow in now.flows.items():
        if job in flow.agent.jobs:
            there = address(f"/flow?{urlencode({'number': number})}")
            yield tag("a", format_number(number), href=there, class_="hf-numeric")


def _version(piece: JobPiece) -> Markup:
    live = tag("span", f"{piece.version}", class_="hf-numeric") if piece.version else None
    return tag("span", live, " ", badge("Draft", "followup") if piece.draft else None)


def _nothing(*, any_at_all: bool) -> Markup:
    if any_at_all:
        return empty("No jobs match.", "Try other words.")
    first = tag("a", "Create the first job", href=address("/jobs/new"))
    return empty("No jobs yet.", first)
