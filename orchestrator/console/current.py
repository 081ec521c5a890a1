"""The current page: its session, permissions and live updates."""

from collections.abc import Awaitable, Callable
from inspect import isawaitable
from typing import Final, cast
from urllib.parse import unquote

from nicegui import background_tasks, ui
from starlette.datastructures import QueryParams

from hookflash import ParkedEvent
from hookflash.domain.access.events import Role
from hookflash.orchestrator.console.live_updates import Concerns, Page, Refresh
from hookflash.orchestrator.console.navigation import ROOT
from hookflash.orchestrator.console.running import running
from hookflash.orchestrator.console.session import COOKIE, SIGN_IN
from hookflash.orchestrator.console.visit import visit_of
from hookflash.orchestrator.http.auth import Asker

MARKED_EVERY: Final = 60.0
"""Seconds until a page that shows live calls looks again: a call becomes stale without an event."""


def signed_in() -> Asker:
    """Return the workspace and key of the current page's session."""
    return cast(Asker, ui.context.client.storage["asker"])


def parameters() -> QueryParams:
    """Return the query parameters of the page's address."""
    return visit_of(ui.context.client).parameters


def path_part(name: str) -> str:
    """Return the part of the page's address that its path calls ``name``."""
    return unquote(visit_of(ui.context.client).parts[name])


def path() -> str:
    """Return the path of the page, below the console's root."""
    return visit_of(ui.context.client).path


def once_shown(act: Callable[[], Awaitable[None] | None]) -> None:
    """Call ``act`` once the browser shows the page, unless the page is left before."""
    client = ui.context.client
    visit = visit_of(client)
    done = False

    async def shown() -> None:
        nonlocal done
        if done or visit.left:
            return
        done = True
        with client:
            result = act()
            if isawaitable(result):
                await result

    if client.has_socket_connection:
        background_tasks.create(shown(), name="page shown")
    else:
        client.on_connect(shown)


def is_simulated() -> bool:
    """Whether the calls that the current page is about are simulated."""
    return bool(ui.context.client.storage.get("simulated"))


def parked() -> tuple[ParkedEvent, ...]:
    """Return the events of the page's workspace that cannot be shown."""
    return cast("tuple[ParkedEvent, ...]", ui.context.client.storage.get("parked", ()))


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
    ui.notify(lacks(role))
    return False


def lacks(role: Role) -> str:
    """Say that the session's key does not have ``role``."""
    return f"Your key has the role “{signed_in().key.role}”; this needs “{role}”."


async def on_change(
    workspace: str,
    refresh: Refresh,
    concerns: Concerns = lambda _: True,
    *,
    every: float | None = None,
) -> None:
    """Call ``refresh`` in this page now and after each event of ``workspace``.

    ``concerns`` filters the events; ``every`` so many seconds it is called without one. Updates
    stop when the page is left or closed, or its session ends.
    """
    client = ui.context.client
    visit = visit_of(client)
    page = Page(client, refresh, concerns, still_signed_in, every)
    visit.until_left(await running().live_updates.enter(workspace, page))
