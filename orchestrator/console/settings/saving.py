"""What the tabs share when they change a workspace."""

from collections.abc import Awaitable
from typing import Protocol

from nicegui import ui

from hookflash.domain.workspace.workspace import Workspace
from hookflash.orchestrator.console.settings.piece_dialog import Wrong
from hookflash.orchestrator.workspaces.errors import InvalidChange, NotFound, Stale


class Tab(Protocol):
    """A tab of the page Settings."""

    def show(self, workspace: Workspace) -> None:
        """Show the workspace as it is now."""


async def removing(tab: Tab, removal: Awaitable[Workspace]) -> None:
    """Show the workspace after a removal, or why it was refused."""
    try:
        tab.show(await removal)
    except (InvalidChange, NotFound, Stale) as error:
        ui.notify(str(error), type="negative", multi_line=True)


def seconds(typed: object) -> int:
    """Read a whole number of seconds. Raises ``Wrong`` for the field ``ring_seconds``."""
    try:
        return int(str(typed))
    except ValueError:
        raise Wrong({"ring_seconds": "Write a whole number, such as 30."}) from None
