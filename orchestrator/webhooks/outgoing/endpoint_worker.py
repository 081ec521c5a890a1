"""Brings one endpoint its events, for as long as no other worker does."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from hookflash.domain.audience import is_for
from hookflash.domain.webhook.endpoint import Endpoint
from hookflash.orchestrator.log.cursors import LeaseLost
from hookflash.orchestrator.log.errors import LogClosed
from hookflash.orchestrator.log.log import EventLog
from hookflash.orchestrator.ports.clock import Clock
from hookflash.orchestrator.runtime.command_handler import CommandHandler
from hookflash.orchestrator.telemetry.logs import get_logger
from hookflash.orchestrator.webhooks.outgoing.delivery_store import DeliveryStore, Key, Settled
from hookflash.orchestrator.webhooks.outgoing.endpoints import EndpointBook
from hookflash.orchestrator.webhooks.outgoing.envelope import message_of
from hookflash.orchestrator.webhooks.outgoing.http_attempt import HttpPoster
from hookflash.orchestrator.webhooks.outgoing.ordered_queues import OrderedQueues, Waiting, lane_of
from hookflash.orchestrator.webhooks.outgoing.shared_reader import SharedReader

LEASE: Final = timedelta(seconds=60)
"""For how long a worker has an endpoint to itself; it asks for more in good time."""
RENEW: Final = timedelta(seconds=20)
LOOK: Final = 5.0
"""Seconds until an endpoint that another worker has, or that failed, is looked at again."""
DRAIN: Final = 2.0
"""Seconds that are given to what is on its way when the worker stops."""
AT_ONCE: Final = 8
"""How many streams of an endpoint are sent side by side."""
ROOM: Final = 10_000
"""How many events may wait for an endpoint; when they do, no more are taken from the log."""
logger = get_logger(__name__)


@dataclass(frozen=True)
class DeliveryContext:
    """What all couriers of a process share; ``worker`` is its id.

    ``ask`` puts a question to the shelf without holding up the event loop.
    """

    log: EventLog
    pages: SharedReader
    calls: CommandHandler
    book: EndpointBook
    shelf: DeliveryStore
    poster: HttpPoster
    clock: Clock
    worker: str
    ask: Callable[..., Awaitable[Any]]


class EndpointWorker:
    """Sends what is for ``endpoint``, which may be changed while it runs."""

    def __init__(self, endpoint: Endpoint, office: DeliveryContext) -> None:
        self.endpoint = endpoint
        self._office = office
        self._key = Key(endpoint.workspace, endpoint.id)
        self._position = 0
        self._behind = True
        self._held_at: datetime | None = None
        self._lanes = OrderedQueues()
        self._sending: dict[asyncio.Task[Settled], Waiting] = {}

    async def run(self) -> None:
        """Send whenever no other worker does, until cancelled or the log is closed."""
        try:
            while await self._turn():
                await self._office.clock.sleep(LOOK)
        finally:
            await self._office.ask(self._office.shelf.release, self._key, self._office.worker)

    async def _turn(self) -> bool:
        """Send for as long as that goes well; false once the log is closed."""
        try:
            await self._begin()
            if (position := await self._hold()) is not None:
                self._position = position
                waiting = await self._office.ask(self._office.shelf.waiting, self._key)
                self._lanes = OrderedQueues(waiting)
                await self._send_on()
        except asyncio.CancelledError:
            await self._finish()
            raise
        except LogClosed:
            return False
        except LeaseLost:
            logger.warning("webhooks_taken_over", endpoint=self.endpoint.id)
        except Exception:
            logger.exception("webhooks_not_sent", endpoint=self.endpoint.id)
        finally:
            await self._break_off()
        return True

    async def _send_on(self) -> None:
        while self.endpoint.enabled:
            await self._keep_hold()
            await self._take_in()
            self._set_out()
            await self._settle(await self._something())

    async def _begin(self) -> None:
        """Begin with what comes now, in a log whose endpoints were imported without their rows."""
        if self._held_at is None:
            last = await self._office.log.last_position()
            await self._office.ask(self._office.shelf.open, self._key, last)

    async def _hold(self) -> int | None:
        """Have the endpoint to ourselves; gives the position it has come to."""
        now = self._office.clock.now()
        position: int | None = await self._office.ask(
            self._office.shelf.hold, self._key, self._office.worker, now, now + LEASE
        )
        if position is not None:
            self._held_at = now
        return position

    async def _keep_hold(self) -> None:
        if self._held_at is not None and self._office.clock.now() - self._held_at < RENEW:
            return
        if await self._hold() is None:
            raise LeaseLost
        await self._enter([])

    async def _take_in(self) -> None:
        """Read on in the log by a page, if there is room for what it may hold."""
        self._behind = False
        if len(self._lanes) >= ROOM:
            return
        page = await self._office.pages.beyond(self._position)
        if not page:
            return
        self._behind, self._position = True, page[-1][0]
        now = self._office.clock.now()
        new = [
            Waiting(position, lane_of(event.stream), 0, now)
            for position, event in page
            if is_for(self.endpoint.workspace, event) and self.endpoint.wants(event.TOPIC)
        ]
        if new:
            await self._enter(new)
            self._lanes.add(new)

    async def _enter(self, new: list[Waiting]) -> None:
        take_in = self._office.shelf.take_in
        await self._office.ask(take_in, self._key, self._office.worker, self._position, new)

    def _set_out(self) -> None:
        now = self._office.clock.now()
        if self._office.poster.earliest(self.endpoint.url) > now:
            return
        busy = {one.lane for one in self._sending.values()}
        for one in self._lanes.due(now, busy, AT_ONCE - len(self._sending)):
            self._sending[asyncio.create_task(self._send(one))] = one

    async def _send(self, one: Waiting) -> Settled:
        """Send an event as the log has it now: whoever was erased meanwhile is not in it."""
        placed = await self._office.log.read_log(one.position - 1, 1)
        if not placed or placed[0][0] != one.position:
            return Settled(one, None, None)
        message = await message_of(
            placed[0][1], one.position, self._key.workspace, self._office.calls
        )
        tried = await self._office.poster.post(self.endpoint, message, one.attempts + 1)
        kept = tried["at"] if tried["outcome"] == "gone" else None
        return Settled(one, tried, tried["next_at"] or kept)

    async def _something(self) -> list[asyncio.Task[Settled]]:
        """Wait until there is something to do; gives what was sent by then."""
        if not self._behind:
            grown = asyncio.create_task(self._grown())
            pause = asyncio.create_task(self._office.clock.sleep(self._pause()))
            try:
                await asyncio.wait(
                    {grown, pause, *self._sending}, return_when=asyncio.FIRST_COMPLETED
                )
            finally:
                grown.cancel()
                pause.cancel()
        return [task for task in self._sending if task.done()]

    async def _grown(self) -> None:
        """Wait for the log to grow, if what is new can be taken in."""
        if len(self._lanes) >= ROOM:
            await asyncio.Event().wait()
        await self._office.pages.grown(self._position)

    def _pause(self) -> float:
        """Seconds until something is due."""
        busy = {one.lane for one in self._sending.values()}
        due = None if len(busy) >= AT_ONCE else self._lanes.next_due(busy)
        if due is None:
            return RENEW.total_seconds()
        due = max(due, self._office.poster.earliest(self.endpoint.url))
        return max(0.0, min(RENEW, due - self._office.clock.now()).total_seconds())

    async def _settle(self, sent: list[asyncio.Task[Settled]]) -> None:
        settled = [task.result() for task in sent]
        if settled:
            await self._office.ask(self._office.shelf.settle, self._key, settled)
        for task, (waiting, tried, due_at) in zip(sent, settled, strict=True):
            del self._sending[task]
            if due_at is None:
                self._lanes.done(waiting)
            else:
                self._lanes.postpone(waiting, due_at)
            if tried is not None and tried["outcome"] == "gone":
                await self._switch_off(tried["message"])

    async def _switch_off(self, message: str) -> None:
        reason = "The receiver said that it is gone for good (410)."
        key = self._key
        await self._office.book.disable(*key, reason, f"gone/{key.endpoint}/{message}")
        self.endpoint = replace(self.endpoint, enabled=False, disabled=reason)

    async def _finish(self) -> None:
        """Wait a moment for what is on its way, so that nobody sends it again."""
        if self._sending:
            done, _ = await asyncio.wait(self._sending, timeout=DRAIN)
            await self._settle([task for task in done if task.exception() is None])

    async def _break_off(self) -> None:
        for task in self._sending:
            task.cancel()
        await asyncio.gather(*self._sending, return_exceptions=True)
        self._sending.clear()
