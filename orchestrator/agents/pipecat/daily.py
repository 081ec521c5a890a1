"""The telephony of Daily rooms, through the transports that are in them."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

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
from hookflash.domain.call.events.transfers import Leg
from hookflash.domain.errors import HookflashError
from hookflash.orchestrator.ports.answers import Accepted, Answer, NotTaken, Refused, Unknown
from hookflash.orchestrator.ports.reports import Ended, LegStatus, Report
from hookflash.orchestrator.ports.telephony import CallFound, LegFound, TelephonyOffers

Tell = Callable[[str, Report], Awaitable[None]]
"""Takes reports: ``CallCenter.report``."""


class DailyRoom(Protocol):
    """What is used of Pipecat's ``DailyTransport``. Its errors are texts, None if all is well."""

    async def start_dialout(self, settings: Any = None) -> tuple[str, str | None]:
        """Ring a phone; gives its session id."""
        ...

    async def stop_dialout(self, participant_id: Any) -> str | None:
        """Stop a phone, by its session id."""
        ...

    async def sip_call_transfer(self, settings: Any) -> str | None:
        """Connect the caller with another number."""
        ...

    def add_event_handler(self, event_name: str, handler: Any) -> None:
        """Have ``handler(transport, data)`` called."""
        ...


class DailyHost(Protocol):
    """What a room cannot do through a transport: a host does it by Daily's REST API."""

    async def hang_up(self, request: HangUp) -> None:
        """Eject the caller, or delete the room; harmless if that was done before."""
        ...

    async def play_voicemail(self, request: PlayVoicemail) -> Answer:
        """Play the greeting, then record; ``Refused`` where there are no mailboxes."""
        ...


class NotOffered(HookflashError, NotImplementedError):
    """This telephony does not offer what it was asked for."""


@dataclass
class _Phone:
    leg: str
    status: LegFound


@dataclass
class _Call:
    """A call in a room; ``phones`` by their session ids, ``keys`` by the effect keys."""

    room: DailyRoom
    phones: dict[str, _Phone] = field(default_factory=dict)
    keys: dict[str, list[str]] = field(default_factory=dict)


class DailyTelephony:
    """Rings phones into the caller's room, and hands the caller over by a SIP call transfer.

    Compose it: ``PipecatTelephony(DailyTelephony(host))``. Its limits: a phone that answers hears
    the caller at once, so a member's own mailbox may; whether a call is live, its recordings and
    transcripts cannot be asked for. The bot's token must be an owner's and the room must allow
    dial-out. :meth:`join` each call, and :meth:`report_to` the call center.
    """

    offers = TelephonyOffers(speaks=False, playback="reports", carrier="daily")

    def __init__(self, host: DailyHost) -> None:
        self._host = host
        self._calls: dict[str, _Call] = {}
        self._tell: Tell | None = None

    def report_to(self, tell: Tell) -> None:
        """Report what phones do to ``tell``, which is the ``report`` of the call center."""
        self._tell = tell

    def join(self, call_id: str, room: DailyRoom) -> None:
        """The bot of a call is in ``room``, a ``DailyTransport``."""
        call = self._calls[call_id] = _Call(room)

        async def connected(_: object, data: Mapping[str, Any]) -> None:
            await self._phone(call_id, call, data, LegStatus(leg="", status="ringing"))

        async def answered(_: object, data: Mapping[str, Any]) -> None:
            await self._phone(call_id, call, data, LegStatus(leg="", status="answered"))

        async def stopped(_: object, data: Mapping[str, Any]) -> None:
            hung_up = LegStatus(leg="", status="unavailable", reason="no_answer")
            await self._phone(call_id, call, data, hung_up)

        async def failed(_: object, data: Mapping[str, Any]) -> None:
            error = LegStatus(leg="", status="unavailable", code=str(data.get("errorMsg", "")))
            await self._phone(call_id, call, data, error)

        async def caller_left(_: object, __: Mapping[str, Any]) -> None:
            del self._calls[call_id]
            await self._report(call_id, Ended())

        room.add_event_handler("on_dialout_connected", connected)
        room.add_event_handler("on_dialout_answered", answered)
        room.add_event_handler("on_dialout_stopped", stopped)
        room.add_event_handler("on_dialout_error", failed)
        room.add_event_handler("on_dialin_stopped", caller_left)

    async def ring(self, request: RingPhones) -> Answer:
        """Dial all phones into the room."""
        call = self._calls.get(request.call_id)
        if call is None:
            return _not_here(request.call_id)
        started = [await self._dial(call, request, leg) for leg in request.legs]
        errors = [error for error in started if error]
        if len(errors) == len(request.legs):
            return Refused(code="daily", reason=errors[0])
        return Accepted(provider_id=call.keys[request.effect_key][0])

    async def hand_over(self, request: HandOver) -> Answer:
        """Connect the caller with an external number; the caller leaves the room."""
        call = self._calls.get(request.call_id)
        if call is None:
            return _not_here(request.call_id)
        try:
            error = await call.room.sip_call_transfer({"toEndPoint": _address(request.destination)})
        except Exception as broken:  # noqa: BLE001 - what Daily's client raises is not said
            return Unknown(reason=str(broken) or type(broken).__name__)
        if error:
            return Refused(code="daily", reason=error)
        return Accepted(provider_id=request.effect_key)

    async def release(self, request: ReleasePhone) -> None:
        """Stop a phone, or take it out of the room."""
        call = self._calls.get(request.call_id)
        phones = call.phones.items() if call else ()
        for session, phone in list(phones):
            if call and phone.leg == request.leg.leg and phone.status.status != "unavailable":
                phone.status = LegFound(leg=phone.leg, status="unavailable", reason="hung_up")
                await call.room.stop_dialout(session)

    async def play_voicemail(self, request: PlayVoicemail) -> Answer:
        """Have the host play the greeting and record."""
        return await self._host.play_voicemail(request)

    async def hang_up(self, request: HangUp) -> None:
        """Have the host end the call."""
        await self._host.hang_up(request)

    async def find_legs(self, request: FindLegs) -> Sequence[LegFound]:
        """The phones that this process rang for a transfer."""
        call = self._calls.get(request.call_id)
        sessions = call.keys.get(request.effect_key, []) if call else []
        return [call.phones[session].status for session in sessions] if call else []

    async def say(self, speech: Speech) -> None:
        """Raise: pipelines speak."""
        raise NotOffered(f"{speech.call_id}: Daily speaks only through PipecatTelephony")

    async def stop_speaking(self, request: StopSpeaking) -> None:
        """Nothing to do: pipelines speak."""

    async def stop_recording(self, request: StopRecording) -> None:
        """Raise: not offered."""
        raise NotOffered(f"{request.call_id}: offers.stops_recording is False")

    async def find_call(self, request: FindCall) -> CallFound:
        """Not offered: it cannot be told."""
        del request
        return CallFound(status="unknown")

    async def _dial(self, call: _Call, request: RingPhones, leg: Leg) -> str:
        """Dial one phone; gives the error, if there is one."""
        address = _address(leg)
        how = {"sipUri": address} if address.startswith("sip:") else {"phoneNumber": address}
        session, error = await call.room.start_dialout({**how, "displayName": leg.who})
        if error:
            await self._report(request.call_id, _failed(leg.leg, error))
            return error
        call.phones[session] = _Phone(leg.leg, LegFound(leg=leg.leg, status="ringing"))
        call.keys.setdefault(request.effect_key, []).append(session)
        return ""

    async def _phone(
        self, call_id: str, call: _Call, data: Mapping[str, Any], status: LegStatus
    ) -> None:
        """Note and report what a phone did, unless it was released."""
        phone = call.phones.get(str(data.get("sessionId")))
        if phone is None or phone.status.status == "unavailable":
            return
        if status.status != "stopped":
            phone.status = LegFound(leg=phone.leg, status=status.status, reason=status.reason)
        await self._report(call_id, status.model_copy(update={"leg": phone.leg}))

    async def _report(self, call_id: str, report: Report) -> None:
        if self._tell is None:
            raise NotOffered("DailyTelephony: call report_to(center.report) before a call comes in")
        await self._tell(call_id, report)


def _failed(leg: str, error: str) -> LegStatus:
    return LegStatus(leg=leg, status="unavailable", reason="failed", code=error)


def _not_here(call_id: str) -> NotTaken:
    return NotTaken(reason=f"the room of {call_id} is not joined by this process", seconds=1)


def _address(leg: Leg) -> str:
    """What Daily dials: a number in E.164, or a SIP URI."""
    return (leg.address or leg.phone).removeprefix("tel:")
