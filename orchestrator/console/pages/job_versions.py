"""The panel that compares and restores versions of a job."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Final

from nicegui import ui

from hookflash.domain.workspace.workspace import Workspace
from hookflash.orchestrator.console.controls import Button, Field
from hookflash.orchestrator.console.current import signed_in
from hookflash.orchestrator.console.diffing import changed_words
from hookflash.orchestrator.console.frame import reader_zone
from hookflash.orchestrator.console.markup import escaped
from hookflash.orchestrator.console.running import running
from hookflash.orchestrator.workspaces.etags import JobPiece
from hookflash.orchestrator.workspaces.forms import JobForm, job_form

NOW: Final = "now"
"""The option for the content of the editor."""


class Versions:
    """Compares two versions; ``take_up`` receives an old version to edit again."""

    def __init__(self, take_up: Callable[[JobForm], Awaitable[None]]) -> None:
        self._take_up = take_up
        self._zone = reader_zone()
        self._may_change = signed_in().key.may("configure")
        self._forms: dict[str, JobForm] = {}
        self._saved: dict[int, datetime] = {}
        self._before, self._after = "", NOW
        self._shown: tuple[JobForm, JobForm] | None = None
        with ui.element("section").classes("hf-card hf-versions").props('aria-label="Versions"'):
            ui.label("Versions").classes("hf-h2").props("role=heading aria-level=2")
            with ui.element("div").classes("hf-bar"):
                self._from = Field("Compare", self._choose_before, kind="select")
                self._to = Field("With", self._choose_after, kind="select")
                self._back = Button("Edit this version again", self._edit_again, "quiet")
            self._told = ui.element("div")

    async def show(self, workspace: Workspace, piece: JobPiece, typed: JobForm) -> None:
        """Offer every version and the content of the editor, ``typed``."""
        history = workspace.history.get(piece.name, ())
        if len(history) > len(self._saved):
            self._saved = await running().center.job_dates(workspace.slug, piece.name)
            self._before = ""
        self._forms = {str(job.version): job_form(job) for job in history} | {NOW: typed}
        if self._before not in self._forms:
            self._before = str(history[-1].version) if history else NOW
        options = [(str(job.version), self._words(job.version)) for job in reversed(history)]
        options.append((NOW, "the editor’s content"))  # noqa: RUF001
        for field, chosen in ((self._from, self._before), (self._to, self._after)):
            field.choose_from(options)
            field.put(chosen)
        self._compare()

    def _words(self, version: int) -> str:
        at = self._saved.get(version)
        if at is None:
            return f"Version {version}"
        return f"Version {version}, {at.astimezone(self._zone):%Y-%m-%d %H:%M}"

    def _choose_before(self, version: str) -> None:
        self._before = version
        self._from.put(version)
        self._compare()

    def _choose_after(self, version: str) -> None:
        self._after = version
        self._to.put(version)
        self._compare()

    def _compare(self) -> None:
        before, after = self._forms[self._before], self._forms.get(self._after, self._forms[NOW])
        if self._shown != (before, after):
            self._shown = before, after
            self._told.clear()
            with self._told:
                _build_difference(before, after)
        can = self._before != NOW and before != self._forms[NOW]
        self._back.set_visibility(can and self._may_change)

    async def _edit_again(self) -> None:
        await self._take_up(self._forms[self._before])


def _build_difference(before: JobForm, after: JobForm) -> None:
    if before == after:
        ui.label("No difference.").classes("hf-faint")
    parts = (
        ("Description", before.description or "", after.description or ""),
        ("Instructions", before.instructions, after.instructions),
        ("Switched", "on" if before.on else "off", "on" if after.on else "off"),
    )
    for name, old, new in parts:
        if old != new:
            ui.label(name).classes("hf-h3").props("role=heading aria-level=3")
            ui.html(changed_words(old, new), tag="p", sanitize=escaped).classes("hf-diff")
