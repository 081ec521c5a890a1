"""Runs after each append: speaks, starts effects, arms timers, wakes waiters."""

import asyncio
from collections.abc import Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from hookflash.domain.call.call import Call
from hookflash.domain.call.effects import Effect, open_effects
from hookflash.domain.call.events import AgentSpoke, CallEvent, SmsFailed
from hookflash.domain.call.timers import Timer
from hookflash.orchestrator.ports.outside import Ports
from hookflash.orchestrator.runtime.agent_turns import AgentTurns
from hookflash.orchestrator.runtime.command_handler import Build, CommandHandler
from hookflash.orchestrator.runtime.effects.executor import Executor
from hookflash.orchestrator.runtime.effects.reconciler import Reconciler
from hookflash.orchestrator.runtime.effects.timer_handlers import TimerHandlers
from hookflash.orchestrator.runtime.effects.timers import Timers
from hookflash.orchestrator.runtime.waiting import CallWaiters
from hookflash.orchestrator.telemetry.logs import get_logger
from hookflash.orchestrator.workspaces.repository import WorkspaceRepository

SAY_PATIENCE = 60.0
"""Seconds the voice platform has for one ``say``; after that the call continues without it."""
DRAIN = 20.0
"""Seconds that open work has to finish when the call center closes."""
logger = get_logger(__name__)


@dataclass(frozen=True)
class _Line:
    """The ports of a kind of call (live or test), and what executes effects through them."""

    outside: Ports
    executor: Executor
    timers: TimerHandlers


class Dispatcher:
    """Decides commands and dispatches what follows from them.

    A test call is executed through ``rehearsal``, the simulated ports, by every worker: the call's
    first event marks it as a test.
    """

    def __init__(
        self,
        calls: CommandHandler,
        workspaces: WorkspaceRepository,
        outside: Ports,
        rehearsal: Ports,
    ) -> None:
        self._calls = calls
        self.watch = CallWaiters(calls)
        self.turns = AgentTurns(outside, calls, workspaces, self.watch, self.ask)
        self._real, self._test = self._line(outside), self._line(rehearsal)
        self._timers = Timers(outside.clock, self._fire, self._start)
        self._executing: set[Effect] = set()
        self._tasks: set[asyncio.Task[Any]] = set()

    async def ask(self, call_id: str, build: Build) -> tuple[CallEvent, ...]:
        """Decide a command, append the events and dispatch them; returns the events."""
        events = await self._calls.handle(call_id, build)
        if events:
            await self._dispatch(call_id, events)
        return events

    def check_clock(self) -> None:
        """Detect wall-clock jumps."""
        self._timers.check_clock()

    async def resume(self, call_id: str) -> None:
        """Continue a call from the log, whichever worker handled it before."""
        call = await self._calls.reload(call_id)
        self._timers.arm(call)
        self._start_effects(call)

    async def call_changed(self, call_id: str) -> None:
        """React to events that another process appended to a cached call."""
        self._timers.arm(await self._calls.load(call_id))
        self.watch.changed(call_id)

    def forget(self, call_id: str) -> None:
        """Evict a finished call from memory."""
        self.watch.forget(call_id)
        self._calls.forget(call_id)

    def handles(self, call_id: str) -> bool:
        """Whether this process has timers or open work for a call."""
        return self._timers.has_timer(call_id) or any(e.call_id == call_id for e in self._executing)

    async def settle(self) -> None:
        """Wait until all open work is done."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def close(self) -> None:
        """Start nothing new, and let open work finish for ``DRAIN`` seconds at most.

        What is cancelled then is resumed from the log, as after a crash.
        """
        self._timers.stop()
        with suppress(TimeoutError):
            async with asyncio.timeout(DRAIN):
                await self.settle()
        self._timers.stop()
        for task in self._tasks:
            task.cancel()
        await self.settle()

    async def _dispatch(self, call_id: str, events: Sequence[CallEvent]) -> None:
        call = await self._calls.load(call_id)
        self._timers.arm(call)
        self.watch.changed(call_id)
        for event in events:
            if isinstance(event, AgentSpoke):
                await self._say(call, event)
        call = await self._calls.load(call_id)
        self._start_effects(call)
        if call.state == "ended":
            self.turns.forget(call_id)
        elif any(isinstance(event, SmsFailed) for event in events):
            self._notify_agent(call_id)

    def _line(self, outside: Ports) -> _Line:
        executor, reconciler = Executor(outside, self.ask), Reconciler(outside, self.ask)
        handlers = TimerHandlers(outside, self._calls, self.ask, executor, reconciler)
        return _Line(outside, executor, handlers)

    def _line_of(self, call: Call) -> _Line:
        return self._test if call.test else self._real

    async def _say(self, call: Call, event: AgentSpoke) -> None:
        telephony = self._line_of(call).outside.telephony
        try:
            async with asyncio.timeout(SAY_PATIENCE):
                await telephony.say(event.call_id, event.text)
        except Exception:
            logger.exception("say_failed", call_id=event.call_id, position=event.position)

    def _start_effects(self, call: Call) -> None:
        for effect in open_effects(call):
            if effect not in self._executing:
                self._executing.add(effect)
                self._start(self._execute(self._line_of(call), effect))

    async def _execute(self, line: _Line, effect: Effect) -> None:
        try:
            await line.executor.perform(effect)
        finally:
            self._executing.discard(effect)

    async def _fire(self, call_id: str, timer: Timer) -> None:
        line = self._line_of(await self._calls.load(call_id))
        if await line.timers.fire(call_id, timer):
            self._notify_agent(call_id)

    def _notify_agent(self, call_id: str) -> None:
        if not self.turns.notify(call_id):
            self._start(self.turns.take(call_id))

    def _start(self, work: Coroutine[Any, Any, Any]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            logger.error("task_failed", exc_info=error)
