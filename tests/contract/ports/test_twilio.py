"""The Twilio adapter keeps the contracts of its ports, over the stand-in."""

import asyncio
import socket
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any, cast

import pytest
import uvicorn
from fastapi import FastAPI

from hookflash.domain.call.call import Call, LegState, Transfer
from hookflash.domain.call.effects import FindLegs, RingPhones
from hookflash.domain.job.action import Destination
from hookflash.orchestrator.carriers.twilio.carrier import TwilioCarrier
from hookflash.orchestrator.carriers.twilio.kind import TwilioKind
from hookflash.orchestrator.ports.answers import Answer
from hookflash.orchestrator.ports.carrier_calls import CarrierCalls
from hookflash.orchestrator.ports.carriers import Carrier, CarrierContext, RouterContext
from hookflash.orchestrator.ports.messaging import Messaging
from hookflash.orchestrator.ports.recordings import Recordings
from hookflash.orchestrator.ports.reports import Report
from hookflash.orchestrator.ports.telephony import Telephony, Verdict
from hookflash.orchestrator.system.ids import RandomIds
from hookflash.orchestrator.testing.contracts.contract import (
    ABOUT,
    CALL,
    CALLER,
    NUMBER,
    Reports,
    on_adapter,
)
from hookflash.orchestrator.testing.contracts.telephony import DANA, KIM, LEE, transfer
from hookflash.testing import (
    MessagingContract,
    PhoneBehaviour,
    RecordingsContract,
    ReportTo,
    TelephonyContract,
)
from tests.integration.twilio.office import LedgerClock
from tests.rig.skipped_time import run_skipping
from tests.twilio.records import Recording
from tests.twilio.standin import HOST, StandIn, standing_in

SID = ABOUT["provider_call_id"]


class Calls:
    """Stands for the log: one conversation, and the transfers that it was asked for."""

    def __init__(self, report: ReportTo) -> None:
        self._report = report
        self.known = Call(CALL, position=1, state="conversing", provider_call_id=SID)

    def call_id(self, _provider_call_id: str) -> str:
        """The call of the contract."""
        return CALL

    async def call(self, _call_id: str) -> Call:
        """It."""
        return self.known

    async def until(
        self, _call_id: str, _condition: Callable[[Call], bool], _seconds: float | None = None
    ) -> Call:
        """It, at once."""
        return self.known

    async def receive_call(self, **_about: str | None) -> str:
        """Take it."""
        return CALL

    async def report(self, call_id: str, report: Report) -> None:
        """Pass a report on, but not that the test's call ended."""
        if type(report).__name__ not in ("Ended", "Spoken"):
            await self._report(call_id, report)

    async def keep_message(self, *_message: object) -> None:
        """Keep nothing."""

    async def phone_answered(self, call_id: str, leg: str, of: int) -> Verdict:
        """Pass a question on."""
        return await self._report.phone_answered(call_id, leg, of)

    def note(self, request: RingPhones) -> None:
        """Remember a transfer."""
        legs = {leg.leg: LegState(leg) for leg in request.legs}
        key, to = request.effect_key, Destination(kind="inbox", name="all")
        self.known.transfers[key] = Transfer(key, "transfer", 1, to, legs=legs)


@asynccontextmanager
async def twilio_with(calls: Calls) -> AsyncIterator[tuple[StandIn, TwilioCarrier]]:
    """A live call, on which the adapter can act."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
    async with standing_in() as twilio:
        kind, account = TwilioKind(), twilio.world.account
        config = kind.config(account=account.sid, token="secret:main", speech="gather")  # noqa: S106
        clock, ids, public = LedgerClock(twilio.ledger), RandomIds(), f"http://{HOST}:{port}"
        context = CarrierContext(
            "office", "main", "twilio", cast("CarrierCalls", calls), clock, ids, public, twilio.url
        )
        secrets = SimpleNamespace(reveal=lambda _: account.token)
        carrier = kind.build(config, secrets, context)
        assert isinstance(carrier, TwilioCarrier)

        class Routing:
            """The only carrier."""

            def __init__(self) -> None:
                self.clock, self.ids, self.public_url = clock, ids, public

            @asynccontextmanager
            async def carrier(self, *_: str) -> AsyncIterator[Carrier]:
                """It."""
                yield carrier

            def calls(self, *_: str) -> Calls:
                """Its calls."""
                return calls

        router = kind.router(cast("RouterContext", Routing()))
        assert router is not None
        app = FastAPI()
        app.include_router(router, prefix="/v1/carriers/twilio")
        server = uvicorn.Server(uvicorn.Config(app, host=HOST, port=port, log_config=None))
        serving = asyncio.create_task(server.serve())
        while not server.started:  # noqa: ASYNC110 - uvicorn has nothing to wait for
            await asyncio.sleep(0.05)
        twilio.control.number(NUMBER, voice_url=f"{public}/v1/carriers/twilio/office/main/voice")
        try:
            yield twilio, carrier
        finally:
            server.should_exit = server.force_exit = True
            await serving
            assert carrier.close is not None
            await carrier.close()


class Skipping:
    """Runs in time that is skipped while nothing happens."""

    def run(self, test: Coroutine[Any, Any, None]) -> None:
        """Run one test."""
        run_skipping(test)


def as_script(phone: PhoneBehaviour) -> dict[str, Any]:
    """What a phone of the contract does, as the stand-in reads it."""
    outcome = {"answer": "answer", "ignore": "no_answer", "busy": "busy"}[phone.does]
    return {"outcome": outcome, "ring": phone.after or 1, "steps": [{"wait": 60}]}


class TestTelephony(Skipping, TelephonyContract):
    """Telephony."""

    seconds = 12.0

    @asynccontextmanager
    async def adapter(self, report: ReportTo) -> AsyncIterator[Telephony]:
        """A caller who waits."""
        calls = Calls(report)
        async with twilio_with(calls) as (twilio, carrier):
            twilio.control.phones({n: as_script(phone) for n, phone in self.phones.items()})
            leg = twilio.control.call(CALLER, NUMBER, [{"wait": 300}])
            twilio.world.legs[SID] = twilio.world.legs.pop(leg.sid)
            leg.sid = SID
            await asyncio.wait_for(leg.picked_up.wait(), 60)
            assert carrier.telephony is not None
            yield Noting(carrier.telephony, calls)

    @on_adapter
    async def test_the_phones_of_a_transfer_can_be_found_by_its_key(
        self, telephony: Telephony, reports: Reports
    ) -> None:
        """As the contract says, except that a second <Dial> of a call would end the first one."""
        assert not await telephony.find_legs(FindLegs(**ABOUT, effect_key="one"))
        await telephony.ring(transfer("one", DANA, KIM))
        await asyncio.sleep(self.seconds)
        assert reports.statuses
        found = {
            leg.leg: leg.status
            for leg in await telephony.find_legs(FindLegs(**ABOUT, effect_key="one"))
        }
        assert found == {"one.1": "answered", "one.2": "unavailable"}
        await telephony.ring(transfer("two", LEE))
        assert [
            leg.leg for leg in await telephony.find_legs(FindLegs(**ABOUT, effect_key="two"))
        ] == ["two.1"]


class Noting:
    """The adapter; the log learns what it is asked for."""

    def __init__(self, telephony: Telephony, calls: Calls) -> None:
        self._telephony = telephony
        self._calls = calls

    def __getattr__(self, name: str) -> Any:
        return getattr(self._telephony, name)

    async def ring(self, request: RingPhones) -> Answer:
        """Ring."""
        self._calls.note(request)
        return await self._telephony.ring(request)


class TestMessaging(Skipping, MessagingContract):
    """Messaging."""

    seconds = 8.0
    statuses = ("accepted", "sent", "delivered")

    @asynccontextmanager
    async def adapter(self, report: ReportTo) -> AsyncIterator[Messaging]:
        """A number that texts."""
        async with twilio_with(Calls(report)) as (_, carrier):
            assert carrier.messaging is not None
            yield carrier.messaging


class TestRecordings(Skipping, RecordingsContract):
    """Recordings."""

    there = "RE0000000000000000000000000000000a"
    absent = "RE0000000000000000000000000000000b"

    @asynccontextmanager
    async def adapter(self, report: ReportTo) -> AsyncIterator[Recordings]:
        """An account with one recording."""
        async with twilio_with(Calls(report)) as (twilio, carrier):
            twilio.world.recordings[self.there] = Recording(
                self.there, "CA1", "RecordVerb", twilio.world.now(), "completed", 4, "Hello."
            )
            assert carrier.recordings is not None
            yield carrier.recordings


def test_without_the_extra_the_error_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """And the process serves everything else."""
    kind = TwilioKind()
    monkeypatch.setitem(sys.modules, "hookflash.orchestrator.carriers.twilio.carrier", None)
    monkeypatch.setitem(sys.modules, "hookflash.orchestrator.carriers.twilio.router", None)
    with pytest.raises(Exception, match=r"pip install 'hookflash\[twilio\]'"):
        kind.build(cast("Any", None), cast("Any", None), cast("Any", None))
    assert kind.router(cast("Any", None)) is None
