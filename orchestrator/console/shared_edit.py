"""Editing with conflict detection: no edit overwrites a change that the user has not seen."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from typing import Any, ClassVar, Final

from nicegui import ui

from hookflash.domain.workspace.workspace import Workspace
from hookflash.orchestrator.console.controls import Button
from hookflash.orchestrator.console.current import permitted, signed_in
from hookflash.orchestrator.console.kept_edit import KeptEdit
from hookflash.orchestrator.console.markup import escaped, tag
from hookflash.orchestrator.console.running import running
from hookflash.orchestrator.workspaces.errors import InvalidChange, NotFound, Stale
from hookflash.orchestrator.workspaces.etags import etag_of

_BACK: Final = "What you typed before is back. It is not saved yet."


class SharedEdit(ABC):
    """An edit of one piece of a workspace; keeps saved and unsaved content apart.

    If someone else saves the piece meanwhile, the user chooses which version to keep.
    """

    what: ClassVar[str]
    """The piece in words, such as ``job``."""
    comes_back: ClassVar[bool]
    """Whether saving the piece creates it again if it was deleted meanwhile."""

    def __init__(self, workspace: Workspace, piece: Any) -> None:
        self._configuration = running().center.workspaces
        self._turn = asyncio.Lock()
        self._kept: KeptEdit | None = None
        self._was_unsaved = False
        self._came_back = False
        self._go_on_from(workspace, piece)

    @abstractmethod
    def _find(self, workspace: Workspace) -> Any:
        """Return the saved piece; None if it does not exist."""

    @abstractmethod
    def _take_over(self, piece: Any) -> None:
        """Replace the unsaved content with the saved piece."""

    @property
    @abstractmethod
    def _typed(self) -> Any:
        """The content as edited so far."""

    @_typed.setter
    @abstractmethod
    def _typed(self, typed: Any) -> None: ...

    @property
    @abstractmethod
    def _unsaved(self) -> bool:
        """Whether the content differs from the saved piece."""

    @abstractmethod
    def _draft(self) -> Awaitable[Workspace]:
        """Save the content as the draft."""

    @abstractmethod
    def _show_typed(self) -> None:
        """Put the content into the fields."""

    @abstractmethod
    async def _check(self) -> None:
        """Show problems and the saved status."""

    @abstractmethod
    def _leave(self) -> None:
        """Notify the user that the piece was deleted, and leave the page."""

    def _know(self, workspace: Workspace) -> None:
        """Remember the workspace, which the piece refers to."""
        self._workspace = workspace

    def _go_on_from(self, workspace: Workspace, piece: Any) -> None:
        self._know(workspace)
        self._etag = etag_of(piece)
        self._take_over(piece)

    def _build_notice(self) -> None:
        """Reserve space for the notices: of a conflict, and that what was typed is back."""
        self._notice = ui.element("div").classes("hf-maybe")
        self._back = ui.element("div").classes("hf-maybe")

    def _keep_typed(self, scope: ui.element, name: str) -> None:
        """Have the browser keep what is typed into the fields in ``scope`` until it is saved."""
        if signed_in().key.may("configure"):
            self._kept = KeptEdit(scope, name, base=self._etag, back=self._typed_before)

    async def _typed_before(self, etag: str) -> None:
        """The browser puts back what was typed when the saved piece had that ETag."""
        self._came_back = True
        self._etag = etag or self._etag

    async def _tell_back(self) -> None:
        """Say that what was typed before is back, or that it is based on an older version."""
        self._came_back = False
        if self._etag != etag_of((await self._saved())[1]):
            self._tell_stale()
            return
        self._back.clear()
        with self._back, ui.element("div").classes("hf-notice").props("role=status"):
            ui.html(tag("p", _BACK), sanitize=escaped)
            with ui.element("div").classes("hf-bar"):
                Button("Discard it", self._discard_typed, "quiet small")

    async def _discard_typed(self) -> None:
        await self._start_again()

    async def _tell_unsaved(self, box: ui.element) -> None:
        """Say in the page whether there is unsaved content, so that the browser keeps it."""
        box.props["data-unsaved"] = self._unsaved
        if self._kept is not None:
            self._kept.begin_from(self._etag)
            if self._was_unsaved and not self._unsaved:
                self._kept.saved()
                self._back.clear()
        self._was_unsaved = self._unsaved
        if self._came_back and self._unsaved:
            await self._tell_back()

    async def _keep(self) -> bool:
        """Save unsaved content as the draft; returns False if that failed."""
        if not await permitted("configure"):
            return False
        return not self._unsaved or await self._try(self._draft)

    async def _try(self, change: Callable[[], Awaitable[Workspace]]) -> bool:
        """Make a change; returns False and notifies the user if it failed."""
        async with self._turn:
            try:
                workspace = await change()
            except Stale:
                self._tell_stale()
                return False
            except (InvalidChange, NotFound) as error:
                ui.notify(str(error), type="negative", multi_line=True)
                return False
            self._go_on_from(workspace, self._find(workspace))
        await self._check()
        return True

    async def _saved(self) -> tuple[Workspace, Any]:
        """Return the current workspace and the piece in it."""
        workspace = await self._configuration.get(self._workspace.slug)
        return workspace, self._find(workspace)

    async def _look_again(self) -> None:
        """Handle changes that others have saved."""
        async with self._turn:
            workspace, piece = await self._saved()
        if etag_of(piece) == self._etag:
            self._know(workspace)
            await self._check()
        elif self._unsaved and (piece is not None or self.comes_back):
            self._tell_stale()
        else:
            await self._start_again()

    async def _start_again(self) -> None:
        """Discard unsaved content and show the saved piece."""
        workspace, piece = await self._saved()
        if piece is None:
            self._leave()
            return
        self._go_on_from(workspace, piece)
        self._notice.clear()
        self._show_typed()
        await self._check()

    async def _keep_mine(self) -> None:
        """Keep the unsaved content, based on the piece as saved now."""
        workspace, piece = await self._saved()
        mine = self._typed
        self._go_on_from(workspace, piece)
        self._typed = mine
        self._notice.clear()
        await self._check()

    def _tell_stale(self) -> None:
        """Show the conflict notice: someone else saved the piece; ask which version to keep."""
        self._notice.clear()
        changed = f"Someone else has changed this {self.what} since you opened it."
        with self._notice, ui.element("div").classes("hf-notice followup").props("role=alert"):
            ui.html(tag("p", f"{changed} Nothing was overwritten."), sanitize=escaped)
            with ui.element("div").classes("hf-bar"):
                Button("Use theirs, discard mine", self._start_again, "quiet small")
                Button("Keep mine", self._keep_mine, "quiet small")
