"""Keeps cached calls up to date with what other processes append to the log."""

import asyncio
from typing import Final

from hookflash.domain.call.events import CallEvent
from hookflash.domain.erasure.events import ContactErased, erasures_stream
from hookflash.domain.unreadable import Entry
from hookflash.orchestrator.log.errors import UnreadableEvent
from hookflash.orchestrator.log.log import EventLog
from hookflash.orchestrator.log.resilience import until_log_closes
from hookflash.orchestrator.ports.clock import Clock
from hookflash.orchestrator.runtime.command_handler import CommandHandler
from hookflash.orchestrator.runtime.dispatcher import Dispatcher
from hookflash.orchestrator.telemetry.logs import get_logger

REST: Final = 0.01
"""Seconds between two polls of a server's log, so that each finds more. A file is cheap to poll."""
ERASURES: Final = erasures_stream("")
"""How the streams that record erasures end."""

logger = get_logger(__name__)


class LogTail:
    """Follows the log from ``position``.

    An optimisation: without it, a stale call is only detected when its append conflicts.
    """

    def __init__(
        self, log: EventLog, calls: CommandHandler, dispatch: Dispatcher, position: int
    ) -> None:
        self._log = log
        self._calls = calls
        self._dispatch = dispatch
        self._position = position

    async def run(self, clock: Clock) -> None:
        """Follow until the log closes; retry while its database is unavailable."""
        await until_log_closes(self._follow, "log_subscription_failed", clock.sleep)

    async def _follow(self) -> None:
        async for reached, batch in self._log.foreign(self._concerns, self._position):
            for position, event in batch:
                await self._absorb(event)
                self._position = position
            self._position = reached
            if not self._log.store.is_local:
                await asyncio.sleep(REST)

    def _concerns(self, stream: str) -> bool:
        """Whether an event of ``stream`` can change a call that is cached here."""
        return stream.endswith(ERASURES) or self._calls.cached(stream) is not None

    async def _absorb(self, event: Entry) -> None:
        if isinstance(event, CallEvent) and self._calls.absorb(event):
            await self._call_changed(event.call_id)
        elif isinstance(event, ContactErased):
            for erased in event.streams:
                self._calls.forget(erased.stream)

    async def _call_changed(self, call_id: str) -> None:
        try:
            await self._dispatch.call_changed(call_id)
        except UnreadableEvent as error:  # concerns this call alone
            logger.error("call_unreadable", call_id=call_id, error=str(error))  # noqa: TRY400
