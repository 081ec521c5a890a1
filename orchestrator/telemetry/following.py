"""Follows the log in one worker at a time, and exports spans of what has ended."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, cast

from hookflash.domain.call.events import CallEvent
from hookflash.domain.event import Event
from hookflash.orchestrator.log.cursors import Cursors, LeaseLost
from hookflash.orchestrator.log.errors import LogClosed, LogUnavailable
from hookflash.orchestrator.log.log import EventLog
from hookflash.orchestrator.ports.clock import Clock
from hookflash.orchestrator.telemetry.logs import get_logger
from hookflash.orchestrator.telemetry.story import ENDING, Span, ended_by

NAME: Final = "telemetry"
LEASE: Final = timedelta(seconds=60)
RENEW_SECONDS: Final = 20.0
"""Interval at which the lease is renewed and the position stored."""
RETRY_SECONDS: Final = 5.0
"""Interval at which a worker without the lease tries to acquire it."""
logger = get_logger(__name__)


@dataclass(frozen=True)
class TelemetryFeed:
    """What an observer needs; ``ask`` runs a database call without blocking the event loop."""

    log: EventLog
    cursors: Cursors
    clock: Clock
    worker: str
    ask: Callable[..., Awaitable[Any]]


class Observer:
    """Passes every span to its ``listeners`` once it has ended.

    One worker holds the lease and exports for all; when it stops, another continues. After a crash
    the stored position may be up to 20 s old: the spans of those seconds are exported again, with
    the same ids.
    """

    def __init__(self, feed: TelemetryFeed) -> None:
        self._feed = feed
        self.listeners: list[Callable[[Span], None]] = []
        self._position = 0
        self._held_at: datetime | None = None
        self.leads = False

    async def run(self) -> None:
        """Follow whenever the lease is free, until cancelled or the log is closed."""
        try:
            while await self._lead():
                await self._feed.clock.sleep(RETRY_SECONDS)
        finally:
            await self._stop()

    async def _lead(self) -> bool:
        """Follow while the lease is ours; False once the log is closed."""
        try:
            await self._open_cursor()
            position = await self._acquire()
            if position is not None:
                self._position, self.leads = position, True
                logger.debug("telemetry_lease_acquired", position=position)
                await self._follow()
        except LogClosed:
            return False
        except LeaseLost:
            logger.warning("telemetry_lease_lost", position=self._position)
        except Exception:
            logger.exception("telemetry_interrupted", position=self._position)
        finally:
            self.leads = False
        return True

    async def _open_cursor(self) -> None:
        """Create the cursor at the end of the log: nothing earlier is exported."""
        if self._held_at is None:
            last = await self._feed.log.last_position()
            await self._feed.ask(self._feed.cursors.open, NAME, last)

    async def _follow(self) -> None:
        while True:
            await self._renew()
            page = await self._feed.log.read_log(self._position)
            for position, event in page:
                if isinstance(event, ENDING):
                    await self._export(event)
                self._position = position
            if not page:
                await self._wait_for_growth()

    async def _export(self, event: Event) -> None:
        try:
            events = await self._feed.log.read_stream(event.stream)
            history = [one for one in events if one.position <= event.position]
            span = ended_by(cast("list[CallEvent]", history))
            for listen in self.listeners if span is not None else ():
                listen(cast("Span", span))
        except (LogClosed, LogUnavailable):
            raise
        except Exception:
            logger.exception("span_export_failed", stream=event.stream, position=event.position)

    async def _wait_for_growth(self) -> None:
        """Wait for the log to grow, but no longer than the lease allows."""
        try:
            async with asyncio.timeout(RENEW_SECONDS):
                if not await self._feed.log.wait_beyond(self._position):
                    raise LogClosed("the log is closed")
        except TimeoutError:
            return

    async def _renew(self) -> None:
        now = self._feed.clock.now()
        if self._held_at is not None and (now - self._held_at).total_seconds() < RENEW_SECONDS:
            return
        if await self._acquire() is None:
            raise LeaseLost
        await self._feed.ask(self._feed.cursors.move, NAME, self._feed.worker, self._position)

    async def _acquire(self) -> int | None:
        now = self._feed.clock.now()
        position: int | None = await self._feed.ask(
            self._feed.cursors.hold, NAME, self._feed.worker, now, now + LEASE
        )
        if position is not None:
            self._held_at = now
        return position

    async def _stop(self) -> None:
        """Store the position and release the lease, so that another worker continues here."""
        cursors, worker = self._feed.cursors, self._feed.worker
        if self._held_at is not None:
            try:
                await self._feed.ask(cursors.move, NAME, worker, self._position)
            except LeaseLost:
                return
            await self._feed.ask(cursors.release, NAME, worker)
