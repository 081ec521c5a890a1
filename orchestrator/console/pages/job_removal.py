"""The panel that deletes a job, or says why it cannot be deleted."""

from collections.abc import Awaitable, Callable
from urllib.parse import urlencode

from nicegui import ui

from hookflash.domain.flow.flow import AgentStep
from hookflash.domain.workspace.workspace import Workspace
from hookflash.orchestrator.console.controls import Button, Link, focus
from hookflash.orchestrator.console.current import permitted, signed_in
from hookflash.orchestrator.console.phone_numbers import format_number
from hookflash.orchestrator.console.running import running
from hookflash.orchestrator.workspaces.errors import InvalidChange, NotFound, Stale
from hookflash.orchestrator.workspaces.etags import JobPiece


class Removal:
    """Names the call flows that use the job; without any, offers to delete it."""

    def __init__(self) -> None:
        self._box = ui.element("section").classes("hf-card hf-removal").props('aria-label="Delete"')
        self._shown: tuple[object, ...] | None = None
        self._box.set_visibility(signed_in().key.may("configure"))

    def show(self, workspace: Workspace, piece: JobPiece, etag: str) -> None:
        """Bring the panel up to date."""
        live = [number for number, flow in workspace.flows.items() if piece.name in flow.agent.jobs]
        drafts = [
            number
            for number, draft in workspace.flow_drafts.items()
            for step in draft.steps
            if isinstance(step, AgentStep) and piece.name in step.jobs
        ]
        if self._shown == (live, drafts, etag):
            return
        self._shown = live, drafts, etag
        self._box.clear()
        with self._box:
            ui.label("Delete").classes("hf-h2").props("role=heading aria-level=2")
            if live:
                _say(f"Calls to {_numbers(live)} use this job. Detach it from the call flow first.")
                Link("Open the call flow", f"/flow?{urlencode({'number': live[0]})}")
                return
            also = f" The draft flow of {_numbers(drafts)} still uses it." if drafts else ""
            gone = "Calls in progress keep it, and its versions stay in the log."
            _say(f"No published call flow uses this job.{also} {gone}")
            _ask_first(piece.name, lambda: _remove(workspace.slug, piece.name, etag))


def _ask_first(name: str, remove: Callable[[], Awaitable[None]]) -> None:
    with ui.element("div").classes("hf-bar"):
        first = Button(f"Delete “{name}”…", lambda: _sure(on=True), "quiet danger")
        yes = Button("Yes, delete it", remove, "danger")
        no = Button("Cancel", lambda: _sure(on=False), "quiet")

    def _sure(*, on: bool) -> None:
        first.set_visibility(not on)
        yes.set_visibility(on)
        no.set_visibility(on)
        focus(yes if on else first)

    yes.set_visibility(False)
    no.set_visibility(False)


async def _remove(workspace: str, name: str, etag: str) -> None:
    if not await permitted("configure"):
        return
    try:
        await running().center.workspaces.remove_job(workspace, name, expected=etag)
    except (InvalidChange, NotFound, Stale) as error:
        ui.notify(str(error), type="negative", multi_line=True)
        return
    ui.navigate.to("/jobs")


def _say(words: str) -> None:
    ui.label(words).classes("hf-faint")


def _numbers(numbers: list[str]) -> str:
    return ", ".join(map(format_number, numbers))
