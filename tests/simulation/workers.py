"""Workers on one log in one virtual loop: each is a whole call center and may be killed."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any, TypeVar, cast

from hookflash.domain.event import Event
from hookflash.orchestrator.call_center import CallCenter
from hookflash.orchestrator.carriers.simulator.messaging import SimulatedMessaging
from hookflash.orchestrator.carriers.simulator.telephony import SimulatedTelephony
from hookflash.orchestrator.log.errors import LogUnavailable
from hookflash.orchestrator.log.log import EventLog
from hookflash.orchestrator.log.store import Store
from hookflash.orchestrator.parts import build_parts
from hookflash.orchestrator.ports.outside import Ports
from hookflash.orchestrator.ports.telephony import Telephony
from hookflash.orchestrator.projection_runner import ProjectionRunner
from hookflash.orchestrator.runtime.corrected_clock import CorrectedClock
from hookflash.orchestrator.runtime.open_calls import OpenCalls
from hookflash.orchestrator.runtime.recovery import Recovery
from hookflash.orchestrator.runtime.turn_leases import Leases
from hookflash.orchestrator.sandbox.line import SandboxLine
from hookflash.orchestrator.simulation.virtual_time import EPOCH, SeededIds, VirtualClock
from hookflash.projections.projections import Projections
from tests.simulation.agent import FaultyAgent
from tests.simulation.carrier import FOREVER, Carrier, Die
from tests.simulation.story import APPENDS
from tests.simulation.story import Ports as GivenPorts
from tests.simulation.voice import Line, Voice

T = TypeVar("T")
DOWN = 3.0
"""Seconds until a killed worker restarts."""
AGAIN = 0.5
"""Seconds after which a host repeats what the log could not be reached for."""
LONGEST_DOWN = 8.0
"""Seconds until all workers restart, at most."""


class StoryLog(EventLog):
    """The log as one worker of a story reaches it, or not; notes what its process records."""

    def __init__(self, store: Store, carrier: Carrier, die: Die) -> None:
        super().__init__(store, live=False)
        self.recorded: list[Event] = []
        self._carrier = carrier
        self._die = die
        self._interrupted = {fault.what for fault in carrier.story.faults} & set(APPENDS)

    async def append(self, events: Sequence[Event], reads: Mapping[str, int] | None = None) -> int:
        """Append, then note."""
        self._reach()
        position = await super().append(events, reads)
        self.recorded += events
        for event in events:
            if event.type in self._interrupted:
                await self._interrupt(event)
        return position

    async def read_stream(self, stream: str, after: int = 0) -> list[Event]:
        """Read, unless the log is away."""
        self._reach()
        return await super().read_stream(stream, after)

    async def fold_stream(self, stream: str, fold: Callable[[Iterator[Event]], T]) -> T:
        """Fold, unless the log is away."""
        self._reach()
        return await super().fold_stream(stream, fold)

    def _reach(self) -> None:
        if self._carrier.story.out(asyncio.get_running_loop().time()):
            raise LogUnavailable("the database is away")

    async def _interrupt(self, event: Event) -> None:
        """What happens to the worker once the event is stored."""
        fault = self._carrier.fault(event.type)
        if fault is None:
            return
        if fault.how == "die":
            self._die(0.0)
            await asyncio.sleep(FOREVER)
        if fault.how == "hold":
            await asyncio.sleep(fault.seconds)
        self._carrier.ledger.cut_off.append(asyncio.get_running_loop().time())
        if fault.how == "lose":
            raise LogUnavailable("the answer was lost")


class HostClock(VirtualClock):
    """The clock of a worker's host, ``ahead`` of the true time by so many seconds."""

    def __init__(self, loop: asyncio.AbstractEventLoop, ahead: float) -> None:
        super().__init__(loop, EPOCH + timedelta(seconds=ahead))


def clock_of(loop: asyncio.AbstractEventLoop, ahead: float) -> CorrectedClock:
    """That clock, corrected by the true time."""
    clock = CorrectedClock(HostClock(loop, ahead))
    clock.follow(VirtualClock(loop).now)
    return clock


class Worker:
    """The call center of one process, with all ports unless it was ``given`` only some."""

    def __init__(
        self,
        name: str,
        store: Store,
        views: Projections,
        carrier: Carrier,
        line: Line,
        *,
        leases: Leases,
        ahead: float = 0.0,
        given: GivenPorts | None = None,
    ) -> None:
        loop = asyncio.get_running_loop()
        voice = cast(Telephony, Voice(carrier, line, self._die))
        outside = Ports(
            telephony=voice if given in (None, "telephony") else None,
            messaging=carrier if given in (None, "messaging") else None,
            agent=FaultyAgent(carrier, self._die),
            clock=clock_of(loop, ahead),
            ids=SeededIds(name),
        )
        self.speaks = outside.telephony is not None
        log = StoryLog(store, carrier, self._die)
        self.recorded = log.recorded
        rehearsal = SandboxLine(
            SimulatedTelephony(outside.clock), SimulatedMessaging(outside.clock)
        )
        runner = ProjectionRunner(log, views, live=False)
        self.center = CallCenter(build_parts(log, runner, outside, rehearsal, leases))
        self.crew: Crew | None = None
        self._tasks: set[asyncio.Task[Any]] = set()

    def _die(self, seconds: float) -> None:
        if self.crew is not None:
            self.crew.collapse(self, seconds)

    def start(self, work: Coroutine[Any, Any, T]) -> "asyncio.Task[T]":
        """Run a task of this worker."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def sweep(self, open_calls: OpenCalls) -> None:
        """Run recovery from now on."""
        dispatch = self.center._dispatcher
        self.start(Recovery(dispatch, self.center._ports.clock, open_calls).run())

    def kill(self) -> None:
        """Stop at once, in the middle of whatever it is doing."""
        dispatch = self.center._dispatcher
        self.center._leases.close()
        dispatch._timers.stop()
        for waiting in dispatch._interruptions._waiting.values():
            waiting.cancel()
        for task in (*self._tasks, *dispatch._tasks):
            task.cancel()


class Crew:
    """Two workers that share a log; requests go to whichever is running."""

    def __init__(self, seed: int, make: Callable[[str], Worker], open_calls: OpenCalls) -> None:
        self._seed = seed
        self._make = make
        self._open_calls = open_calls
        self._births = 0
        self._dying: set[asyncio.Task[None]] = set()
        self.deaths: list[float] = []
        self._next = 0
        self._reports = 0
        self.visitor: Worker | None = None
        self.workers: list[Worker | None] = [self._born(), self._born()]

    def _born(self) -> Worker:
        self._births += 1
        worker = self._make(f"{self._seed}/{self._births}")
        worker.crew = self
        worker.sweep(self._open_calls)
        return worker

    async def kill(self, number: int, seconds: float = DOWN) -> None:
        """Kill a worker and replace it after a while."""
        worker, self.workers[number] = self.workers[number], None
        if worker is None:
            return
        self.deaths.append(asyncio.get_running_loop().time())
        worker.kill()
        await asyncio.sleep(seconds)
        self.workers[number] = self._born()

    def collapse(self, worker: Worker, seconds: float) -> None:
        """Kill ``worker``; with a time, every worker, for up to ``LONGEST_DOWN`` seconds."""
        for number, one in enumerate(self.workers):
            if one is not None and (one is worker or seconds):
                down = min(DOWN + seconds, LONGEST_DOWN) if seconds else DOWN
                task = asyncio.create_task(self.kill(number, down))
                self._dying.add(task)
                task.add_done_callback(self._dying.discard)
        if worker is self.visitor or seconds:
            asyncio.get_running_loop().call_soon(self._end_visit)

    async def do(self, ask: Callable[[CallCenter], Coroutine[Any, Any, Any]]) -> None:
        """Have one worker do something; if it dies, another, as a platform would."""
        while True:
            worker = await self._somebody()
            task = worker.start(ask(worker.center))
            try:
                await task
            except LogUnavailable:
                await asyncio.sleep(AGAIN)
                continue
            except asyncio.CancelledError:
                pass
            if not task.cancelled():
                return

    async def visit(self, visitor: Worker, seconds: float) -> None:
        """Open the log in one more process for a while.

        It gets every second report, and with telephony a third of what a host asks for.
        """
        visitor.sweep(self._open_calls)
        self.visitor, visitor.crew = visitor, self
        await asyncio.sleep(seconds)
        self._end_visit()

    def _end_visit(self) -> None:
        visitor, self.visitor = self.visitor, None
        if visitor is not None:
            self.deaths.append(asyncio.get_running_loop().time())
            visitor.kill()

    async def report(self, tell: Callable[[CallCenter], Coroutine[Any, Any, Any]]) -> None:
        """Have any process record what a carrier reports."""
        visitor = self.visitor
        self._reports += 1
        if visitor is not None and self._reports % 2:
            task = visitor.start(tell(visitor.center))
            with suppress(asyncio.CancelledError, LogUnavailable):
                await task
            if not task.cancelled() and task.exception() is None:
                return
        await self.do(tell)

    async def _somebody(self) -> Worker:
        while True:
            self._next += 1
            visitor = self.visitor
            if visitor is not None and visitor.speaks and self._next % 3 == 0:
                return visitor
            order = (self._next % 2, (self._next + 1) % 2)
            for number in order:
                worker = self.workers[number]
                if worker is not None:
                    return worker
            await asyncio.sleep(0.5)

    def stop(self) -> None:
        """Stop all workers."""
        for task in self._dying:
            task.cancel()
        for worker in (*self.workers, self.visitor):
            if worker is not None:
                worker.kill()
