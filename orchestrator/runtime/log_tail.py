"""Keeps the calls in memory in step with what other processes append to the same log."""

import asyncio
from typing import Final

from hookflash.domain.call.events import CallEvent
from hookflash.domain.erasure.events import ContactErased
from hookflash.domain.event import Event
from hookflash.orchestrator.log.log import EventLog
from hookflash.orchestrator.log.resilience import until_log_closes
from hookflash.orchestrator.ports.clock import Clock
from hookflash.orchestrator.runtime.command_handler import CommandHandler
from hookflash.orchestrator.runtime.dispatcher import Dispatcher

REST: Final = 0.01
"""Seconds between two looks at a server's log, so that each finds more; a file's costs little."""


class LogTail:
    """Follows the log beyond ``position``.

    Without it nothing goes wrong, only later: a stale call is found out when its append conflicts.
    """

    def __init__(
        self, log: EventLog, calls: CommandHandler, dispatch: Dispatcher, position: int
    ) -> None:
        self._log = log
        self._calls = calls
        self._dispatch = dispatch
        self._position = position

    async def run(self, clock: Clock) -> None:
        """Follow until the log closes, however often its database is away."""
        await until_log_closes(self._follow, "log_subscription_failed", clock.sleep)

    async def _follow(self) -> None:
        async for batch in self._log.batches(self._position):
            for position, event in batch:
                await self._take_in(event)
                self._position = position
            if not self._log.store.is_local:
                await asyncio.sleep(REST)

    async def _take_in(self, event: Event) -> None:
        if isinstance(event, CallEvent) and self._calls.absorb(event):
            await self._dispatch.notice(event.call_id)
        elif isinstance(event, ContactErased):
            for erased in event.streams:
                self._calls.forget(erased.stream)
