"""After the append: what was decided is said, carried out, timed and told to whoever waits."""

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
"""Seconds the voice platform has to say one thing; a call does not hang on it."""
DRAIN = 20.0
"""Seconds to see through what was begun, when the call center closes."""
logger = get_logger(__name__)


@dataclass(frozen=True)
class _Line:
    """What acts outside for a call."""

    outside: Ports
    performer: Executor
    firing: TimerHandlers


class Dispatcher:
    """Decides commands and sees to everything that follows from them.

    What a test call asks for is done by ``rehearsal``, whoever takes the call up: that it is one
    stands in its first event.
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
        self._performing: set[Effect] = set()
        self._tasks: set[asyncio.Task[Any]] = set()

    async def ask(self, call_id: str, build: Build) -> tuple[CallEvent, ...]:
        """Decide a command, append what it leads to, and hand that on; returns what it was."""
        events = await self._calls.handle(call_id, build)
        if events:
            await self._hand_on(call_id, events)
        return events

    def look_at_the_clock(self) -> None:
        """Notice in time that somebody has set it."""
        self._timers.look_at_the_clock()

    async def resume(self, call_id: str) -> None:
        """Take a call up where the log left it, whoever had it before."""
        call = await self._calls.reload(call_id)
        self._timers.arm(call)
        self._begin_effects(call)

    async def notice(self, call_id: str) -> None:
        """Somebody else appended to a call that is in memory here."""
        self._timers.arm(await self._calls.load(call_id))
        self.watch.changed(call_id)

    def forget(self, call_id: str) -> None:
        """Nothing more is expected of a call: keep nothing of it in memory."""
        self.watch.forget(call_id)
        self._calls.forget(call_id)

    def minds(self, call_id: str) -> bool:
        """Whether this process has timers or work under way for a call."""
        return self._timers.runs(call_id) or any(e.call_id == call_id for e in self._performing)

    async def settle(self) -> None:
        """Wait until everything that was begun has been seen through."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def close(self) -> None:
        """Begin nothing more, and see through what was begun, for ``DRAIN`` seconds at most.

        What is broken off then is taken up from the log, as after a crash.
        """
        self._timers.stop()
        with suppress(TimeoutError):
            async with asyncio.timeout(DRAIN):
                await self.settle()
        self._timers.stop()
        for task in self._tasks:
            task.cancel()
        await self.settle()

    async def _hand_on(self, call_id: str, events: Sequence[CallEvent]) -> None:
        call = await self._calls.load(call_id)
        self._timers.arm(call)
        self.watch.changed(call_id)
        for event in events:
            if isinstance(event, AgentSpoke):
                await self._say(call, event)
        call = await self._calls.load(call_id)
        self._begin_effects(call)
        if call.state == "ended":
            self.turns.forget(call_id)
        elif any(isinstance(event, SmsFailed) for event in events):
            self._tell_agent(call_id)

    def _line(self, outside: Ports) -> _Line:
        performer, searcher = Executor(outside, self.ask), Reconciler(outside, self.ask)
        firing = TimerHandlers(outside, self._calls, self.ask, performer, searcher)
        return _Line(outside, performer, firing)

    def _line_of(self, call: Call) -> _Line:
        return self._test if call.test else self._real

    async def _say(self, call: Call, event: AgentSpoke) -> None:
        telephony = self._line_of(call).outside.telephony
        try:
            async with asyncio.timeout(SAY_PATIENCE):
                await telephony.say(event.call_id, event.text)
        except Exception:
            logger.exception("not_said", call_id=event.call_id, position=event.position)

    def _begin_effects(self, call: Call) -> None:
        for effect in open_effects(call):
            if effect not in self._performing:
                self._performing.add(effect)
                self._start(self._perform(self._line_of(call), effect))

    async def _perform(self, line: _Line, effect: Effect) -> None:
        try:
            await line.performer.perform(effect)
        finally:
            self._performing.discard(effect)

    async def _fire(self, call_id: str, timer: Timer) -> None:
        line = self._line_of(await self._calls.load(call_id))
        if await line.firing.fire(call_id, timer):
            self._tell_agent(call_id)

    def _tell_agent(self, call_id: str) -> None:
        if not self.turns.tell(call_id):
            self._start(self.turns.take(call_id))

    def _start(self, work: Coroutine[Any, Any, Any]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            logger.error("task_failed", exc_info=error)
