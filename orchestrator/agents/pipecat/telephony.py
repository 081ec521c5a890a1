"""The telephony of calls whose sound runs through pipelines."""

from collections.abc import Sequence
from typing import Protocol
from weakref import WeakValueDictionary

from hookflash.domain.call.effects import (
    FindCall,
    FindLegs,
    HandOver,
    HangUp,
    PlayVoicemail,
    ReleasePhone,
    RingPhones,
    Speech,
    StopRecording,
    StopSpeaking,
)
from hookflash.domain.errors import HookflashError
from hookflash.orchestrator.ports.answers import Answer
from hookflash.orchestrator.ports.telephony import CallFound, LegFound, Telephony


class NoPipeline(HookflashError, LookupError):
    """The call has no pipeline in this process, so nothing can be said on it here."""


class Line(Protocol):
    """What the telephony needs of a call's pipeline."""

    async def say(self, speech: Speech) -> None:
        """Say a speech; its playback is reported to the desk."""
        ...

    async def stop(self) -> None:
        """Stop what is being said."""
        ...

    async def settled(self) -> None:
        """Wait until what was said is played, at most for some seconds."""
        ...


class PipecatTelephony:
    """Speaks through pipelines, and has ``carrier`` do what a pipeline cannot.

    ``carrier`` rings, hands over, releases, records and hangs up: the telephony of the carrier
    whose media streams the pipelines serve, or :class:`DailyTelephony`. What it offers is offered,
    except that it does not speak: pipelines play what the core says, and report what was heard.
    Before the carrier takes the call, the caller hears the last words to their end.
    """

    def __init__(self, carrier: Telephony) -> None:
        self._carrier = carrier
        self._lines: WeakValueDictionary[str, Line] = WeakValueDictionary()
        self.offers = carrier.offers.model_copy(update={"speaks": False, "playback": "reports"})

    def attach(self, call_id: str, line: Line) -> None:
        """Remember the pipeline of a call, for as long as it lives."""
        self._lines[call_id] = line

    async def say(self, speech: Speech) -> None:
        """Say it through the call's pipeline; raises :class:`NoPipeline` without one."""
        line = self._lines.get(speech.call_id)
        if line is None:
            raise NoPipeline(f"{speech.call_id}: no pipeline of this process carries the call")
        await line.say(speech)

    async def stop_speaking(self, request: StopSpeaking) -> None:
        """Interrupt the pipeline."""
        if (line := self._lines.get(request.call_id)) is not None:
            await line.stop()

    async def ring(self, request: RingPhones) -> Answer:
        """Have the carrier ring, once the last words were played."""
        await self._settled(request.call_id)
        return await self._carrier.ring(request)

    async def hand_over(self, request: HandOver) -> Answer:
        """Have the carrier take the call, once the last words were played."""
        await self._settled(request.call_id)
        return await self._carrier.hand_over(request)

    async def play_voicemail(self, request: PlayVoicemail) -> Answer:
        """Have the carrier play the greeting and record."""
        await self._settled(request.call_id)
        return await self._carrier.play_voicemail(request)

    async def hang_up(self, request: HangUp) -> None:
        """Have the carrier end the call, once the last words were played."""
        await self._settled(request.call_id)
        await self._carrier.hang_up(request)

    async def release(self, request: ReleasePhone) -> None:
        """Have the carrier stop a phone."""
        await self._carrier.release(request)

    async def stop_recording(self, request: StopRecording) -> None:
        """Have the carrier stop recording."""
        await self._carrier.stop_recording(request)

    async def find_legs(self, request: FindLegs) -> Sequence[LegFound]:
        """Ask the carrier for the phones of a transfer."""
        return await self._carrier.find_legs(request)

    async def find_call(self, request: FindCall) -> CallFound:
        """Ask the carrier for the call."""
        return await self._carrier.find_call(request)

    async def _settled(self, call_id: str) -> None:
        if (line := self._lines.get(call_id)) is not None:
            await line.settled()
