"""What somebody is told when what they did could not be done."""

from collections.abc import Awaitable, Callable, Coroutine
from inspect import isawaitable
from typing import Any

from nicegui import ui
from sqlalchemy.exc import DBAPIError

from hookflash import LogFault
from hookflash.orchestrator.telemetry.logs import get_logger

Act = Callable[..., Awaitable[None] | None]
logger = get_logger(__name__)


def minded(act: Act, tell: Callable[[str], None]) -> Callable[..., Coroutine[Any, Any, None]]:
    """Do as ``act`` does; ``tell`` whoever wanted it when that fails, and the log why."""

    async def do(*args: Any) -> None:
        try:
            done = act(*args)
            if isawaitable(done):
                await done
        except (LogFault, DBAPIError) as error:
            logger.error("database_fault", error=str(error))  # noqa: TRY400 - it is not ours
            tell("The database did not answer, and it may not have been done. Try again.")
        except Exception:
            logger.exception("control_failed")
            tell("That did not work; the server’s log says more.")  # noqa: RUF001 - apostrophe

    return do


def telling_here() -> Callable[[str], None]:
    """A way to tell something to whoever has this page open, also when its parts are gone."""
    client = ui.context.client

    def tell(words: str) -> None:
        with client:
            ui.notify(words, type="negative")

    return tell
