"""Mounts the console on the FastAPI application that serves the API."""

from typing import Final

from fastapi import FastAPI, Request
from fastapi.responses import Response
from nicegui import app as pages
from nicegui import ui

from hookflash.orchestrator.call_center import CallCenter
from hookflash.orchestrator.console import (
    call_export,
    hearing,
    old_addresses,
    recordings,
    signing_in,
)
from hookflash.orchestrator.console.controls import serve_controls
from hookflash.orchestrator.console.frame import ASSETS, ICON
from hookflash.orchestrator.console.live_updates import LiveUpdates
from hookflash.orchestrator.console.navigation import ROOT
from hookflash.orchestrator.console.pages import (
    call,
    calls,
    flow,
    inbox,
    job,
    jobs,
    live,
    reports,
    sandbox_call,
    settings,
    what_if,
)
from hookflash.orchestrator.console.running import Console, running, start
from hookflash.orchestrator.console.security import (
    Nonces,
    SecureHeaders,
    answer_unknown_addresses,
)
from hookflash.orchestrator.console.session import COOKIE, Sessions
from hookflash.orchestrator.console.shell import Show, build
from hookflash.orchestrator.console.sign_in_links import SignInLinks

PAGES: Final[dict[str, Show]] = {
    "/jobs": jobs.show,
    "/jobs/new": job.show_new,
    "/jobs/edit": job.show,
    "/flow": flow.show,
    "/test": sandbox_call.show,
    "/live": live.show,
    "/inbox": inbox.show,
    "/inbox/{thread}": inbox.show_thread,
    "/calls": calls.show,
    "/calls/{call}": call.show,
    "/calls/{call}/what-if": what_if.show,
    "/reports": reports.show,
    "/settings": settings.show,
}
"""Every page, by its path below ``/console``; ``navigation`` defines the menu."""

RESPONSE_TIMEOUT_SECONDS: Final = 20.0
"""How long a page may take to build; generous, for a busy machine."""


def mount(app: FastAPI, center: CallCenter) -> None:
    """Serve the console of ``center`` under ``/console``; ``/`` redirects to it.

    Call it once per process: NiceGUI's pages are global to the process.
    """
    if center.sessions is None:
        raise ValueError("the console needs a call center that was opened on a database")
    sessions = Sessions(center.sessions)
    start(Console(center, sessions, SignInLinks(center.now), LiveUpdates(center)))
    for path in PAGES:
        ui.page(path, response_timeout=RESPONSE_TIMEOUT_SECONDS)(_open)
    pages.add_static_files("/assets", ASSETS)
    serve_controls()
    app.include_router(signing_in.router)
    app.include_router(recordings.router)
    app.include_router(call_export.router)
    app.include_router(hearing.router)
    app.include_router(old_addresses.router)
    hearing.serve_hearing()
    app.add_middleware(SecureHeaders)
    pages.add_middleware(Nonces)  # before what compresses the pages
    answer_unknown_addresses(pages)
    ui.run_with(
        app,
        mount_path=ROOT,
        title="Hookflash",
        favicon=ICON,
        dark=None,
        language="en-US",
        tailwind=False,
        show_welcome_message=False,
    )


async def _open(request: Request) -> Response | None:
    """Open the console in a window, at one of its pages; it requires a session."""
    client = ui.context.client
    asker = await running().sessions.asker(request.cookies.get(COOKIE, ""))
    if asker is None:
        client.delete()  # keep no state for visitors without a session
        return signing_in.to_sign_in(request)
    client.storage["asker"] = asker
    await build(PAGES)
    return None
