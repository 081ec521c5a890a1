"""What somebody is told whose edit was overtaken by somebody else's."""

from collections.abc import Awaitable, Callable

from nicegui import ui

from hookflash.domain.workspace.workspace import Workspace
from hookflash.orchestrator.configuration.refusals import InvalidChange, NotThere, Stale
from hookflash.orchestrator.console.controls import Act, Button
from hookflash.orchestrator.console.markup import tag


def stale_notice(box: ui.element, what: str, show_theirs: Act, keep_mine: Act) -> None:
    """Fill ``box`` with the choice: their version, or to go on with one's own."""
    box.clear()
    words = f"Somebody else has changed this {what} since you opened it. Nothing was overwritten."
    with box, ui.element("div").classes("hf-notice warn").props("role=alert"):
        ui.html(tag("p", words), sanitize=False)
        with ui.element("div").classes("hf-bar"):
            Button("Show theirs, drop mine", show_theirs, "quiet small")
            Button("Keep mine", keep_mine, "quiet small")


async def attempt(
    change: Callable[[], Awaitable[Workspace]], tell_stale: Callable[[], None]
) -> Workspace | None:
    """Make a change; None, and whoever asked is told why, if it was not made."""
    try:
        return await change()
    except Stale:
        tell_stale()
    except (InvalidChange, NotThere) as error:
        ui.notify(str(error), type="negative", multi_line=True)
    return None
