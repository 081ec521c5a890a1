"""Executes a call's open effects: records the attempt, calls the provider, records the answer.

The attempt is in the log *before* the provider is called. A worker that loses that append does not
call, so one worker executes an effect however many try (docs/explanation/effects.md).
"""

import asyncio
from collections.abc import Awaitable, Callable

from hookflash.domain.call.call import Call
from hookflash.domain.call.commands import (
    Attempt,
    Command,
    RecordOutcome,
    RecordStopped,
    ReportLeg,
)
from hookflash.domain.call.effects import (
    Effect,
    FetchRecording,
    HandOver,
    HangUp,
    PlayVoicemail,
    ReleasePhone,
    RingPhones,
    SendText,
    StopRecording,
    open_effects,
)
from hookflash.domain.call.events import (
    SmsAttempted,
    TransferAttempted,
    VoicemailAttempted,
)
from hookflash.domain.policy.texting import TextingFacts
from hookflash.orchestrator.log.resilience import until_available
from hookflash.orchestrator.log.seen import Seen
from hookflash.orchestrator.ports.answers import Accepted, Answer, NotTaken, Refused, Unknown
from hookflash.orchestrator.ports.outside import Ports
from hookflash.orchestrator.runtime.command_handler import Ask, Informed
from hookflash.orchestrator.runtime.effects.offered import not_offered
from hookflash.orchestrator.runtime.effects.recording_discarder import RecordingDiscarder
from hookflash.orchestrator.runtime.effects.recording_keeper import RecordingKeeper
from hookflash.orchestrator.runtime.effects.retry import backoff, retry_idempotent
from hookflash.orchestrator.telemetry.logs import get_logger

PATIENCE = 10.0
"""Seconds a provider has to answer one request; after that the outcome is unknown."""
OVERSLEPT = "the worker was stopped before it could ask"

ATTEMPTED = (SmsAttempted, TransferAttempted, VoicemailAttempted)
Asked = SendText | RingPhones | HandOver | PlayVoicemail
Recheck = Callable[[SendText, Call, Seen], Awaitable[TextingFacts | None]]
logger = get_logger(__name__)


class Executor:
    """Executes effects. ``ask`` decides a command on a call and dispatches the resulting events.

    ``recheck`` looks up again whether a text may be sent; None for one that was requested just now.
    """

    def __init__(self, outside: Ports, ask: Ask, recheck: Recheck) -> None:
        self._outside = outside
        self._ask = ask
        self._recheck = recheck
        self.keeper = RecordingKeeper(outside, ask)
        self.discarder = RecordingDiscarder(outside, ask)

    async def perform(self, effect: Effect) -> None:
        """Execute ``effect`` until its answer is recorded."""
        if isinstance(effect, ReleasePhone):
            await self._release(effect)
        elif isinstance(effect, HangUp):
            await self._retry_idempotent(
                effect, lambda: self._outside.voice_of(effect).hang_up(effect)
            )
        elif isinstance(effect, StopRecording):
            await self._stop_recording(effect)
        elif isinstance(effect, FetchRecording):
            await self.keeper.keep(effect)
        else:
            await self.attempt(effect)

    async def attempt(self, effect: Asked) -> None:
        """Record the attempt; if that succeeded, call the provider and record the answer.

        Where the provider promises that one key sends once, a request whose answer was lost is
        repeated under its key while the promise lasts, measured by our own monotonic clock.
        """
        begun = asyncio.get_running_loop().time()
        answer = await self._once(effect, idempotent=False)
        while isinstance(answer, Unknown) and isinstance(effect, SendText):
            await self._outside.clock.sleep(backoff(effect.effect_key, effect.attempt))
            over = asyncio.get_running_loop().time() - begun + PATIENCE
            if over >= self._outside.texting_of(effect).offers.idempotent_seconds:
                return
            effect = effect.model_copy(update={"attempt": effect.attempt + 1})
            answer = await self._once(effect, idempotent=True)

    async def _once(self, effect: Asked, *, idempotent: bool) -> Answer | None:
        begun = asyncio.get_running_loop().time()
        if not await self._attempted(effect, idempotent=idempotent):
            return None
        # A process that was paused for minutes would act on a call that other workers now handle.
        overslept = asyncio.get_running_loop().time() - begun > PATIENCE
        answer = NotTaken(reason=OVERSLEPT) if overslept else await self._answer(effect)
        await until_available(
            lambda: self._ask(effect.call_id, lambda _: self._outcome(effect, answer)),
            self._outside.clock.sleep,
        )
        return answer

    async def _attempted(self, effect: Asked, *, idempotent: bool) -> bool:
        """Record the attempt, if it may be made; returns whether it was recorded."""

        async def command(call: Call, seen: Seen) -> Command:
            texting = None
            if isinstance(effect, SendText):
                texting = await self._recheck(effect, call, seen)
            return self._attempt(effect, texting, idempotent)

        events = await self._ask(effect.call_id, Informed(command))
        return any(isinstance(event, ATTEMPTED) for event in events)

    def _attempt(
        self,
        effect: Asked,
        texting: TextingFacts | None,
        idempotent: bool,  # noqa: FBT001 - passed on
    ) -> Attempt:
        key, number = effect.effect_key, effect.attempt
        return Attempt(
            id=f"attempt/{key}/{number}",
            at=self._outside.clock.now(),
            effect_key=key,
            attempt=number,
            idempotent=idempotent,
            texting=texting,
            screening=self._screens(effect),
        )

    def _screens(self, effect: Asked) -> bool:
        """Whether the carrier will ask which phone to connect."""
        return isinstance(effect, RingPhones) and self._outside.voice_of(effect).offers.screening

    async def _answer(self, effect: Asked) -> Answer:
        if (refused := not_offered(effect, self._outside)) is not None:
            return refused
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._request(effect)
        except TimeoutError:
            return Unknown(reason=f"no answer within {PATIENCE:.0f} s")
        except Exception as error:  # noqa: BLE001 - a failed adapter tells nothing about the outcome
            logger.warning(
                "provider_call_failed",
                call_id=effect.call_id,
                effect_key=effect.effect_key,
                error=repr(error),
            )
            return Unknown(reason=type(error).__name__)

    async def _request(self, effect: Asked) -> Answer:
        match effect:
            case SendText():
                return await self._outside.texting_of(effect).send(effect)
            case RingPhones():
                return await self._outside.voice_of(effect).ring(effect)
            case HandOver():
                return await self._outside.voice_of(effect).hand_over(effect)
            case PlayVoicemail():
                return await self._outside.voice_of(effect).play_voicemail(effect)

    def _outcome(self, effect: Asked, answer: Answer) -> RecordOutcome:
        said: dict[str, object]
        match answer:
            case Accepted():
                said = {"outcome": "accepted", "provider_id": answer.provider_id}
            case Refused():
                said = {"outcome": "refused", "code": answer.code, "reason": answer.reason}
            case Unknown():
                said = {"outcome": "unknown", "reason": answer.reason}
            case NotTaken():
                wait = max(answer.seconds, backoff(effect.effect_key, effect.attempt))
                said = {"outcome": "postponed", "reason": answer.reason, "seconds": wait}
        return RecordOutcome.model_validate(
            {
                "id": f"outcome/{effect.effect_key}/{effect.attempt}",
                "at": self._outside.clock.now(),
                "effect_key": effect.effect_key,
                "attempt": effect.attempt,
                **said,
            }
        )

    async def _retry_idempotent(
        self, effect: ReleasePhone | HangUp | StopRecording, request: Callable[[], Awaitable[None]]
    ) -> None:
        async def once() -> None:
            async with asyncio.timeout(PATIENCE):
                await request()

        await retry_idempotent(effect, once, self._outside.clock)

    async def _stop_recording(self, effect: StopRecording) -> None:
        done = False

        async def stop() -> None:
            nonlocal done
            await self._outside.voice_of(effect).stop_recording(effect)
            done = True

        await self._retry_idempotent(effect, stop)
        if done:
            known = f"stopped/{effect.effect_key}"
            await self._ask(
                effect.call_id, lambda _: RecordStopped(id=known, at=self._outside.clock.now())
            )

    async def _is_open(self, effect: ReleasePhone) -> bool:
        """Whether the phone is still to be released: a carrier may have told that it won."""
        found: list[bool] = []

        def look(call: Call) -> None:
            found.append(effect in open_effects(call))

        await self._ask(effect.call_id, look)
        return found[-1]

    async def _release(self, effect: ReleasePhone) -> None:
        released = False

        async def release() -> None:
            nonlocal released
            if await self._is_open(effect):
                await self._outside.voice_of(effect).release(effect)
                released = True

        await self._retry_idempotent(effect, release)
        if not released:
            return
        await self._ask(
            effect.call_id,
            lambda _: ReportLeg(
                id=self._outside.ids.new("released"),
                at=self._outside.clock.now(),
                leg=effect.leg.leg,
                status="stopped",
            ),
        )
