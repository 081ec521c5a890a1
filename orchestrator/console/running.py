"""The console that this process serves, for the pages to find."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from nicegui import app

from hookflash.orchestrator.call_center import CallCenter

if TYPE_CHECKING:
    from hookflash.orchestrator.console.following import Following
    from hookflash.orchestrator.console.session import Sessions
    from hookflash.orchestrator.console.sign_in_links import SignInLinks


@dataclass(frozen=True)
class Console:
    """What all pages share."""

    center: CallCenter
    sessions: "Sessions"
    links: "SignInLinks"
    following: "Following"


def running() -> Console:
    """The console that :func:`start` was given."""
    return cast(Console, app.state.hookflash)


def start(console: Console) -> None:
    """Make ``console`` the one of this process: NiceGUI serves one application a process."""
    app.state.hookflash = console
