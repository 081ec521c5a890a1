"""Runs after each append: speaks, starts effects, arms timers, wakes waiters."""

import asyncio
from collections import Counter
from collections.abc import Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from hookflash.domain.call.call import Call, OpenSpeech
from hookflash.domain.call.commands import AskAgain
from hookflash.domain.call.effects import Effect, HandOver, RingPhones, SendText, open_effects
from hookflash.domain.call.events import (
    AgentSpoke,
    CallEvent,
    SmsCancelled,
    SmsFailed,
    TransferDeclined,
    TransferLapsed,
)
from hookflash.domain.call.timers import Timer
from hookflash.domain.policy.texting import TextingFacts
from hookflash.orchestrator.log.errors import LogUnavailable
from hookflash.orchestrator.log.resilience import until_available
from hookflash.orchestrator.ports.outside import NotCarriedHere, Ports
from hookflash.orchestrator.runtime.agent_turns import AgentTurns
from hookflash.orchestrator.runtime.command_handler import Build, CommandHandler
from hookflash.orchestrator.runtime.effects.executor import Executor
from hookflash.orchestrator.runtime.effects.matched_texts import MatchedTexts
from hookflash.orchestrator.runtime.effects.reconciler import Reconciler
from hookflash.orchestrator.runtime.effects.timer_handlers import TimerHandlers
from hookflash.orchestrator.runtime.effects.timers import Timers
from hookflash.orchestrator.runtime.interruptions import Interruption, Interruptions
from hookflash.orchestrator.runtime.screening import Screening
from hookflash.orchestrator.runtime.speaking import SOON, BuildAnswer, Speaking
from hookflash.orchestrator.runtime.waiting import CallWaiters
from hookflash.orchestrator.telemetry.logs import get_logger
from hookflash.orchestrator.workspaces.repository import WorkspaceRepository

JUST_NOW = 1.0
"""Seconds after the request of a text in which consent is not looked up again."""
DRAIN = 20.0
"""Seconds that open work has to finish when the call center closes."""
T = TypeVar("T")
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

    def __init__(
        self,
        calls: CommandHandler,
        workspaces: WorkspaceRepository,
        outside: Ports,
        rehearsal: Ports,
        matched: MatchedTexts,
    ) -> None:
        self._calls = calls
        self._workspaces = workspaces
        self._clock = outside.clock
        self._interruptions = Interruptions(self._give_up_waiting)
        self.watch = CallWaiters(calls)
        self.turns = AgentTurns(outside, calls, workspaces, self.watch, self.ask)
        self._real, self._test = (self._line(ports, matched) for ports in (outside, rehearsal))
        self._timers = Timers(outside.clock, self._expire, self.start, self._fires)
        self.screening = Screening(calls, self.ask, outside.clock, self.start)
        self._executing: set[Effect] = set()
        self._saying: Counter[str] = Counter()
        """How many decisions with words are being said on each call, or wait for their turn."""
        self._left_elsewhere: set[str] = set()
        """Cached calls with words or effects of another process that are still to be executed."""
        self._tasks: set[asyncio.Task[Any]] = set()

    async def ask(self, call_id: str, build: Build) -> tuple[CallEvent, ...]:
        """Decide a command, append the events and dispatch them; returns the events."""
        events = await self._calls.handle(call_id, build)
        if events:
            await self._dispatch(call_id, events)
        return events

    async def answer(self, call_id: str, build: BuildAnswer) -> tuple[CallEvent, ...]:
        """Decide a command that may answer the open proposal; as :meth:`ask`.

        ``build`` gets the time and where a yes would lead.
        """
        routing = await self._workspaces.answer_routing(await self._calls.load(call_id))
        return await self.ask(call_id, lambda _: build(self._clock.now(), routing))

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
        """Raise ``NotCarriedHere`` for a live call if this process has no telephony."""
        if self._real.outside.telephony is not None:
            return
        call = await self._calls.load(call_id)
        if call.position and not call.test:
            raise NotCarriedHere

    async def keeps_recordings(self, call_id: str) -> bool:
        """Whether this process can keep the recordings of a call."""
        return self._line_of(await self._calls.load(call_id)).outside.keeps_recordings

    async def words_begin(self, call_id: str) -> None:
        """The caller began to speak: stop speaking, and wait for the final words."""
        call = await self._calls.refresh(call_id)
        interruption = Interruption.of(call)
        await self._line_of(call).speaking.stop(call)
        self._interruptions.begin(call_id, interruption)

    async def words_end(self, call_id: str) -> None:
        """The final words are in the log: timers that waited for them run again."""
        if self._interruptions.end(call_id):
            self._timers.arm(await self._calls.load(call_id))

    def check_clock(self) -> None:
        """Detect wall-clock jumps."""
        self._timers.check_clock()

    async def resume(self, call_id: str) -> None:
        """Continue a call from the log, whichever worker handled it before.

        A process without ports leaves live calls alone.
        """
        if self._real.outside.is_idle and not (await self._calls.load(call_id)).test:
            return
        call = await self._calls.reload(call_id)
        self._timers.arm(call)
        self._left_elsewhere.discard(call_id)
        if left := self._unsaid(call):
            self._finish_speaking(call_id, left)
        self._start_effects(call)

    async def call_changed(self, call_id: str) -> None:
        """React to events that another process appended to a cached call."""
        call = await self._calls.load(call_id)
        self._timers.arm(call)
        if self._unsaid(call) or self._to_start(call):
            self._left_elsewhere.add(call_id)
        else:
            self._left_elsewhere.discard(call_id)
        self.watch.changed(call_id)

    def forget(self, call_id: str) -> None:
        """Evict a finished call from memory."""
        self._left_elsewhere.discard(call_id)
        self.watch.forget(call_id)
        self._calls.forget(call_id)

    def handles(self, call_id: str, position: int) -> bool:
        """Whether this process has timers or open work for a call, or is speaking on it.

        Timers alone do not count while words or effects of another process are left: none fires for
        those. Nor do they if this process has not seen the event at ``position``, the call's last.
        """
        executing = any(effect.call_id == call_id for effect in self._executing)
        known = self._calls.cached(call_id)
        is_current = known is not None and known.position >= position
        alone = is_current and call_id not in self._left_elsewhere
        waits = alone and self._timers.has_timer(call_id)
        return executing or call_id in self._saying or waits

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
        self._timers.arm(call)
        self.watch.changed(call_id)
        if self._carries(call):
            try:
                await self._say(call, [event for event in events if isinstance(event, AgentSpoke)])
                call = await self._calls.load(call_id)
            except LogUnavailable:  # what was decided is carried out all the same
                self.start(until_available(lambda: self.resume(call_id), self._clock.sleep))
                raise
        self._start_effects(call)
        if call.state == "ended":
            self.turns.forget(call_id)
            self.screening.forget(call_id)
            self._line_of(call).speaking.forget(call_id)
        elif any(isinstance(event, SmsFailed | SmsCancelled) for event in events):
            self._notify_agent(call)

    def _line(self, outside: Ports, matched: MatchedTexts) -> _Line:
        executor = Executor(outside, self.ask, self._recheck)
        reconciler = Reconciler(outside, self.ask, matched)
        handlers = TimerHandlers(outside, self._calls, self.ask, executor, reconciler)
        return _Line(outside, executor, handlers, Speaking(outside, self.settle_answer))

    async def _recheck(self, request: SendText) -> TextingFacts | None:
        """What is known now about texting the contact; None if the request was decided just now."""
        call = await self._calls.load(request.call_id)
        age = self._timers.seconds_since(call.texts[request.effect_key].requested_at)
        if call.state != "ended" and request.attempt == 1 and age < JUST_NOW:
            return None
        return await self._workspaces.texting_facts(call)

    def _line_of(self, call: Call) -> _Line:
        return self._test if call.test else self._real

    def _carries(self, call: Call) -> bool:
        """Whether this process speaks on ``call``: its agent takes turns and its phones ring."""
        return self._line_of(call).outside.telephony is not None

    def _hold_for_speech(self, call: Call) -> bool:
        """Hold a transfer while the agent's last words are being said; returns whether it is held.

        Words of another worker are waited for: then the effects are started again.
        """
        if self._saying[call.call_id] > 0:
            return True
        left = self._unsaid(call)
        elsewhere = bool(left) or self._line_of(call).speaking.seconds_left(call) > 0
        if elsewhere:
            self._finish_speaking(call.call_id, left)
        return elsewhere

    def _fires(self, call: Call, timer: Timer) -> bool:
        return self._line_of(call).outside.fires(call, timer)

    def _unsaid(self, call: Call) -> list[OpenSpeech]:
        """The words on ``call`` that no worker has said yet, if this process can say them."""
        if call.state == "ended" or not self._carries(call):
            return []
        return [speech for speech in call.speeches.values() if not speech.accepted]

    async def _say(self, call: Call, speeches: Sequence[AgentSpoke]) -> None:
        self._saying[call.call_id] += 1
        try:
            for speech in speeches:
                await self._line_of(call).speaking.say(call, speech)
        finally:
            self._said(call.call_id)

    def _said(self, call_id: str) -> None:
        self._saying[call_id] -= 1
        if not self._saying[call_id]:
            del self._saying[call_id]

    async def settle_answer(self, call_id: str, build: BuildAnswer) -> None:
        """Decide on playback; the agent goes on if that settled an answer which waited for it."""
        events = await self.answer(call_id, build)
        if any(isinstance(event, TransferDeclined | TransferLapsed) for event in events):
            self._notify_agent(await self._calls.load(call_id))

    def _finish_speaking(self, call_id: str, left: Sequence[OpenSpeech]) -> None:
        """Say what is left over from another worker, or let it finish."""
        self._saying[call_id] += 1
        self.start(self._carry_on(call_id, left))

    async def _carry_on(self, call_id: str, left: Sequence[OpenSpeech]) -> None:
        try:
            call = await until_available(
                lambda: self._say_left_over(call_id, left), self._clock.sleep
            )
        finally:
            self._said(call_id)
        self._start_effects(call)

    async def _say_left_over(self, call_id: str, left: Sequence[OpenSpeech]) -> Call:
        """Say what another worker decided and did not say, once it has had its time.

        A transfer that is due waits for it, as for words of this worker, and for those that the
        other worker is still saying.
        """
        for speech in left:
            await self._clock.sleep(max(0.0, SOON - self._timers.seconds_since(speech.at)))
            call = await self._calls.reload(call_id)
            if speech.position in {one.position for one in self._unsaid(call)}:
                age = self._timers.seconds_since(speech.at)
                await self._line_of(call).speaking.say_left_over(call, speech, age)
        call = await self._calls.refresh(call_id)
        while seconds := self._line_of(call).speaking.seconds_left(call):
            await self._clock.sleep(max(seconds, 0.01))
            call = await self._calls.refresh(call_id)
        return call

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
        if not asks or interruption.answered(call):
            return
        await self.settle_answer(
            call_id,
            lambda at, _: AskAgain(id=f"unheard/{key}/{asks}", at=at, effect_key=key, asks=asks),
        )

    def _start_effects(self, call: Call) -> None:
        for effect in self._to_start(call):
            # A transfer takes the call from the agent, who may still be speaking.
            if isinstance(effect, RingPhones | HandOver) and self._hold_for_speech(call):
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

    def _notify_agent(self, call: Call) -> None:
        """Give the agent its turn, unless another process speaks on this call."""
        if self._carries(call) and not self.turns.notify(call.call_id):
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
