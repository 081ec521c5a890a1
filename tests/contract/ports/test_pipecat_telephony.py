"""Telephony whose calls run through Pipecat pipelines keeps the contract."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager
from typing import Any

from hookflash import (
    Accepted,
    Answer,
    HandOver,
    HangUp,
    PlayVoicemail,
    Refused,
    Speech,
    Telephony,
    TelephonyOffers,
)
from hookflash.domain.call.events.transfers import Leg
from hookflash.pipecat import DailyTelephony, PipecatTelephony
from hookflash.testing import (
    PhoneBehaviour,
    ReportTo,
    TelephonyContract,
    in_virtual_time,
    run_virtually,
)
from tests.contract.ports.adapters import simulated_telephony

Handler = Callable[[object, Mapping[str, str]], Awaitable[None]]
CALL = "office.call.1"
ABOUT = {"call_id": CALL, "workspace": "office", "provider_call_id": "CA1", "effect_key": "one"}


class Line:
    """A pipeline that says everything at once."""

    async def say(self, speech: Speech) -> None:
        """Said."""

    async def stop(self) -> None:
        """Stopped."""

    async def settled(self) -> None:
        """It always is."""


class Room:
    """Stands in for Pipecat's DailyTransport, in a room whose phones do as they are told."""

    def __init__(self, phones: Mapping[str, PhoneBehaviour]) -> None:
        self._phones = phones
        self._handlers: dict[str, list[Handler]] = {}
        self._ringing: dict[str, asyncio.Task[None]] = {}
        self.transfers: list[dict[str, str]] = []
        self.refuses = ""

    def add_event_handler(self, event_name: str, handler: Handler) -> None:
        """As pipecat does."""
        self._handlers.setdefault(event_name, []).append(handler)

    async def start_dialout(self, settings: Any = None) -> tuple[str, str | None]:
        """Ring a phone."""
        session = f"session-{len(self._ringing)}"
        self._ringing[session] = asyncio.create_task(self._ring(session, settings["phoneNumber"]))
        return session, None

    async def stop_dialout(self, participant_id: Any) -> str | None:
        """Stop it; Daily then says that it stopped."""
        self._ringing[participant_id].cancel()
        await self.tell("on_dialout_stopped", participant_id)
        return None

    async def sip_call_transfer(self, settings: Any) -> str | None:
        """Connect the caller elsewhere."""
        self.transfers.append(settings)
        return self.refuses or None

    async def tell(self, event: str, session: str) -> None:
        """An event happens to a session."""
        for handler in self._handlers[event]:
            await handler(self, {"sessionId": session})

    async def _ring(self, session: str, phone: str) -> None:
        behaviour = self._phones[phone]
        if behaviour.does == "busy":
            await self.tell("on_dialout_error", session)
            return
        await self.tell("on_dialout_connected", session)
        if behaviour.does == "answer":
            await asyncio.sleep(behaviour.after)
            await self.tell("on_dialout_answered", session)


class Host:
    """Does by Daily's REST API what a transport cannot."""

    async def hang_up(self, request: HangUp) -> None:
        """Eject the caller."""

    async def play_voicemail(self, request: PlayVoicemail) -> Answer:
        """Take a message."""
        return Accepted(provider_id=request.effect_key)


class TestPipecat(TelephonyContract):
    """Pipelines speak, and the simulator rings."""

    @asynccontextmanager
    async def adapter(self, report: ReportTo) -> AsyncIterator[Telephony]:
        """Compose it."""
        phones = PipecatTelephony(simulated_telephony(report, self.call_id, self.phones))
        line = Line()
        phones.attach(self.call_id, line)
        yield phones

    def run(self, test: Coroutine[Any, Any, None]) -> None:
        """Run in virtual time."""
        run_virtually(test)


class TestDaily(TestPipecat):
    """Pipelines speak, and phones are rung into a Daily room."""

    @asynccontextmanager
    async def adapter(self, report: ReportTo) -> AsyncIterator[Telephony]:
        """Compose it."""
        daily = DailyTelephony(Host())
        daily.report_to(report)
        daily.join(self.call_id, Room(self.phones))
        phones, line = PipecatTelephony(daily), Line()
        phones.attach(self.call_id, line)
        yield phones


def handing_over() -> HandOver:
    """To an external number."""
    to = Leg(leg="one.1", who="+12125550143", phone="+12125550143", address="tel:+12125550143")
    return HandOver(**ABOUT, attempt=1, caller_id=None, number="+14155550100", destination=to)


@in_virtual_time
async def test_a_daily_caller_is_transferred_to_the_number_in_e164() -> None:
    """Daily dials numbers, not URIs of them."""
    daily, room = DailyTelephony(Host()), Room({})
    daily.join(CALL, room)
    assert isinstance(await daily.hand_over(handing_over()), Accepted)
    assert room.transfers == [{"toEndPoint": "+12125550143"}]


@in_virtual_time
async def test_what_daily_refuses_is_refused_with_its_reason() -> None:
    """The caller stays in the room."""
    daily, room = DailyTelephony(Host()), Room({})
    room.refuses = "Can't transfer SIP call if 'sessionId' is not set"
    daily.join(CALL, room)
    assert await daily.hand_over(handing_over()) == Refused(code="daily", reason=room.refuses)


@in_virtual_time
async def test_a_call_whose_room_another_process_is_in_is_not_transferred_here() -> None:
    """It may be tried again there."""
    answer = await DailyTelephony(Host()).hand_over(handing_over())
    assert answer.outcome == "not_taken"


def test_a_telephony_of_pipelines_offers_what_its_carrier_does_but_does_not_speak() -> None:
    """So the core waits for reports of what was played."""
    offers = PipecatTelephony(DailyTelephony(Host())).offers
    assert offers == TelephonyOffers(speaks=False, playback="reports", carrier="daily")
