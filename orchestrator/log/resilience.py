"""Keeps a follower of the log running through database faults."""

from collections.abc import Awaitable, Callable
from typing import Final

from hookflash.orchestrator.log.errors import LogClosed
from hookflash.orchestrator.telemetry.logs import get_logger

RETRY_SECONDS: Final = 1.0
"""Delay before a follower that failed is restarted."""
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
