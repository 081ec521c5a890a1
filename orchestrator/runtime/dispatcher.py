"""Runs after each append: speaks, starts effects, arms timers, wakes waiters."""

import asyncio
from collections.abc import Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from hookflash.domain.call.call import Call
from hookflash.domain.call.commands import AskAgain, Command
from hookflash.domain.call.effects import Effect, HandOver, RingPhones, SendText, open_effects
from hookflash.domain.call.events import (
    AgentSpoke,
    CallerSpoke,
    CallEvent,
    DigitsPressed,
    SmsCancelled,
    SmsFailed,
    TransferDeclined,
    TransferLapsed,
)
from hookflash.domain.call.timers import Timer
from hookflash.domain.call.turns import turn_due
from hookflash.domain.policy.texting import TextingFacts
from hookflash.orchestrator.log.errors import LogUnavailable
from hookflash.orchestrator.log.resilience import until_available
from hookflash.orchestrator.log.seen import Seen
from hookflash.orchestrator.ports.outside import Ports
from hookflash.orchestrator.runtime.agent_turns import AgentTurns
from hookflash.orchestrator.runtime.command_handler import Build, CommandHandler, Informed
from hookflash.orchestrator.runtime.effects.executor import Executor
from hookflash.orchestrator.runtime.effects.matched_texts import MatchedTexts
from hookflash.orchestrator.runtime.effects.reconciler import Reconciler
from hookflash.orchestrator.runtime.effects.timer_handlers import TimerHandlers
from hookflash.orchestrator.runtime.effects.timers import Timers
from hookflash.orchestrator.runtime.interruptions import Interruption, Interruptions
from hookflash.orchestrator.runtime.owed_turns import OwedTurns
from hookflash.orchestrator.runtime.screening import Screening
from hookflash.orchestrator.runtime.speaking import BuildAnswer, Speaking
from hookflash.orchestrator.runtime.turn_leases import Leases, TurnKeeper
from hookflash.orchestrator.runtime.utterances import Utterances
from hookflash.orchestrator.runtime.waiting import CallWaiters
from hookflash.orchestrator.telemetry.logs import get_logger
from hookflash.orchestrator.workspaces.repository import WorkspaceRepository

JUST_NOW = 1.0
"""Seconds after the request of a text in which consent is not looked up again."""
DRAIN = 20.0
"""Seconds that open work has to finish when the call center closes."""
T = TypeVar("T")
Resumed = Literal["again", "resumed", "settled"]
"""``again``: a turn is due that may be under way, so the call has to be looked at again.
``settled``: nothing is to be done until its next event, or a timer that runs here."""
logger = get_logger(__name__)


@dataclass(frozen=True)
class _Line:
    """The ports of a kind of call (live or test), and what executes effects through them."""

    outside: Ports
    executor: Executor
    timers: TimerHandlers
    speaking: Speaking


class Dispatcher:
    """Decides commands and dispatches what follows from them.

    A test call is executed through ``rehearsal``, the simulated ports, by every worker: the call's
    first event marks it as a test. Of a live call, this process executes what ``outside`` has the
    port for; what it records beyond that is left to a process that has.
    """

    def __init__(  # noqa: PLR0913 - one argument a part
        self,
        calls: CommandHandler,
        workspaces: WorkspaceRepository,
        outside: Ports,
        rehearsal: Ports,
        matched: MatchedTexts,
        *,
        leases: Leases,
    ) -> None:
        self._calls = calls
        self._workspaces = workspaces
        self._clock = outside.clock
        self._interruptions = Interruptions(self._give_up_waiting)
        self.watch = CallWaiters(calls)
        self._keeper = TurnKeeper(leases, outside.clock, self.start)
        self.turns = AgentTurns(
            outside, calls, workspaces, self.watch, self.ask, keeper=self._keeper
        )
        self._real, self._test = (self._line(ports, matched) for ports in (outside, rehearsal))
        self._timers = Timers(outside.clock, self._expire, self.start, self._fires)
        self.screening = Screening(calls, self.ask, outside.clock, self.start)
        self._utterances = Utterances(
            calls=calls,
            clock=outside.clock,
            speaking_of=self._speaking_of,
            seconds_since=self._timers.seconds_since,
            start=self.start,
            go_on=self._start_effects,
        )
        self._owed_turns = OwedTurns(
            calls=calls,
            turns=self.turns,
            keeper=self._keeper,
            may_take=self._may_take_turn,
            seconds_since=self._timers.seconds_since,
            start=self.start,
        )
        self.resume_turns = self._owed_turns.resume
        self._executing: set[Effect] = set()
        self._resuming: set[str] = set()
        """Calls that are continued from the log as soon as it can be read."""
        self._tasks: set[asyncio.Task[Any]] = set()

    async def ask(self, call_id: str, build: Build) -> tuple[CallEvent, ...]:
        """Decide a command, append the events and dispatch them; returns the events.

        Raises ``LogUnavailable``. What was recorded all the same is carried out once the log can
        be read.
        """
        try:
            events = await self._calls.handle(call_id, build)
            if events:
                await self._dispatch(call_id, events)
        except LogUnavailable:
            self._resume_later(call_id)
            raise
        return events

    async def answer(self, call_id: str, build: BuildAnswer) -> tuple[CallEvent, ...]:
        """Decide a command that may answer the open proposal; as :meth:`ask`.

        ``build`` gets the time and where a yes would lead.
        """

        async def command(call: Call, seen: Seen) -> Command:
            routing = await self._workspaces.answer_routing(call, seen)
            return build(self._clock.now(), routing)

        return await self.ask(call_id, Informed(command))

    async def carry_out(self, work: Coroutine[Any, Any, T]) -> T:
        """Run ``work`` to its end, even if the task that awaits it is cancelled.

        Frameworks cancel on barge-in. What was decided by then is in the log, and has to happen.
        """
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            task.add_done_callback(self._log_failure)
            raise

    async def check_carried(self, call_id: str) -> None:
        """Raise ``NotCarriedHere`` for a live call if this process has no telephony for it."""
        call = await self._calls.load(call_id)
        if call.position and not call.test:
            self._real.outside.voice_of(call)
            await self._real.outside.prepare(call)

    async def keeps_recordings(self, call_id: str) -> bool:
        """Whether this process can keep the recordings of a call."""
        call = await self._calls.load(call_id)
        return self._line_of(call).outside.keeps_recordings(call)

    async def words_begin(self, call_id: str) -> None:
        """The caller began to speak: stop speaking, and wait for the final words."""
        call = await self._calls.refresh(call_id)
        interruption = Interruption.of(call, cut_short=self.turns.supersede(call_id))
        await self._line_of(call).speaking.stop(call)
        self._interruptions.begin(call_id, interruption)

    async def words_end(self, call_id: str) -> None:
        """The final words are in the log: timers that waited for them run again."""
        if self._interruptions.end(call_id):
            self._timers.arm(await self._calls.load(call_id))

    def check_clock(self) -> None:
        """Detect wall-clock jumps."""
        self._timers.check_clock()

    async def resume(self, call_id: str, position: int | None = None) -> Resumed:
        """Continue a call from the log, whichever worker handled it before.

        What this process has under way already is left alone, piece by piece: a timer that runs
        does not keep other work of its call from being noticed. The log is not read if this process
        knows the event at ``position``. A process without ports leaves live calls alone.
        """
        call = await self._calls.load(call_id)
        if self._real.outside.is_idle and not call.test:
            return "resumed"
        if position is None or call.position < position:
            call = await self._calls.refresh(call_id)
        await self._line_of(call).outside.prepare(call)
        self._timers.arm(call)
        self._utterances.finish(call)
        self._start_effects(call)
        if not await self._owed_turns.look_after(call):
            return "again"
        return "settled" if call.position == position and self._owes_nothing(call) else "resumed"

    def _owes_nothing(self, call: Call) -> bool:
        """Whether only a timer, which runs in this process, or a new event can give work."""
        unsaid = any(not speech.accepted for speech in call.speeches.values())
        return (
            self._carries(call) and not unsaid and turn_due(call) is None and not open_effects(call)
        )

    async def call_changed(self, call_id: str) -> None:
        """React to events that another process appended to a cached call."""
        self._timers.arm(await self._calls.load(call_id))
        self.watch.changed(call_id)

    def forget(self, call_id: str) -> None:
        """Evict a finished call from memory."""
        self.watch.forget(call_id)
        self._calls.forget(call_id)

    async def settle(self) -> None:
        """Wait until all open work is done."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def close(self) -> None:
        """Start nothing new, and let open work finish for ``DRAIN`` seconds at most.

        What is cancelled then is resumed from the log, as after a crash.
        """
        self._stop_timers()
        with suppress(TimeoutError):
            async with asyncio.timeout(DRAIN):
                await self.settle()
        self._stop_timers()
        for task in self._tasks:
            task.cancel()
        await self.settle()

    def _stop_timers(self) -> None:
        self._timers.stop()
        self._interruptions.stop()

    async def _dispatch(self, call_id: str, events: Sequence[CallEvent]) -> None:
        call = await self._calls.load(call_id)
        if any(isinstance(event, CallerSpoke | DigitsPressed) for event in events):
            self.turns.supersede(call_id)
        await self._line_of(call).outside.prepare(call)
        self._timers.arm(call)
        self.watch.changed(call_id)
        said = (event for event in events if isinstance(event, AgentSpoke))
        await self._utterances.say(call, [one for one in said if not one.reported])
        call = await self._calls.load(call_id)
        self._start_effects(call)
        if call.state == "ended":
            self.turns.forget(call_id)
            self.screening.forget(call_id)
            self._line_of(call).speaking.forget(call_id)
        elif any(isinstance(event, SmsFailed | SmsCancelled) for event in events):
            self._notify_agent(call)

    def _resume_later(self, call_id: str) -> None:
        """Continue a call once the log can be read: an append that failed may be in it."""
        if call_id not in self._resuming:
            self._resuming.add(call_id)
            self.start(self._resume_when_possible(call_id))

    async def _resume_when_possible(self, call_id: str) -> None:
        try:
            await until_available(lambda: self.resume(call_id), self._clock.sleep)
        finally:
            self._resuming.discard(call_id)

    def _line(self, outside: Ports, matched: MatchedTexts) -> _Line:
        executor = Executor(outside, self.ask, self._recheck)
        reconciler = Reconciler(outside, self.ask, matched)
        handlers = TimerHandlers(outside, self._calls, self.ask, executor, reconciler)
        return _Line(outside, executor, handlers, Speaking(outside, self.settle_answer))

    async def _recheck(self, request: SendText, call: Call, seen: Seen) -> TextingFacts | None:
        """What is known now about texting the contact; None if the request was decided just now."""
        age = self._timers.seconds_since(call.texts[request.effect_key].requested_at)
        if call.state != "ended" and request.attempt == 1 and age < JUST_NOW:
            return None
        return await self._workspaces.texting_facts(call, seen)

    def _line_of(self, call: Call) -> _Line:
        return self._test if call.test else self._real

    def _carries(self, call: Call) -> bool:
        """Whether this process speaks on ``call``: its agent takes turns and its phones ring."""
        return self._line_of(call).outside.carries(call)

    def _speaking_of(self, call: Call) -> Speaking | None:
        return self._line_of(call).speaking if self._carries(call) else None

    def _fires(self, call: Call, timer: Timer) -> bool:
        return self._line_of(call).outside.fires(call, timer)

    async def settle_answer(self, call_id: str, build: BuildAnswer) -> None:
        """Decide on playback; the agent goes on if that settled an answer which waited for it."""
        events = await self.answer(call_id, build)
        if any(isinstance(event, TransferDeclined | TransferLapsed) for event in events):
            self._notify_agent(await self._calls.load(call_id))

    def _give_up_waiting(self, call_id: str, interruption: Interruption) -> None:
        """The final words did not come: whatever was said, it was not understood."""
        self.start(self._ask_again(call_id, interruption))

    async def _ask_again(self, call_id: str, interruption: Interruption) -> None:
        """Put the question again that was open when the caller began, and is not answered yet.

        The final words may have come to another worker.
        """
        call = await self._calls.refresh(call_id)
        self._timers.arm(call)
        key, asks = interruption.effect_key, interruption.asks
        if interruption.answered(call):
            return
        if not asks:
            if interruption.cut_short:  # it was noise, or words that were not recognised
                self._notify_agent(call)
            return
        await self.settle_answer(
            call_id,
            lambda at, _: AskAgain(id=f"unheard/{key}/{asks}", at=at, effect_key=key, asks=asks),
        )

    def _start_effects(self, call: Call) -> None:
        for effect in self._to_start(call):
            # A transfer takes the call from the agent, who may still be speaking.
            if isinstance(effect, RingPhones | HandOver) and self._utterances.hold(call):
                continue
            self._executing.add(effect)
            self.start(self._execute(self._line_of(call), effect))

    def _to_start(self, call: Call) -> list[Effect]:
        """The open effects of ``call`` that are for this process and not under way in it."""
        performs = self._line_of(call).outside.performs
        return [
            effect
            for effect in open_effects(call)
            if effect not in self._executing and performs(effect)
        ]

    async def _execute(self, line: _Line, effect: Effect) -> None:
        try:
            await until_available(lambda: line.executor.perform(effect), self._clock.sleep)
        finally:
            self._executing.discard(effect)

    async def _expire(self, call_id: str, timer: Timer) -> None:
        await until_available(lambda: self._fire(call_id, timer), self._clock.sleep)

    async def _fire(self, call_id: str, timer: Timer) -> None:
        if timer.kind in ("lapse", "ask_again", "close") and call_id in self._interruptions:
            return  # it is armed again when the final words are in, or do not come
        await self.screening.entered(call_id)
        line = self._line_of(await self._calls.load(call_id))
        if await line.timers.fire(call_id, timer):
            self._notify_agent(await self._calls.load(call_id))
        self._timers.arm(await self._calls.load(call_id))

    def _may_take_turn(self, call: Call) -> bool:
        """Whether the agent of this process may speak, and the caller is not speaking."""
        mine = self._carries(call) and self.turns.is_ours(call)
        return mine and call.call_id not in self._interruptions

    def _notify_agent(self, call: Call) -> None:
        """Give the agent its turn, unless another process speaks on this call.

        While the caller speaks, it waits for their final words, or for these not to come.
        """
        if not self._carries(call) or not self.turns.is_ours(call):
            return
        if call.call_id in self._interruptions:
            self._interruptions.owe_turn(call.call_id)
        elif not self.turns.notify(call.call_id):
            self.start(self.turns.take(call.call_id))

    def start(self, work: Coroutine[Any, Any, T]) -> "asyncio.Task[T]":
        """Start work that nobody waits for; it is finished before the call center closes."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        self._log_failure(task)

    def _log_failure(self, task: asyncio.Task[Any]) -> None:
        if not task.cancelled() and (error := task.exception()):
            logger.error("task_failed", exc_info=error)
