"""Following a log to its end, past whatever its database does meanwhile."""

from collections.abc import Awaitable, Callable
from typing import Final

import structlog

from hookflash.orchestrator.log.errors import LogClosed

PAUSE: Final = 1.0
"""Seconds before the log is followed again after its database did not answer."""
logger = structlog.get_logger(__name__)


async def until_log_closes(
    follow: Callable[[], Awaitable[None]], fault: str, sleep: Callable[[float], Awaitable[None]]
) -> None:
    """Have ``follow`` go on until it returns, or the log is closed under it.

    Whatever else ends it is written down as ``fault``, and it is begun again after a pause.
    """
    while True:
        try:
            return await follow()
        except LogClosed:
            return None
        except Exception:
            logger.exception(fault)
            await sleep(PAUSE)
