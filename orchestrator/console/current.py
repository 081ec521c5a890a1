"""The page that is being built or acted on: who is signed in, and what keeps it up to date."""

from typing import cast

from nicegui import ui

from hookflash.domain.access.events import Role
from hookflash.orchestrator.console.following import Concerns, Page, Refresh
from hookflash.orchestrator.console.navigation import ROOT
from hookflash.orchestrator.console.running import running
from hookflash.orchestrator.console.session import COOKIE, SIGN_IN
from hookflash.orchestrator.http.auth import Asker


def signed_in() -> Asker:
    """Whose page is being built, or acted on."""
    return cast(Asker, ui.context.client.storage["asker"])


async def still_signed_in() -> bool:
    """Look again whether this page's session is good; if not, leave for the sign-in."""
    client = ui.context.client
    cookie = client.request.cookies.get(COOKIE, "")
    if await running().sessions.asker(cookie) is None:
        client.open(SIGN_IN.removeprefix(ROOT))  # NiceGUI puts it in front
        return False
    return True


async def permitted(role: Role) -> bool:
    """Whether who is signed in may, now, do what takes ``role``; if not, they are told.

    For the handlers of buttons: a key can be revoked while its page is open.
    """
    if not await still_signed_in():
        return False
    if signed_in().key.may(role):
        return True
    ui.notify(f"Your key may {signed_in().key.role}; this needs one that may {role}.")
    return False


async def on_change(workspace: str, refresh: Refresh, concerns: Concerns = lambda _: True) -> None:
    """Call ``refresh`` now, and whenever something happened in ``workspace``, in this page.

    ``concerns`` narrows it to some events. It ends with the page, or with its session.
    """
    page = Page(ui.context.client, refresh, concerns, still_signed_in)
    await running().following.enter(workspace, page)
