"""Telephony between tabs of browsers."""

from collections.abc import Sequence

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
from hookflash.domain.event import Actor
from hookflash.orchestrator.carriers.browser.exchange import Exchange
from hookflash.orchestrator.carriers.browser.live_call import LiveCall
from hookflash.orchestrator.ports.answers import Accepted, Answer, NotTaken, Refused
from hookflash.orchestrator.ports.carriers import CarrierUnavailable
from hookflash.orchestrator.ports.reports import Ended
from hookflash.orchestrator.ports.telephony import CallFound, LegFound, TelephonyOffers

SETTLING_SECONDS = 20.0
"""For so long after the start, the tabs of calls from before may still return."""
NO_TAB = NotTaken(reason="no tab of this call is connected to this process", seconds=2.0)


class BrowserTelephony:
    """Speaks to the callers' tabs, and rings the members'."""

    offers = TelephonyOffers(
        playback="reports",
        screening=True,
        recordings=True,
        transcripts=True,
        stops_recording=True,
        find_call=True,
    )

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._since = exchange.core.clock.now()

    async def say(self, speech: Speech) -> None:
        """Send it to the caller's tab. Raises ``CarrierUnavailable`` without one."""
        self._live(speech).speaker.say(speech.id, speech.text)

    async def stop_speaking(self, request: StopSpeaking) -> None:
        """Stop the speech; the tab reports what was played of it."""
        if (live := self._exchange.live(request.call_id)) is not None:
            live.speaker.stop(request.effect_key)

    async def ring(self, request: RingPhones) -> Answer:
        """Ring every phone; one that no tab is open as is reported as unreachable."""
        live = self._exchange.live(request.call_id)
        if live is None:
            return NO_TAB
        self._exchange.ring(live, request)
        return Accepted(provider_id=f"ring-{request.effect_key[:8]}")

    async def hand_over(self, request: HandOver) -> Answer:
        """Ring the tab that is open as the number; without one, no phone outside can be reached."""
        live = self._exchange.live(request.call_id)
        if live is None:
            return NO_TAB
        if not self._exchange.hand_over(live, request):
            number = request.destination.phone
            return Refused(code="480", reason=f"no tab is open as the phone {number}")
        return Accepted(provider_id=f"dial-{request.effect_key[:8]}")

    async def release(self, request: ReleasePhone) -> None:
        """Stop one phone; harmless at any time."""
        if (leg := self._exchange.leg(request.leg.leg)) is not None:
            leg.release()

    async def play_voicemail(self, request: PlayVoicemail) -> Answer:
        """Play the greeting, beep, then record."""
        live = self._exchange.live(request.call_id)
        if live is None:
            return NO_TAB
        live.record(request.effect_key, request.mailbox.greeting)
        return Accepted(provider_id=f"record-{request.effect_key[:8]}")

    async def hang_up(self, request: HangUp) -> None:
        """End the call."""
        if (live := self._exchange.live(request.call_id)) is not None:
            live.end("hung_up", Ended(reason="hung_up", by=Actor.PROVIDER))

    async def stop_recording(self, request: StopRecording) -> None:
        """Forget what was recorded of a message. Nothing else of a call is."""
        if (live := self._exchange.live(request.call_id)) is not None:
            live.stop_recording()

    async def find_legs(self, request: FindLegs) -> Sequence[LegFound]:
        """The phones of a transfer, as they are."""
        return [one.found for one in self._exchange.legs_of(request.effect_key)]

    async def find_call(self, request: FindCall) -> CallFound:
        """Live while its tab is connected or may return; gone otherwise."""
        if self._exchange.live(request.call_id) is not None:
            return CallFound(status="live")
        settled = (self._exchange.core.clock.now() - self._since).total_seconds()
        gone = self._exchange.is_over(request.call_id) or settled >= SETTLING_SECONDS
        return CallFound(status="gone" if gone else "unknown")

    def _live(self, speech: Speech) -> LiveCall:
        live = self._exchange.live(speech.call_id)
        if live is None:
            raise CarrierUnavailable(NO_TAB.reason)
        return live
