"""Tells whether a worker that owes a move is at it, or died.

A worker that thinks leaves no trace in the log. It holds a lease on a turn that lasts, and renews
it every second; a turn without one is over, or its worker is dead. A mistake does no harm: the
append race decides which worker's agent moves, and the other one's does not.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Coroutine, Mapping
from datetime import datetime, timedelta
from typing import Any, Final, Protocol

from hookflash.orchestrator.log.turn_table import TurnTable
from hookflash.orchestrator.ports.clock import Clock
from hookflash.orchestrator.telemetry.logs import get_logger

RENEWED_SECONDS: Final = 1.0
"""From the begin of a turn to its lease, and between two renewals."""
DEAD_SECONDS: Final = 3.0
"""A lease that was not renewed for so long is free, and a turn without one by then is over."""
logger = get_logger(__name__)


class Leases(Protocol):
    """The leases of all workers on one log."""

    async def hold(self, calls: Collection[str]) -> set[str]:
        """Acquire or renew leases; returns the calls of those that this worker then has."""
        ...

    async def release(self, calls: Collection[str]) -> None:
        """Release leases of this worker."""
        ...

    async def overdue(self) -> Mapping[str, float]:
        """The calls whose lease was neither renewed nor released, and for how many seconds."""
        ...

    def close(self) -> None:
        """Release what keeps the leases."""
        ...


class StoredLeases:
    """Leases in the log's database. ``run_blocking`` runs a query where it may block."""

    def __init__(
        self,
        table: TurnTable,
        worker: str,
        clock: Clock,
        run_blocking: Callable[..., Awaitable[Any]],
    ) -> None:
        self._table = table
        self._worker = worker
        self._clock = clock
        self._run = run_blocking

    async def hold(self, calls: Collection[str]) -> set[str]:
        """Acquire or renew leases; returns the calls of those that this worker then has."""
        now = self._clock.now()
        until = now + timedelta(seconds=DEAD_SECONDS)
        held: set[str] = await self._run(self._table.hold, self._worker, calls, now, until)
        return held

    async def release(self, calls: Collection[str]) -> None:
        """Release leases of this worker."""
        await self._run(self._table.release, self._worker, calls)

    async def overdue(self) -> Mapping[str, float]:
        """The calls whose lease was neither renewed nor released, and for how many seconds."""
        now = self._clock.now()
        ended: dict[str, datetime] = await self._run(self._table.overdue, now)
        return {call: DEAD_SECONDS + (now - at).total_seconds() for call, at in ended.items()}

    def close(self) -> None:
        """Close the table."""
        self._table.close()


class LocalLeases:
    """Leases in memory, for workers in one event loop.

    ``held`` is what they share: the worker and the end of each lease, by call.
    """

    def __init__(self, held: dict[str, tuple[object, float]] | None = None) -> None:
        self._held = held if held is not None else {}

    async def hold(self, calls: Collection[str]) -> set[str]:
        """Acquire or renew leases; returns the calls of those that this worker then has."""
        now = asyncio.get_running_loop().time()
        free = {call for call in calls if self._is_free(call, now)}
        self._held.update(dict.fromkeys(free, (self, now + DEAD_SECONDS)))
        return free

    def _is_free(self, call_id: str, now: float) -> bool:
        holder, until = self._held.get(call_id, (self, now))
        return holder is self or until < now

    async def release(self, calls: Collection[str]) -> None:
        """Release leases of this worker."""
        for call_id in calls:
            if self._held.get(call_id, (None, 0.0))[0] is self:
                del self._held[call_id]

    async def overdue(self) -> Mapping[str, float]:
        """The calls whose lease was neither renewed nor released, and for how many seconds."""
        now = asyncio.get_running_loop().time()
        held = {call_id: until for call_id, (_, until) in self._held.items() if until < now}
        return {call_id: DEAD_SECONDS + now - until for call_id, until in held.items()}

    def close(self) -> None:
        """Take part no more: what was held ends by itself."""
        self._held = {}


class TurnKeeper:
    """Keeps the leases of the turns that this process takes. ``start`` runs a task of its own."""

    def __init__(
        self,
        leases: Leases,
        clock: Clock,
        start: Callable[[Coroutine[Any, Any, None]], object],
    ) -> None:
        self._leases = leases
        self._clock = clock
        self._start = start
        self._running: Counter[str] = Counter()
        self._held: set[str] = set()
        self._renews = False

    def begin(self, call_id: str) -> None:
        """A turn begins on the call."""
        self._running[call_id] += 1
        if not self._renews:
            self._renews = True
            self._start(self._renew())

    def end(self, call_id: str) -> None:
        """A turn that :meth:`begin` noted is over."""
        self._running[call_id] -= 1
        if not self._running[call_id]:
            del self._running[call_id]
            if call_id in self._held:
                self._start(self.drop(call_id))

    def runs(self, call_id: str) -> bool:
        """Whether a turn of the call is under way in this process."""
        return call_id in self._running

    async def take_over(self, call_id: str, seconds: float) -> bool:
        """Acquire the lease of a turn that has been due for ``seconds``, unless a worker has it."""
        if seconds < DEAD_SECONDS or self.runs(call_id):
            return False
        if call_id not in await self._leases.hold([call_id]):
            return False
        self._held.add(call_id)
        return True

    async def overdue(self) -> Mapping[str, float]:
        """The calls on which a worker died in the middle of a turn, and seconds since it lived."""
        return await self._leases.overdue()

    async def clear(self, call_id: str) -> None:
        """Remove a lease that was not renewed and has no use any more."""
        if call_id in await self._leases.hold([call_id]):
            await self.drop(call_id)

    async def drop(self, call_id: str) -> None:
        """Release the lease of a turn that is over, or not taken after all."""
        if self.runs(call_id):
            return
        self._held.discard(call_id)
        try:
            await self._leases.release([call_id])
        except Exception as error:  # noqa: BLE001 - it ends by itself
            logger.warning("turn_lease_not_released", call_id=call_id, error=type(error).__name__)

    async def _renew(self) -> None:
        """Renew the leases until no turn is under way. Without the database there are none."""
        try:
            while True:
                await self._clock.sleep(RENEWED_SECONDS)
                if not self._running:
                    return
                try:
                    held = await self._leases.hold(list(self._running))
                except Exception as error:  # noqa: BLE001 - the turns themselves go on
                    logger.warning("turn_leases_not_renewed", error=type(error).__name__)
                    continue
                self._held |= held
                for call_id in held - self._running.keys():
                    await self.drop(call_id)
        finally:
            self._renews = False
