"""Follows the log, in one worker of all, and tells what has ended."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, cast

import structlog

from hookflash.domain.call.events import CallEvent
from hookflash.domain.event import Event
from hookflash.orchestrator.log.cursors import Cursors, LeaseLost
from hookflash.orchestrator.log.errors import LogClosed
from hookflash.orchestrator.log.log import EventLog
from hookflash.orchestrator.ports.clock import Clock
from hookflash.orchestrator.telemetry.story import ENDING, Span, ended_by

NAME: Final = "telemetry"
LEASE: Final = timedelta(seconds=60)
RENEW: Final = 20.0
"""Seconds after which the lease is renewed, and the position kept."""
LOOK: Final = 5.0
"""Seconds until a worker that does not lead looks whether it may."""
logger = structlog.get_logger(__name__)


@dataclass(frozen=True)
class TelemetryFeed:
    """What an observer needs; ``ask`` puts a database to use without holding up the loop."""

    log: EventLog
    cursors: Cursors
    clock: Clock
    worker: str
    ask: Callable[..., Awaitable[Any]]


class Observer:
    """Tells every span once it has ended, to all its ``listeners``.

    One worker leads and tells for all; when it stops, another goes on. After a crash that may be
    up to 20 s back: the spans of those seconds are told again, under the same ids.
    """

    def __init__(self, post: TelemetryFeed) -> None:
        self._post = post
        self.listeners: list[Callable[[Span], None]] = []
        self._position = 0
        self._held_at: datetime | None = None
        self.leads = False

    async def run(self) -> None:
        """Follow whenever no other worker does, until cancelled or the log is closed."""
        try:
            while await self._turn():
                await self._post.clock.sleep(LOOK)
        finally:
            await self._stop()

    async def _turn(self) -> bool:
        try:
            await self._begin()
            position = await self._hold()
            if position is not None:
                self._position, self.leads = position, True
                await self._follow()
        except LogClosed:
            return False
        except LeaseLost:
            logger.warning("telemetry_taken_over")
        except Exception:
            logger.exception("telemetry_interrupted")
        finally:
            self.leads = False
        return True

    async def _begin(self) -> None:
        """Begin with what comes now: what happened before anybody looked is not told."""
        if self._held_at is None:
            last = await self._post.log.last_position()
            await self._post.ask(self._post.cursors.open, NAME, last)

    async def _follow(self) -> None:
        while True:
            await self._keep()
            page = await self._post.log.read_log(self._position)
            for position, event in page:
                if isinstance(event, ENDING):
                    await self._tell(event)
                self._position = position
            if not page:
                await self._grown()

    async def _tell(self, event: Event) -> None:
        events = await self._post.log.read_stream(event.stream)
        history = [one for one in events if one.position <= event.position]
        try:
            span = ended_by(cast("list[CallEvent]", history))
            for listen in self.listeners if span is not None else ():
                listen(cast("Span", span))
        except Exception:
            logger.exception("not_told", stream=event.stream, position=event.position)

    async def _grown(self) -> None:
        """Wait for the log to grow, but not for longer than the lease allows."""
        try:
            async with asyncio.timeout(RENEW):
                if not await self._post.log.wait_beyond(self._position):
                    raise LogClosed("the log is closed")
        except TimeoutError:
            return

    async def _keep(self) -> None:
        now = self._post.clock.now()
        if self._held_at is not None and (now - self._held_at).total_seconds() < RENEW:
            return
        if await self._hold() is None:
            raise LeaseLost
        await self._post.ask(self._post.cursors.move, NAME, self._post.worker, self._position)

    async def _hold(self) -> int | None:
        now = self._post.clock.now()
        position: int | None = await self._post.ask(
            self._post.cursors.hold, NAME, self._post.worker, now, now + LEASE
        )
        if position is not None:
            self._held_at = now
        return position

    async def _stop(self) -> None:
        """Have the next worker go on right here."""
        cursors, worker = self._post.cursors, self._post.worker
        if self._held_at is not None:
            try:
                await self._post.ask(cursors.move, NAME, worker, self._position)
            except LeaseLost:
                return
            await self._post.ask(cursors.release, NAME, worker)
