"""Ends appends that another worker began and left: stopped, or cut off from the database.

Readers wait for an append that is not finished, so that they never skip an event. Without this,
one stopped worker would keep every newer event from every view.
"""

import asyncio
from typing import Final

from hookflash.orchestrator.log.errors import LogClosed
from hookflash.orchestrator.log.store import Store
from hookflash.orchestrator.ports.clock import Clock
from hookflash.orchestrator.telemetry.logs import get_logger

EVERY_SECONDS: Final = 0.5
"""Interval between two looks."""
logger = get_logger(__name__)


class StalledAppends:
    """Looks for them on a database server; on SQLite, readers never wait."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def run(self) -> None:
        """Look until the log is closed."""
        while not self._store.is_local:
            try:
                for ended in await asyncio.to_thread(self._store.end_stalled):
                    logger.warning("stalled_append", found=ended)
            except LogClosed:
                return
            except Exception as error:  # noqa: BLE001 - the database is away; look again
                logger.debug("stalled_appends_not_seen", error=str(error))
            await self._clock.sleep(EVERY_SECONDS)
