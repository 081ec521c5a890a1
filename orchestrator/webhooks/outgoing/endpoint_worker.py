"""Delivers one endpoint's events while this worker holds its lease."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from hookflash.domain.audience import is_for
from hookflash.domain.unreadable import Unreadable
from hookflash.domain.webhook.endpoint import Endpoint
from hookflash.orchestrator.log.cursors import LeaseLost
from hookflash.orchestrator.log.errors import LogClosed
from hookflash.orchestrator.log.log import EventLog
from hookflash.orchestrator.ports.clock import Clock
from hookflash.orchestrator.telemetry.logs import get_logger
from hookflash.orchestrator.webhooks.outgoing.delivery_store import DeliveryStore, Key, Settled
from hookflash.orchestrator.webhooks.outgoing.endpoints import GONE, EndpointBook
from hookflash.orchestrator.webhooks.outgoing.http_attempt import HttpPoster
from hookflash.orchestrator.webhooks.outgoing.ordered_queues import OrderedQueues, Waiting, lane_of
from hookflash.orchestrator.webhooks.outgoing.shared_reader import SharedReader
from hookflash.orchestrator.webhooks.outgoing.stored_message import StoredMessages

LEASE: Final = timedelta(seconds=60)
"""How long a worker holds an endpoint without renewing the lease."""
RENEW: Final = timedelta(seconds=20)
"""How often the lease is renewed."""
RETRY_SECONDS: Final = 5.0
"""Seconds before another try at an endpoint that failed or that another worker holds."""
DRAIN_SECONDS: Final = 2.0
"""Seconds that requests in flight are given to finish when the worker stops."""
MAX_CONCURRENT: Final = 8
"""Requests in flight per endpoint, each for another stream."""
MAX_WAITING: Final = 10_000
"""Events queued per endpoint; once that many wait, no more are read from the log."""
logger = get_logger(__name__)


@dataclass(frozen=True)
class DeliveryContext:
    """Shared by all endpoint workers of a process; ``worker`` is its worker id.

    ``run_blocking`` runs a call to ``store`` without blocking the event loop.
    """

    log: EventLog
    reader: SharedReader
    messages: StoredMessages
    book: EndpointBook
    store: DeliveryStore
    poster: HttpPoster
    clock: Clock
    worker: str
    run_blocking: Callable[..., Awaitable[Any]]


class EndpointWorker:
    """Delivers to ``endpoint``, which the supervisor may replace while the worker runs."""

    def __init__(self, endpoint: Endpoint, context: DeliveryContext) -> None:
        self.endpoint = endpoint
        self._context = context
        self._key = Key(endpoint.workspace, endpoint.id)
        self._position = 0
        self._behind = True
        self._renewed_at: datetime | None = None
        self._queues = OrderedQueues()
        self._sending: dict[asyncio.Task[Settled], Waiting] = {}

    async def run(self) -> None:
        """Deliver whenever the lease is free, until cancelled or the log is closed."""
        try:
            while await self._deliver_under_lease():
                await self._context.clock.sleep(RETRY_SECONDS)
        finally:
            release = self._context.store.release
            await self._context.run_blocking(release, self._key, self._context.worker)

    async def _deliver_under_lease(self) -> bool:
        """Deliver until the lease is lost or a fault occurs; False once the log is closed."""
        try:
            await self._open_cursor()
            if (position := await self._acquire_lease()) is not None:
                self._position = position
                load = self._context.store.waiting
                self._queues = OrderedQueues(await self._context.run_blocking(load, self._key))
                await self._deliver()
        except asyncio.CancelledError:
            await self._drain()
            raise
        except LogClosed:
            return False
        except LeaseLost:
            logger.warning("webhook_lease_lost", endpoint=self.endpoint.id)
        except Exception:
            logger.exception("webhook_delivery_failed", endpoint=self.endpoint.id)
        finally:
            await self._cancel_sending()
        return True

    async def _deliver(self) -> None:
        while self.endpoint.enabled:
            await self._renew_lease()
            await self._read_log()
            self._start_sending()
            await self._settle(await self._wait_for_work())

    async def _open_cursor(self) -> None:
        """Start at the end of the log if the endpoint was imported without a cursor."""
        if self._renewed_at is None:
            last = await self._context.log.last_position()
            await self._context.run_blocking(self._context.store.open, self._key, last)

    async def _acquire_lease(self) -> int | None:
        """Acquire or renew the endpoint's lease; returns its position, None if it is taken."""
        now = self._context.clock.now()
        position: int | None = await self._context.run_blocking(
            self._context.store.hold, self._key, self._context.worker, now, now + LEASE
        )
        if position is not None:
            self._renewed_at = now
        return position

    async def _renew_lease(self) -> None:
        """Renew the lease and store the position when due. Raises :class:`LeaseLost`."""
        if self._renewed_at is not None and self._context.clock.now() - self._renewed_at < RENEW:
            return
        if await self._acquire_lease() is None:
            raise LeaseLost
        await self._enqueue([])

    async def _read_log(self) -> None:
        """Queue the wanted events of the next page, unless the queue is full."""
        self._behind = False
        if len(self._queues) >= MAX_WAITING:
            return
        page = await self._context.reader.page_after(self._position)
        if not page:
            return
        self._behind, self._position = True, page[-1][0]
        now = self._context.clock.now()
        new = [
            Waiting(position, lane_of(event.stream), 0, now)
            for position, event in page
            if not isinstance(event, Unreadable)
            and is_for(self.endpoint.workspace, event)
            and self.endpoint.wants(event.TOPIC)
        ]
        if new:
            await self._enqueue(new)
            self._queues.add(new)

    async def _enqueue(self, new: list[Waiting]) -> None:
        enqueue, worker = self._context.store.enqueue, self._context.worker
        await self._context.run_blocking(enqueue, self._key, worker, self._position, new)

    def _start_sending(self) -> None:
        now = self._context.clock.now()
        if self._context.poster.earliest(self.endpoint.url) > now:
            return
        busy = {waiting.lane for waiting in self._sending.values()}
        for waiting in self._queues.due(now, busy, MAX_CONCURRENT - len(self._sending)):
            self._sending[asyncio.create_task(self._send(waiting))] = waiting

    async def _send(self, waiting: Waiting) -> Settled:
        message = await self._context.messages.at(waiting.position, self._key.workspace)
        if message is None:
            return Settled(waiting, None, None)
        attempt = await self._context.poster.post(self.endpoint, message, waiting.attempts + 1)
        # After a 410 the event keeps waiting: it is sent once the endpoint is enabled again.
        kept = attempt["at"] if attempt["outcome"] == "gone" else None
        placed = attempt | {"position": waiting.position}
        return Settled(waiting, placed, attempt["next_at"] or kept)

    async def _wait_for_work(self) -> list[asyncio.Task[Settled]]:
        """Wait until there is something to do; returns the requests that have finished."""
        if not self._behind:
            growth = asyncio.create_task(self._wait_for_growth())
            pause = asyncio.create_task(self._context.clock.sleep(self._seconds_until_due()))
            try:
                await asyncio.wait(
                    {growth, pause, *self._sending}, return_when=asyncio.FIRST_COMPLETED
                )
            finally:
                growth.cancel()
                pause.cancel()
        return [task for task in self._sending if task.done()]

    async def _wait_for_growth(self) -> None:
        """Wait for new events in the log; forever while the queue is full."""
        if len(self._queues) >= MAX_WAITING:
            await asyncio.Event().wait()
        await self._context.reader.wait_for_growth(self._position)

    def _seconds_until_due(self) -> float:
        """Seconds until the next event is due or the lease has to be renewed."""
        busy = {waiting.lane for waiting in self._sending.values()}
        due = None if len(busy) >= MAX_CONCURRENT else self._queues.next_due(busy)
        if due is None:
            return RENEW.total_seconds()
        due = max(due, self._context.poster.earliest(self.endpoint.url))
        return max(0.0, min(RENEW, due - self._context.clock.now()).total_seconds())

    async def _settle(self, sent: list[asyncio.Task[Settled]]) -> None:
        settled = [task.result() for task in sent]
        if settled:
            await self._context.run_blocking(self._context.store.settle, self._key, settled)
        for task, (waiting, attempt, due_at) in zip(sent, settled, strict=True):
            del self._sending[task]
            if due_at is None:
                self._queues.done(waiting)
            else:
                self._queues.postpone(waiting, due_at)
            if attempt is not None and attempt["outcome"] == "gone":
                await self._disable(attempt["message"], attempt["at"])

    async def _disable(self, message: str, at: datetime) -> None:
        await self._context.book.disable_gone(self.endpoint, message, at)
        self.endpoint = replace(self.endpoint, enabled=False, disabled=GONE)

    async def _drain(self) -> None:
        """Give requests in flight a moment to finish, so that no other worker repeats them."""
        if self._sending:
            done, _ = await asyncio.wait(self._sending, timeout=DRAIN_SECONDS)
            await self._settle([task for task in done if task.exception() is None])

    async def _cancel_sending(self) -> None:
        for task in self._sending:
            task.cancel()
        await asyncio.gather(*self._sending, return_exceptions=True)
        self._sending.clear()
