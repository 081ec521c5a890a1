"""What happens when a timer fires."""

from hookflash.domain.call.call import Call
from hookflash.domain.call.commands import Command, FailAgent
from hookflash.domain.call.effects import fetch_recording, play_voicemail, ring, send_text
from hookflash.domain.call.events import TransferLapsed
from hookflash.domain.call.expiries import command_of
from hookflash.domain.call.timers import Timer
from hookflash.orchestrator.ports.outside import Ports
from hookflash.orchestrator.runtime.command_handler import Ask, CommandHandler
from hookflash.orchestrator.runtime.effects.executor import Executor
from hookflash.orchestrator.runtime.effects.liveness import Liveness
from hookflash.orchestrator.runtime.effects.reconciler import Reconciler


class TimerHandlers:
    """Turns a timer into its command, or into a retry or a search."""

    def __init__(
        self,
        outside: Ports,
        calls: CommandHandler,
        ask: Ask,
        executor: Executor,
        reconciler: Reconciler,
    ) -> None:
        self._outside = outside
        self._calls = calls
        self._ask = ask
        self._executor = executor
        self._reconciler = reconciler
        self._liveness = Liveness(outside, ask)

    async def fire(self, call_id: str, timer: Timer) -> bool:
        """Handle ``timer``; returns whether the agent should react to the result."""
        command = command_of(timer, self._outside.clock.now())
        if command is not None:
            events = await self._ask(call_id, lambda _: command)
            return any(isinstance(event, TransferLapsed) for event in events)
        call = await self._calls.load(call_id)
        if timer.kind == "reply":
            await self._ask(call_id, lambda now: self._fail_agent(now, timer))
        elif timer.kind == "retry":
            await self._retry(call, timer)
        elif timer.kind == "interrupt":
            await self._liveness.fall_silent(call, timer)
        elif timer.kind == "fetch_recording":
            await self._fetch_recording(call, timer)
        elif timer.kind == "discard_recording":
            await self._executor.discarder.discard(call, timer)
        else:
            await self._reconciler.search(call, timer.effect_key, timer.step)
        return False

    async def _fetch_recording(self, call: Call, timer: Timer) -> None:
        recording = call.voicemail.recording if call.voicemail else None
        if recording is not None and recording.is_awaited:
            await self._executor.keeper.keep(fetch_recording(call, timer.effect_key, recording))

    def _fail_agent(self, call: Call, timer: Timer) -> Command:
        """The worker died that had the agent think: the caller hears something in its place."""
        return FailAgent(
            id=f"{timer.kind}/{timer.step}",
            at=self._outside.clock.now(),
            reason="timeout",
            fallback=self._outside.settings.instead(call),
            after=timer.step,
        )

    async def _retry(self, call: Call, timer: Timer) -> None:
        if timer.effect_key in call.texts:
            await self._executor.attempt(send_text(call, timer.effect_key))
        elif timer.effect_key in call.transfers:
            await self._executor.attempt(ring(call, call.transfers[timer.effect_key]))
        elif call.voicemail is not None:
            await self._executor.attempt(play_voicemail(call, call.voicemail))
