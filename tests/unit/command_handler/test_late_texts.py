"""Throttled texts are sent after the hang-up, as long as that is of use and allowed."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from hookflash import Answer, CallCenter, NotTaken, SendText, Settings
from hookflash.domain.call.events import AgentSpoke
from hookflash.domain.workspace.contact import Contact, hear_text
from hookflash.orchestrator.carriers.simulator.messaging import SimulatedMessaging
from hookflash.orchestrator.carriers.simulator.telephony import SimulatedTelephony
from hookflash.orchestrator.log.log import EventLog
from hookflash.orchestrator.log.store import open_store
from hookflash.orchestrator.simulation.virtual_time import EPOCH, VirtualClock
from hookflash.testing import in_virtual_time
from tests.tree import ROOT
from tests.unit.command_handler.opened import open_worker

OFFICE = ROOT / "docs" / "tutorial" / "office.yaml"
NUMBER, CALLER = "+14155550100", "+14155550199"


class Throttled(SimulatedMessaging):
    """A carrier that takes no text for the first ``seconds``, and says to ask again in 20."""

    def __init__(self, clock: VirtualClock, seconds: float) -> None:
        super().__init__(clock)
        self.until = asyncio.get_running_loop().time() + seconds
        self.asked = 0
        self.carried: list[SendText] = []

    async def send(self, request: SendText) -> Answer:
        """Take it, if it is time."""
        self.asked += 1
        if asyncio.get_running_loop().time() < self.until:
            return NotTaken(reason="HTTP 429", seconds=20)
        self.carried.append(request)
        return await super().send(request)


@asynccontextmanager
async def throttled_office(
    seconds: float, settings: Settings | None = None
) -> AsyncIterator[tuple[CallCenter, Throttled, EventLog]]:
    """The office of the tutorial with a carrier that is busy for ``seconds``."""
    clock = VirtualClock(asyncio.get_running_loop(), EPOCH)
    telephony, messaging = SimulatedTelephony(clock, pace=0.0), Throttled(clock, seconds)
    center = open_worker(
        "1", open_store("sqlite://"), clock, telephony, messaging=messaging, settings=settings
    )
    telephony.tell = messaging.tell = center.report
    await center.apply(OFFICE)
    try:
        yield center, messaging, center._log
    finally:
        telephony.tell = messaging.tell = None
        await center.close()


async def asks_for_the_link_and_hangs_up(center: CallCenter) -> str:
    """A caller who leaves while the carrier is busy."""
    call = await center.receive_call(to=NUMBER, from_=CALLER, provider_call_id="CA1")
    await center.answer(call)
    await center.hear(call, "I'd like to book an appointment")
    await center.end(call)
    return call


async def status_of_the_text(center: CallCenter) -> tuple[str, str]:
    """What the caller's thread says about the text."""
    (thread,) = await center.inbox("harbor-dental")
    (text,) = [item for item in thread.items if item.kind == "text"]
    return text.status, text.explanation


@in_virtual_time
async def test_a_throttled_text_is_sent_after_the_hang_up() -> None:
    """Once, as soon as the carrier takes it (fault 30)."""
    async with throttled_office(100) as (center, carrier, _):
        await asks_for_the_link_and_hangs_up(center)
        await asyncio.sleep(400)
        assert len(carrier.carried) == 1
        assert await status_of_the_text(center) == ("delivered", "")


@in_virtual_time
async def test_after_five_minutes_it_is_cancelled() -> None:
    """The thread says so; the carrier is not asked again."""
    async with throttled_office(10_000) as (center, carrier, _):
        await asks_for_the_link_and_hangs_up(center)
        await asyncio.sleep(301)
        assert (await status_of_the_text(center))[0] == "failed"
        asked = carrier.asked
        await asyncio.sleep(3_600)
        assert (carrier.asked, carrier.carried) == (asked, [])
        why = (await status_of_the_text(center))[1]
        assert why == "The text could not be sent soon enough after the call."


@in_virtual_time
async def test_zero_seconds_cancel_it_with_the_call() -> None:
    """The setting turns late texts off."""
    async with throttled_office(100, Settings(late_text_seconds=0)) as (center, carrier, _):
        await asks_for_the_link_and_hangs_up(center)
        assert await status_of_the_text(center) == (
            "failed",
            "The call ended before the text was sent.",
        )
        await asyncio.sleep(400)
        assert carrier.carried == []


@pytest.mark.parametrize("hangs_up", [True, False])
def test_a_stop_in_between_counts(hangs_up: bool) -> None:  # noqa: FBT001 - a parameter
    """During the call as well as after it (fault 52)."""

    @in_virtual_time
    async def scene() -> None:
        async with throttled_office(100) as (center, carrier, log):
            call = await asks_for_the_link_and_hangs_up(center) if hangs_up else ""
            if not hangs_up:
                call = await center.receive_call(to=NUMBER, from_=CALLER, provider_call_id="CA1")
                await center.answer(call)
                await center.hear(call, "I'd like to book an appointment")
            contact = Contact("harbor-dental", CALLER)
            await log.append(
                hear_text(contact, "STOP", number="+14155550100", at=center.now(), cause="SM1")
            )
            await asyncio.sleep(400)
            assert carrier.carried == []
            assert await status_of_the_text(center) == (
                "failed",
                "The caller has opted out of texts.",
            )
            said = [one.text for one in await center.events(call) if isinstance(one, AgentSpoke)]
            assert hangs_up or any("opted out" in text for text in said)

    scene()
