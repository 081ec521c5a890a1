"""Live: the calls in progress."""

from nicegui import ui

from hookflash.orchestrator.console.following import on_change
from hookflash.orchestrator.console.frame import page
from hookflash.orchestrator.console.running import running
from hookflash.orchestrator.console.session import signed_in
from hookflash.orchestrator.console.states import empty
from hookflash.orchestrator.console.wording import counted


async def show() -> None:
    """Build the page."""
    workspace = signed_in().workspace
    keeper = running().center.keeper
    with page("Live", "Calls in progress, as they go on."):
        said = ui.html(sanitize=False)

    async def refresh() -> None:
        calls = await keeper.fresh(keeper.views.calls.live, workspace)
        said.content = counted(len(calls), "call") if calls else empty("No call is going on.")

    await on_change(workspace, refresh)
