"""Keeps work on the log going through database faults."""

from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

from hookflash.orchestrator.log.errors import LogClosed, LogUnavailable
from hookflash.orchestrator.telemetry.logs import get_logger

RETRY_SECONDS: Final = 1.0
"""Delay before a follower that failed is restarted."""
AGAIN_SECONDS: Final = 0.5
"""Delay before work is repeated for which the database did not answer."""
T = TypeVar("T")
logger = get_logger(__name__)


async def until_log_closes(
    follow: Callable[[], Awaitable[None]], fault: str, sleep: Callable[[float], Awaitable[None]]
) -> None:
    """Run ``follow`` until it returns or the log is closed.

    Any other exception is logged as the event ``fault``, and ``follow`` is restarted after a pause.
    """
    while True:
        try:
            return await follow()
        except LogClosed:
            return None
        except Exception:
            logger.exception(fault, retry_seconds=RETRY_SECONDS)
            await sleep(RETRY_SECONDS)


async def until_available(
    work: Callable[[], Awaitable[T]], sleep: Callable[[float], Awaitable[None]]
) -> T:
    """Do ``work``, again while the database does not answer; it must be safe to repeat."""
    while True:
        try:
            return await work()
        except LogUnavailable as error:
            logger.warning("log_unavailable", error=str(error), retry_seconds=AGAIN_SECONDS)
            await sleep(AGAIN_SECONDS)
