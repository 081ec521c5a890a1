"""A host that speaks the first protocol still works: the contracts, and whole calls through it."""

import asyncio
import time
from collections.abc import AsyncIterator, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import pytest

from hookflash import (
    Call,
    CallCenter,
    Host,
    HttpMessaging,
    HttpTelephony,
    Messaging,
    MessagingOffers,
    SystemClock,
    Telephony,
    offers_of,
)
from hookflash.orchestrator.ports.reports import Report
from hookflash.testing import MessagingContract, PhoneBehaviour, ReportTo, TelephonyContract
from tests.contract.ports.adapters import SPEED, passing_on
from tests.contract.ports.first_protocol import (
    FIELDS,
    FirstProtocolHost,
    first_protocol_host,
    understood,
)
from tests.rig.scaled_time import ScaledClock, run_scaled
from tests.tree import ROOT

OFFICE = ROOT / "docs/tutorial/office.yaml"
SCALE = 20.0
"""How much faster time runs on whole calls."""
NUMBER, CALLER = "+14155550100", "+14155550199"
FRONT_DESK, ON_CALL = "+14155550101", "+14155550102"


class TestMessaging(MessagingContract):
    """Texts; the program that embeds the adapter states what the host promises."""

    @asynccontextmanager
    async def adapter(self, report: ReportTo) -> AsyncIterator[Messaging]:
        """Reach such a host."""
        async with first_protocol_host(passing_on(report)) as (client, host):
            yield HttpMessaging(client, SystemClock(), MessagingOffers(idempotent_seconds=60))
            assert host.mistakes == []

    def run(self, test: Coroutine[Any, Any, None]) -> None:
        """Run in accelerated time."""
        run_scaled(test, SPEED)


class TestTelephony(TelephonyContract):
    """Calls; what the host offers is asked."""

    @asynccontextmanager
    async def adapter(self, report: ReportTo) -> AsyncIterator[Telephony]:
        """Reach such a host."""
        async with first_protocol_host(passing_on(report), self.phones) as (client, host):
            yield HttpTelephony(client, SystemClock(), (await offers_of(client)).telephony)
            assert host.mistakes == []

    def run(self, test: Coroutine[Any, Any, None]) -> None:
        """Run in accelerated time."""
        run_scaled(test, SPEED)


@asynccontextmanager
async def in_use(**phones: PhoneBehaviour) -> AsyncIterator[tuple[CallCenter, FirstProtocolHost]]:
    """A call center on such a host; ``phones`` are those of the front desk and of on-call."""
    behave = {
        FRONT_DESK: phones.get("desk", PhoneBehaviour(does="ignore")),
        ON_CALL: phones.get("on_call", PhoneBehaviour(does="ignore")),
    }
    opened: list[CallCenter] = []

    async def tell(call_id: str, report: Report) -> None:
        await opened[0].report(call_id, report)

    async with AsyncExitStack() as stack:
        client, host = await stack.enter_async_context(
            first_protocol_host(passing_on(tell), behave)
        )
        center = await stack.enter_async_context(_center(client, await offers_of(client)))
        opened.append(center)
        await center.apply(OFFICE)
        yield center, host


def _center(client: Host, offers: Any) -> Any:
    clock = ScaledClock(SCALE, time.time())
    return CallCenter.open(
        "sqlite://",
        clock=clock,
        telephony=HttpTelephony(client, clock, offers.telephony),
        messaging=HttpMessaging(client, clock, offers.messaging),
    )


async def begin(center: CallCenter) -> str:
    """An answered call."""
    call = await center.receive_call(to=NUMBER, from_=CALLER)
    await center.answer(call)
    return call


def texted(now: Call) -> bool:
    """Whether the text was delivered."""
    return [text.status for text in now.texts.values()] == ["delivered"]


def test_a_whole_call_is_understood() -> None:
    """A text, a question cut off by the caller, a transfer that is answered, and the release."""

    async def scene() -> None:
        answers = PhoneBehaviour(does="answer", after=2)
        async with in_use(desk=answers) as (center, host):
            call = await begin(center)
            await center.hear(call, "I'd like to book a cleaning")
            await center.until(
                call, lambda now: all(t.status == "delivered" for t in now.texts.values()), 30
            )
            await center.hear(call, "Actually", final=False)
            await center.hear(call, "Actually, could I talk to somebody?")
            await asyncio.sleep(8)  # no playback is reported: the question is heard by its length
            await center.hear(call, "yes please")
            now = await center.until(call, lambda now: now.state in ("dropped", "ended"), 60)
            assert now.current is not None
            assert now.current.outcome == "connected"
            assert texted(now)
            await asyncio.sleep(2)
            assert host.mistakes == []
            assert {"says", "texts", "rings", "releases"} <= set(host.answered)

    run_scaled(scene(), SCALE)


def test_a_voicemail_is_understood() -> None:
    """Nobody answers: the phones are released, the voicemail is recorded, and the call hung up."""

    async def scene() -> None:
        async with in_use() as (center, host):
            call = await begin(center)
            await center.hear(call, "Could I talk to somebody?")
            await asyncio.sleep(8)
            await center.hear(call, "yes please")
            now = await center.until(call, lambda now: now.state == "ended", 120)
            assert now.voicemail is not None
            assert now.voicemail.status == "recorded"
            assert host.mistakes == []
            assert {"voicemails", "hang-ups"} <= set(host.answered)

    run_scaled(scene(), SCALE)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("says", {"call_id": "c"}),
        ("texts", {"call_id": "c", "effect_key": "k", "recipient": None, "sender": "", "body": ""}),
        ("releases", {"call_id": "c", "effect_key": "k", "leg": {"leg": "k.1", "who": "Dana"}}),
        ("releases", {"call_id": "c", "effect_key": "k", "leg": "k.1"}),
    ],
)
def test_the_host_notices_what_it_could_not_have_understood(path: str, said: Any) -> None:
    """A field that is gone or of another type."""
    with pytest.raises(TypeError, match=path):
        understood(said, FIELDS[path], path)


def test_the_host_ignores_what_is_new() -> None:
    """At any depth."""
    leg = {"leg": "k.1", "who": "Dana", "phone": "+1", "address": "tel:+1"}
    said = {"call_id": "c", "effect_key": "k", "leg": leg, "workspace": "office"}
    assert understood(said, FIELDS["releases"], "releases") == {
        "call_id": "c",
        "effect_key": "k",
        "leg": {"leg": "k.1", "who": "Dana", "phone": "+1"},
    }
