"""Editing what others may edit too: nothing is overwritten that was not seen."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from typing import Any, ClassVar

from nicegui import ui

from hookflash.domain.workspace.workspace import Workspace
from hookflash.orchestrator.console.controls import Button
from hookflash.orchestrator.console.current import permitted
from hookflash.orchestrator.console.markup import tag
from hookflash.orchestrator.console.running import running
from hookflash.orchestrator.workspaces.errors import InvalidChange, NotFound, Stale
from hookflash.orchestrator.workspaces.etags import etag_of


class SharedEdit(ABC):
    """An edit of one piece of a workspace. What is saved is told apart from what is only typed.

    Should somebody else save the piece meanwhile, who edits it here chooses which is to stay.
    """

    what: ClassVar[str]
    """The piece in words, such as ``job``."""
    comes_back: ClassVar[bool]
    """Whether saving it makes it anew when somebody has removed it meanwhile."""

    def __init__(self, workspace: Workspace, piece: Any) -> None:
        self._configuration = running().center.workspaces
        self._turn = asyncio.Lock()
        self._go_on_from(workspace, piece)

    @abstractmethod
    def _find(self, workspace: Workspace) -> Any:
        """Find the piece as it is saved; None if it is not there."""

    @abstractmethod
    def _take_over(self, piece: Any) -> None:
        """Have typed what is saved."""

    @property
    @abstractmethod
    def _typed(self) -> Any:
        """What was typed so far."""

    @_typed.setter
    @abstractmethod
    def _typed(self, typed: Any) -> None: ...

    @property
    @abstractmethod
    def _unsaved(self) -> bool:
        """Whether what was typed is not what is saved."""

    @abstractmethod
    def _draft(self) -> Awaitable[Workspace]:
        """Save what was typed as the draft."""

    @abstractmethod
    def _show_typed(self) -> None:
        """Put what was typed into the fields."""

    @abstractmethod
    async def _check(self) -> None:
        """Say what is wrong so far, and what is saved."""

    @abstractmethod
    def _leave(self) -> None:
        """Say that the piece is there no more, and go where there are others."""

    def _know(self, workspace: Workspace) -> None:
        """Take note of what is around the piece."""
        self._workspace = workspace

    def _go_on_from(self, workspace: Workspace, piece: Any) -> None:
        self._know(workspace)
        self._etag = etag_of(piece)
        self._take_over(piece)

    def _build_notice(self) -> None:
        """Make room for what is told when somebody else has saved the piece."""
        self._notice = ui.element("div").classes("hf-maybe")

    async def _keep(self) -> bool:
        """Save what was typed as the draft, if anything was."""
        if not await permitted("configure"):
            return False
        return not self._unsaved or await self._try(self._draft)

    async def _try(self, change: Callable[[], Awaitable[Workspace]]) -> bool:
        """Make a change; tell why it was not made."""
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
        """The workspace as it is now, and the piece in it."""
        workspace = await self._configuration.get(self._workspace.slug)
        return workspace, self._find(workspace)

    async def _look_again(self) -> None:
        """Keep up with what others do."""
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
        """Show what is saved now, whoever saved it."""
        workspace, piece = await self._saved()
        if piece is None:
            self._leave()
            return
        self._go_on_from(workspace, piece)
        self._notice.clear()
        self._show_typed()
        await self._check()

    async def _keep_mine(self) -> None:
        """Go on with what was typed, in the knowledge of what is saved now."""
        workspace, piece = await self._saved()
        mine = self._typed
        self._go_on_from(workspace, piece)
        self._typed = mine
        self._notice.clear()
        await self._check()

    def _tell_stale(self) -> None:
        """Somebody else saved the piece meanwhile: ask which is to stay."""
        self._notice.clear()
        changed = f"Somebody else has changed this {self.what} since you opened it."
        with self._notice, ui.element("div").classes("hf-notice warn").props("role=alert"):
            ui.html(tag("p", f"{changed} Nothing was overwritten."), sanitize=False)
            with ui.element("div").classes("hf-bar"):
                Button("Show theirs, drop mine", self._start_again, "quiet small")
                Button("Keep mine", self._keep_mine, "quiet small")
