"""The current page: its session, permissions and live updates."""

from typing import cast

from nicegui import ui

from hookflash.domain.access.events import Role
from hookflash.orchestrator.console.live_updates import Concerns, Page, Refresh
from hookflash.orchestrator.console.navigation import ROOT
from hookflash.orchestrator.console.running import running
from hookflash.orchestrator.console.session import COOKIE, SIGN_IN
from hookflash.orchestrator.http.auth import Asker


def signed_in() -> Asker:
    """Return the workspace and key of the current page's session."""
    return cast(Asker, ui.context.client.storage["asker"])


def is_simulated() -> bool:
    """Whether the calls that the current page is about are simulated."""
    return bool(ui.context.client.storage.get("simulated"))


async def still_signed_in() -> bool:
    """Check that the page's session is still valid; if not, redirect to the sign-in form."""
    client = ui.context.client
    cookie = client.request.cookies.get(COOKIE, "")
    if await running().sessions.asker(cookie) is None:
        client.open(SIGN_IN.removeprefix(ROOT))  # NiceGUI adds the mount path
        return False
    return True


async def permitted(role: Role) -> bool:
    """Tell whether the session's key has ``role`` now; if not, notify the user.

    For button handlers: a key can be revoked while its page is open.
    """
    if not await still_signed_in():
        return False
    if signed_in().key.may(role):
        return True
    ui.notify(f"Your key has the role “{signed_in().key.role}”; this needs “{role}”.")
    return False


async def on_change(workspace: str, refresh: Refresh, concerns: Concerns = lambda _: True) -> None:
    """Call ``refresh`` in this page now and after each event of ``workspace``.

    ``concerns`` filters the events. Updates stop when the page is closed or its session ends.
    """
    page = Page(ui.context.client, refresh, concerns, still_signed_in)
    await running().live_updates.enter(workspace, page)
