"""Gives pages access to the console that this process serves."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from nicegui import app

from hookflash.orchestrator.call_center import CallCenter

if TYPE_CHECKING:
    from hookflash.orchestrator.console.live_updates import LiveUpdates
    from hookflash.orchestrator.console.session import Sessions
    from hookflash.orchestrator.console.sign_in_links import SignInLinks


@dataclass(frozen=True)
class Console:
    """State shared by all pages."""

    center: CallCenter
    sessions: "Sessions"
    links: "SignInLinks"
    live_updates: "LiveUpdates"


def running() -> Console:
    """Return the console passed to :func:`start`."""
    return cast(Console, app.state.hookflash)


def start(console: Console) -> None:
    """Set the console of this process; NiceGUI serves one application per process."""
    app.state.hookflash = console
