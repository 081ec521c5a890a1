"""Tells the user when an action on a page fails."""

from collections.abc import Awaitable, Callable, Coroutine
from inspect import isawaitable
from typing import Any

from nicegui import events, ui
from sqlalchemy.exc import DBAPIError

from hookflash import LogFault
from hookflash.orchestrator.telemetry.logs import get_logger

Act = Callable[..., Awaitable[None] | None]
logger = get_logger(__name__)


def reporting_failures(
    act: Act, tell: Callable[[str], None]
) -> Callable[..., Coroutine[Any, Any, None]]:
    """Wrap a handler so that failures are logged and ``tell`` gets a message for the user."""

    async def do(*args: Any) -> None:
        try:
            done = act(*args)
            if isawaitable(done):
                await done
        except (LogFault, DBAPIError) as error:
            logger.error("database_fault", error=str(error))  # noqa: TRY400 - no bug here
            tell("The database did not answer. Your change may not have been saved; try again.")
        except Exception:
            logger.exception("control_failed")
            tell("That did not work. The server’s log has the details.")  # noqa: RUF001 - apostrophe

    return do


def taking_event(act: Act) -> Callable[[events.GenericEventArguments], Coroutine[Any, Any, None]]:
    """Wrap a handler that needs the event: failures are logged, and shown on this page."""
    do = reporting_failures(act, notify_here())

    async def take(event: events.GenericEventArguments) -> None:
        await do(event)

    return take


def notify_here() -> Callable[[str], None]:
    """Return a function that shows an error on this page, even if its elements are deleted."""
    client = ui.context.client

    def tell(words: str) -> None:
        with client:
            ui.notify(words, type="negative")

    return tell
