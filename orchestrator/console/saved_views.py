"""The saved views above the list of calls: open one, save what is shown as one, remove it."""

from collections.abc import Callable
from typing import Final
from zoneinfo import ZoneInfo

from nicegui import ui

from hookflash import CallView, CallViews, NotFound, TooManyCallViews
from hookflash.orchestrator.console.call_question import CallQuestion, question_of
from hookflash.orchestrator.console.confirming import closing
from hookflash.orchestrator.console.controls import Button
from hookflash.orchestrator.console.current import permitted, signed_in
from hookflash.orchestrator.console.markup import escaped, joined, tag

_ROLE: Final = "operate"
_KEPT: Final = "Keeps filters and order, for all of this workspace; no words, callers or dates."


class SavedViews:
    """The views of the page's workspace; ``asked`` tells what the page shows."""

    def __init__(self, views: CallViews, asked: Callable[[], CallQuestion], zone: ZoneInfo) -> None:
        self._views = views
        self._asked = asked
        self._zone = zone
        self._workspace = signed_in().workspace
        self._known: tuple[CallView, ...] = ()
        self._bar = ui.element("nav").classes("hf-views").props('aria-label="Saved views"')
        with self._bar:
            self._links = ui.html(sanitize=escaped).classes("hf-views")
            self._save = Button("Save view", self._ask_name, "quiet small")
            self._remove = Button("Remove view", self._remove_current, "quiet small")
        self._dialog = self._build_dialog()

    async def load(self) -> None:
        """Read the views."""
        self._known = await self._views.list(self._workspace)
        self.show()

    def show(self) -> None:
        """Mark the view that is shown."""
        asked = self._asked().lasting()
        places = [("All calls", CallQuestion())]
        places += [(view.name, question_of(view)) for view in self._known]
        self._links.content = joined(
            tag(
                "a",
                name,
                href=there.address(),
                aria_current="true" if there == asked else None,
            )
            for name, there in places
        )
        known = self._current() is not None
        self._save.visible = not known and asked != CallQuestion()
        self._remove.visible = known
        self._bar.visible = bool(self._known) or self._save.visible

    def _current(self) -> CallView | None:
        asked = self._asked().lasting()
        return next((view for view in self._known if question_of(view) == asked), None)

    def _build_dialog(self) -> ui.dialog:
        with ui.dialog() as dialog, ui.card().classes("hf-dialog"):
            ui.html(tag("h2", "Save view"), sanitize=escaped)
            ui.html(tag("p", _KEPT, class_="hf-faint"), sanitize=escaped)
            self._name = ui.input("Name").props("dense outlined autofocus maxlength=60")
            self._name.on("keydown.enter", self._save_current)
            with ui.element("div").classes("hf-bar"):
                Button("Save", self._save_current)
                Button("Cancel", closing(dialog), "quiet")
        return dialog

    async def _ask_name(self) -> None:
        if await permitted(_ROLE):
            self._name.value = ""
            self._dialog.open()

    async def _save_current(self) -> None:
        name = (self._name.value or "").strip()
        if not name or not await permitted(_ROLE):
            return
        asked = self._asked().lasting()
        view = CallView(name=name, where=asked.where(self._zone), sort=asked.sort)
        try:
            await self._views.save(self._workspace, view)
        except TooManyCallViews as error:
            ui.notify(f"Not saved: {error}.")
        else:
            self._dialog.close()
            await self.load()

    async def _remove_current(self) -> None:
        view = self._current()
        if view is None or not await permitted(_ROLE):
            return
        try:
            await self._views.remove(self._workspace, view.name)
        except NotFound:
            ui.notify("Another person has removed it.")
        await self.load()
