"""Telephony through Twilio: each decision is an update of the live call, by REST.

Nothing about a call is kept here: the log has its state, and URLs carry the rest. A WebSocket of
ConversationRelay that this process holds is used as long as it is open.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final, Protocol, TypeGuard

from twilio.base.exceptions import TwilioException
from twilio.rest import Client

from hookflash.domain.call.call import Call, OpenSpeech, Transfer
from hookflash.domain.call.effects import (
    FindCall,
    FindLegs,
    HandOver,
    HangUp,
    PlayVoicemail,
    ReleasePhone,
    Request,
    RingPhones,
    Speech,
    StopRecording,
    StopSpeaking,
)
from hookflash.domain.call.errors import NoSuchCall
from hookflash.domain.call.hearing import estimated_seconds
from hookflash.orchestrator.carriers.twilio.answers import GONE, answer_to, code_of
from hookflash.orchestrator.carriers.twilio.rooms import Rooms
from hookflash.orchestrator.carriers.twilio.settings import LARGEST_DIAL
from hookflash.orchestrator.carriers.twilio.statuses import LIVE, RINGING, UNAVAILABLE
from hookflash.orchestrator.carriers.twilio.twiml import Documents, dialed
from hookflash.orchestrator.carriers.twilio.updates import Updates
from hookflash.orchestrator.ports.answers import Answer
from hookflash.orchestrator.ports.carrier_calls import CarrierCalls
from hookflash.orchestrator.ports.clock import Clock
from hookflash.orchestrator.ports.telephony import CallFound, LegFound, TelephonyOffers

SPEECH_SECONDS: Final = 30.0
"""The longest wait of words for earlier ones to be played: an update would cut those off."""
EFFECT_SECONDS: Final = 5.0
"""The longest wait of other requests, which must be answered in time."""
GRACE_SECONDS: Final = 4.0
"""How much slower than usual words may be played."""
TRIES: Final = 40
RETRY_SECONDS: Final = 0.25
"""Twilio refuses updates until it has begun the first document of a call."""
NOT_IN_PROGRESS: Final = 21220
MOST_LEGS: Final = 50


class Sockets(Protocol):
    """The open relay sessions of this process."""

    async def say(self, speech: Speech) -> bool:
        """Say it on the session of its call; False if this process has none."""
        ...

    def stop(self, provider_call_id: str) -> bool:
        """Stop what is said there; False if this process has no such session."""
        ...


class TwilioTelephony:
    """Drives live calls. ``calls`` is where the log is asked about them."""

    def __init__(  # noqa: PLR0913 - what it works with
        self,
        *,
        client: Client,
        calls: CarrierCalls,
        documents: Documents,
        rooms: Rooms,
        updates: Updates,
        clock: Clock,
        offers: TelephonyOffers,
        sockets: Sockets | None,
    ) -> None:
        """``rooms`` rings large groups; ``sockets``: None if the agent hears by ``<Gather>``."""
        self.offers = offers
        self.rooms = rooms
        self._client = client
        self._calls = calls
        self._documents = documents
        self._updates = updates
        self._clock = clock
        self._sockets = sockets

    async def say(self, speech: Speech) -> None:
        """Say it on the relay session, or else by an update; raises if neither is possible."""
        if self._sockets is not None and await self._sockets.say(speech):
            return
        call = await self._silence(speech, SPEECH_SECONDS, speech.id)
        document = self._documents.say(speech, self._clock.now(), call.language)
        for _ in range(TRIES):
            try:
                await self._updates.perform(speech.provider_call_id, document)
            except TwilioException as error:
                if code_of(error) != NOT_IN_PROGRESS:
                    raise
                await self._clock.sleep(RETRY_SECONDS)
            else:
                return
        raise RuntimeError("the call is not in progress")

    async def stop_speaking(self, request: StopSpeaking) -> None:
        """Stop words on a relay session. A caller is not listened to during ``<Say>``."""
        if self._sockets is not None:
            self._sockets.stop(request.provider_call_id)

    async def ring(self, request: RingPhones) -> Answer:
        """Ring all phones from one ``<Dial>``, or into a conference; the agent leaves."""
        await self._silence(request, EFFECT_SECONDS)
        if len(request.legs) > LARGEST_DIAL:
            return await self.rooms.ring(request)
        document = self._documents.ring(request)
        return await answer_to(self._updates.perform(request.provider_call_id, document))

    async def hand_over(self, request: HandOver) -> Answer:
        """Dial the external number with the caller's own number; the agent leaves."""
        await self._silence(request, EFFECT_SECONDS)
        document = self._documents.hand_over(request)
        return await answer_to(self._updates.perform(request.provider_call_id, document))

    async def play_voicemail(self, request: PlayVoicemail) -> Answer:
        """Play the greeting, then record."""
        call = await self._silence(request, EFFECT_SECONDS)
        document = self._documents.voicemail(request, call.language)
        return await answer_to(self._updates.perform(request.provider_call_id, document))

    async def release(self, request: ReleasePhone) -> None:
        """Hang up one phone of the call, if Twilio still has it ring or speak."""
        call, transfer = await self._transfer(request)
        state = transfer.legs.get(request.leg.leg) if transfer is not None else None
        if state is None or not state.provider_id:
            for child in await self._children(request.provider_call_id):
                if child.to == dialed(request.leg) and child.status in LIVE:
                    await self._updates.complete(child.sid)
        if call is not None and state is not None and _may_be_in_room(transfer):
            await self.rooms.release(call, transfer, state)

    async def hang_up(self, request: HangUp) -> None:
        """End the call; harmless if it is over."""
        await self._updates.complete(request.provider_call_id)

    async def stop_recording(self, request: StopRecording) -> None:
        """Not offered: calls are not recorded, only messages that a caller leaves."""

    async def find_legs(self, request: FindLegs) -> Sequence[LegFound]:
        """The phones of the transfer, by the numbers that the log has of them."""
        call, transfer = await self._transfer(request)
        if call is None or transfer is None:
            return ()
        found = [
            (state.leg.leg, str(child.status))
            for child in await self._children(request.provider_call_id)
            for state in transfer.legs.values()
            if child.to == dialed(state.leg)
        ]
        if not found and _may_be_in_room(transfer):
            found = await self.rooms.find(call, transfer)
        return tuple(_found(leg, status) for leg, status in found)

    async def find_call(self, request: FindCall) -> CallFound:
        """Whether the call is live; raises without a clear answer."""
        try:
            call = await self._client.calls(request.provider_call_id).fetch_async()
        except TwilioException as error:
            if code_of(error) in GONE:
                return CallFound(status="gone")
            raise
        return CallFound(status="live" if call.status in LIVE else "gone")

    async def _children(self, sid: str) -> list[Any]:
        listed: list[Any] = await self._client.calls.list_async(
            parent_call_sid=sid, limit=MOST_LEGS, page_size=MOST_LEGS
        )
        return listed

    async def _transfer(self, request: Request) -> tuple[Call | None, Transfer | None]:
        """The call with the transfer that a request is about; None if the log has neither."""
        try:
            call = await self._calls.call(request.call_id)
        except NoSuchCall:
            return None, None
        return call, call.transfers.get(request.effect_key)

    async def _silence(self, request: Request, longest: float, speech_id: str = "") -> Call:
        """Wait until the words before this one were played, if they can still be playing."""
        call = await self._calls.until(request.call_id, _always)
        this = call.speeches.get(speech_id)
        before = this.position if this is not None else call.position + 1

        def silent(call: Call) -> bool:
            return all(open_.position >= before for open_ in call.speeches.values())

        ends = [_ends_at(open_) for open_ in call.speeches.values() if open_.position < before]
        left = max(((end - self._clock.now()).total_seconds() for end in ends), default=0.0)
        if left <= 0:
            return call
        return await self._calls.until(request.call_id, silent, min(left, longest))


def _may_be_in_room(transfer: Transfer | None) -> TypeGuard[Transfer]:
    """Whether there were too many phones for one ``<Dial>``, unless some were spared."""
    return transfer is not None and len(transfer.legs) > LARGEST_DIAL


def _always(_: Call) -> bool:
    return True


def _ends_at(speech: OpenSpeech) -> datetime:
    """When words have surely been played, by their usual pace."""
    seconds = estimated_seconds(len(speech.text)) + GRACE_SECONDS
    return (speech.accepted_at or speech.at) + timedelta(seconds=seconds)


def _found(leg: str, status: str) -> LegFound:
    if status in RINGING:
        return LegFound(leg=leg, status="ringing")
    if status == "in-progress":
        return LegFound(leg=leg, status="answered")
    return LegFound(leg=leg, status="unavailable", reason=UNAVAILABLE.get(status, "failed"))
