"""What tabs do, told to the core: repeated while the log is away, since each has an id."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from functools import partial
from typing import Any, Final, TypeVar
from weakref import WeakValueDictionary

from hookflash.domain.call.errors import NoSuchCall
from hookflash.orchestrator.log.errors import LogUnavailable
from hookflash.orchestrator.ports.carrier_calls import CarrierCalls
from hookflash.orchestrator.ports.clock import Clock
from hookflash.orchestrator.ports.reports import Report
from hookflash.orchestrator.telemetry.logs import get_logger

WAITS_SECONDS: Final = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
T = TypeVar("T")
logger = get_logger(__name__)


class Core:
    """The calls of one carrier, and the work under way for its tabs."""

    def __init__(self, calls: CarrierCalls, clock: Clock) -> None:
        self.calls = calls
        self.clock = clock
        self._work: set[asyncio.Task[Any]] = set()
        self._in_turn: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def start(self, work: Coroutine[Any, Any, T]) -> "asyncio.Task[T]":
        """Do ``work`` beside everything else."""
        task = asyncio.create_task(work)
        self._work.add(task)
        task.add_done_callback(self._done)
        return task

    async def insist(self, ask: Callable[[], Awaitable[T]]) -> T:
        """Ask until the log can be reached, for half a minute."""
        for wait in WAITS_SECONDS:
            try:
                return await ask()
            except LogUnavailable:
                await self.clock.sleep(wait)
        return await ask()

    def report(self, call_id: str, *reports: Report) -> "asyncio.Task[None]":
        """Report, after what was reported about the call before."""
        in_turn = self._in_turn.setdefault(call_id, asyncio.Lock())
        return self.start(self._report(in_turn, call_id, reports))

    async def _report(
        self, in_turn: asyncio.Lock, call_id: str, reports: tuple[Report, ...]
    ) -> None:
        async with in_turn:
            for report in reports:
                await self.insist(partial(self.calls.report, call_id, report))

    async def close(self) -> None:
        """Stop what is under way."""
        work = tuple(self._work)
        for task in work:
            task.cancel()
        await asyncio.gather(*work, return_exceptions=True)

    def _done(self, task: "asyncio.Task[Any]") -> None:
        self._work.discard(task)
        if task.cancelled() or (error := task.exception()) is None:
            return
        if not isinstance(error, NoSuchCall):
            logger.warning("browser_report_failed", error=repr(error))
