"""The line above a job's editor: the way back, and what else can be done with the job."""

from typing import Final
from urllib.parse import urlencode

from nicegui import ui

from hookflash import InvalidChange, NotFound, Stale
from hookflash.domain.job.job import MAX_NAME
from hookflash.domain.workspace.workspace import Workspace
from hookflash.orchestrator.console.controls import Button, Link
from hookflash.orchestrator.console.current import permitted, signed_in
from hookflash.orchestrator.console.dialogs import closer
from hookflash.orchestrator.console.kept_edit import rename_kept
from hookflash.orchestrator.console.pages.jobs import editor_of
from hookflash.orchestrator.console.running import running
from hookflash.orchestrator.workspaces.etags import JobPiece

_ABOUT: Final = (
    "At once, also where it is live. The call flows that use it follow. Calls and reports of the "
    "past keep the name that it had."
)


def kept_as(job: str) -> str:
    """Return the name under which the browser keeps unsaved edits of ``job``."""
    return f"jobs/{job}"


class Ways:
    """Links to the list and to a copy, and the dialog that renames the job."""

    def __init__(self, workspace: Workspace, piece: JobPiece) -> None:
        self._slug, self._piece = workspace.slug, piece

    def build(self) -> None:
        """Build the line; only the way back for keys without the role ``configure``."""
        with ui.element("div").classes("hf-bar spread"):
            Link("← All jobs", "/jobs")
            if not signed_in().key.may("configure"):
                return
            with ui.element("div").classes("hf-bar"):
                copy = urlencode({"like": self._piece.name})
                Link("Copy into a new job", f"/jobs/new?{copy}", "hf-button quiet small")
                Button("Rename", self._open, "quiet small")
        with ui.dialog() as self._dialog, ui.card().classes("hf-dialog"):
            ui.label("Rename this job").classes("hf-h2").props("role=heading aria-level=2")
            name = ui.input("New name", value=self._piece.name).props("outlined dense autofocus")
            name.props["maxlength"] = MAX_NAME
            self._name = name.on("keydown.enter", self._rename)
            ui.label(_ABOUT).classes("hf-faint")
            with ui.element("div").classes("hf-bar"):
                Button("Rename", self._rename)
                Button("Cancel", closer(self._dialog), "quiet")

    def _open(self) -> None:
        self._name.error = None
        self._dialog.open()

    async def _rename(self) -> None:
        if not await permitted("configure"):
            return
        name = str(self._name.value or "")
        try:
            await running().center.workspaces.rename_job(self._slug, self._piece.name, name)
        except InvalidChange as invalid:
            (problem,) = invalid.problems
            self._name.error = f"{problem.wrong[:1].upper()}{problem.wrong[1:]}. {problem.right}"
            return
        except (NotFound, Stale) as error:
            ui.notify(str(error), type="negative")
            return
        self._dialog.close()
        rename_kept(kept_as(self._piece.name), kept_as(name.strip()))
        ui.navigate.to(editor_of(name.strip()))
