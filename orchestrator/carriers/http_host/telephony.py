"""Telephony through the host."""

from collections.abc import Sequence
from http import HTTPStatus
from urllib.parse import quote

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
from hookflash.domain.value import Value
from hookflash.orchestrator.carriers.http_host.answers import answer_to
from hookflash.orchestrator.carriers.http_host.host import Host
from hookflash.orchestrator.ports.answers import Answer
from hookflash.orchestrator.ports.clock import Clock
from hookflash.orchestrator.ports.telephony import CallFound, LegFound, TelephonyOffers

SPEECH_SECONDS = 60.0
"""Seconds a host may take for one ``say``, if it answers only after playing it."""
LEFT_OUT = {"kind", "attempt", "carrier"}


class _Legs(Value):
    legs: tuple[LegFound, ...]


class HttpTelephony:
    """Speaks, rings, releases, records and hangs up through ``host``.

    ``offers`` states what the host can do, as :func:`offers_of` asks it; by default, what a host
    of the first protocol is taken to offer.
    """

    def __init__(self, host: Host, clock: Clock, offers: TelephonyOffers | None = None) -> None:
        self._host = host
        self._clock = clock
        self.offers = offers or TelephonyOffers()

    async def say(self, speech: Speech) -> None:
        """Say ``speech.text``; raises ``httpx.HTTPError`` if the host did not accept it."""
        body = speech.model_dump_json(exclude=LEFT_OUT)
        response = await self._host.post("says", body, speech.id, seconds=SPEECH_SECONDS)
        response.raise_for_status()

    async def stop_speaking(self, request: StopSpeaking) -> None:
        """Stop the speech; raises ``httpx.HTTPError`` if the host did not accept that."""
        key = f"stop-{request.effect_key}"
        body = request.model_dump_json(exclude=LEFT_OUT)
        response = await self._host.post("speech-stops", body, key)
        response.raise_for_status()

    async def ring(self, request: RingPhones) -> Answer:
        """Ring all legs at once; the agent leaves the call."""
        return await self._ask("rings", request)

    async def hand_over(self, request: HandOver) -> Answer:
        """Hand the call to the carrier."""
        return await self._ask("hand-overs", request)

    async def play_voicemail(self, request: PlayVoicemail) -> Answer:
        """Play the greeting, then record."""
        return await self._ask("voicemails", request)

    async def release(self, request: ReleasePhone) -> None:
        """Stop one phone; raises ``httpx.HTTPError`` if the host did not accept that."""
        body = request.model_dump_json(exclude=LEFT_OUT)
        (await self._host.post("releases", body, request.leg.leg)).raise_for_status()

    async def hang_up(self, request: HangUp) -> None:
        """End the call; raises ``httpx.HTTPError`` if the host did not accept that."""
        body = request.model_dump_json(exclude=LEFT_OUT)
        (await self._host.post("hang-ups", body, request.effect_key)).raise_for_status()

    async def stop_recording(self, request: StopRecording) -> None:
        """Stop recording; raises ``httpx.HTTPError`` if the host did not accept that."""
        body = request.model_dump_json(exclude=LEFT_OUT)
        (await self._host.post("recording-stops", body, request.effect_key)).raise_for_status()

    async def find_legs(self, request: FindLegs) -> Sequence[LegFound]:
        """Look up the phones of a transfer; raises ``httpx.HTTPError`` without an answer."""
        path = f"calls/{quote(request.call_id, safe='')}/legs"
        response = await self._host.get(path, {"effect_key": request.effect_key})
        if response.status_code == HTTPStatus.NOT_FOUND:
            return ()
        return _Legs.model_validate_json(response.raise_for_status().content, extra="ignore").legs

    async def find_call(self, request: FindCall) -> CallFound:
        """Look up a call; raises ``httpx.HTTPError`` without an answer.

        Only the host's own word ends a call: a 404 may come from a proxy, and is unknown.
        """
        path = f"calls/{quote(request.call_id, safe='')}"
        about = {"workspace": request.workspace, "provider_call_id": request.provider_call_id}
        response = await self._host.get(path, about)
        if response.status_code == HTTPStatus.NOT_FOUND:
            return CallFound(status="unknown")
        return CallFound.model_validate_json(response.raise_for_status().content, extra="ignore")

    async def _ask(self, path: str, request: RingPhones | HandOver | PlayVoicemail) -> Answer:
        body = request.model_dump_json(exclude=LEFT_OUT)
        return await answer_to(self._host.post(path, body, request.effect_key), self._clock.now())
