"""Test calls on a job that is not published, and ringing that is skipped."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

import pytest

from hookflash import CallCenter, InvalidChange, JobForm, PhonePlan, ScriptedAgent
from hookflash.domain.call import events as e
from hookflash.orchestrator.carriers.simulator.telephony import SimulatedTelephony
from hookflash.orchestrator.log.store import open_store
from hookflash.orchestrator.simulation.virtual_time import EPOCH, VirtualClock
from hookflash.testing import in_virtual_time
from tests.tree import ROOT
from tests.unit.command_handler.opened import open_worker

OFFICE: Final = ROOT / "docs/tutorial/office.yaml"
NUMBER: Final = "+14155550100"
PRICES: Final = JobForm(
    name="Prices", instructions="If the caller asks for prices, /Send SMS: example.com/prices"
)
TO_DANA: Final = JobForm(
    name="Booking", instructions="If the caller asks for a person, /Transfer call: +14155550133"
)


@asynccontextmanager
async def office() -> AsyncIterator[CallCenter]:
    """A center with the tutorial's office, in virtual time."""
    clock = VirtualClock(asyncio.get_running_loop(), EPOCH)
    telephony = SimulatedTelephony(clock)
    center = open_worker("1", open_store("sqlite://"), clock, telephony, agent=ScriptedAgent())
    await center.apply(OFFICE)
    try:
        yield center
    finally:
        await center.close()


@in_virtual_time
async def test_a_job_is_tried_before_it_is_saved() -> None:
    """The call has this job alone, as it is given; nothing live has changed."""
    async with office() as center:
        before = await center.workspace("harbor-dental")
        call = await center.sandbox.begin(to=NUMBER, job=PRICES)
        assert "prices" in (await center.sandbox.suggested_lines(call))[0]
        await center.sandbox.say(call, "What are your prices?")
        await asyncio.sleep(3)
        events = await center.events(call)
        texts = [one.body for one in events if isinstance(one, e.SmsRequested)]
        assert texts == ["example.com/prices"]
        received = events[0]
        assert isinstance(received, e.CallReceived)
        assert (received.test, received.jobs) == (True, (("Prices", 0),))
        assert await center.workspace("harbor-dental") == before


@in_virtual_time
async def test_a_call_keeps_the_draft_that_it_began_with() -> None:
    """A worker that goes on with it reads the job from the call, whatever was saved meanwhile."""
    async with office() as center:
        call = await center.sandbox.begin(to=NUMBER, job=PRICES)
        await center.workspaces.draft_job("harbor-dental", PRICES)
        await center.workspaces.discard_job_draft("harbor-dental", "Prices")
        center._handler.forget(call)
        await center.sandbox.say(call, "What are your prices?")
        assert any(isinstance(one, e.SmsRequested) for one in await center.events(call))


@in_virtual_time
async def test_a_draft_may_ring_other_phones_than_the_live_job() -> None:
    """Its phones can be planned, and are shown."""
    async with office() as center:
        answers = {"+14155550133": PhonePlan(does="answer", after=30)}
        call = await center.sandbox.begin(to=NUMBER, job=TO_DANA, phones=answers)
        assert "+14155550133" in [one.phone for one in await center.sandbox.phones(call)]


@in_virtual_time
async def test_a_draft_with_mistakes_takes_no_call() -> None:
    """The mistakes are named, and nothing is recorded."""
    async with office() as center:
        wrong = JobForm(name="Booking", instructions="/Send SMS:")
        with pytest.raises(InvalidChange, match="the text is blank"):
            await center.sandbox.begin(to=NUMBER, job=wrong)
        assert not await center.calls("harbor-dental")


@in_virtual_time
async def test_only_a_test_call_has_a_draft() -> None:
    """A live call has what is published."""
    async with office() as center:
        job = await center.workspaces.parsed_job("harbor-dental", PRICES)
        with pytest.raises(ValueError, match="only a test call"):
            await center.receive_call(to=NUMBER, from_=None, draft=job)


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        (PhonePlan(), e.VoicemailStarted),
        (PhonePlan(does="ignore"), e.VoicemailStarted),
        (PhonePlan(does="answer", after=100), e.TransferConnected),
        (PhonePlan(does="reject", after=100), e.VoicemailStarted),
    ],
)
def test_ringing_can_be_skipped(plan: PhonePlan, expected: type[e.CallEvent]) -> None:
    """Each phone does at once what it would do in the end."""

    @in_virtual_time
    async def check() -> None:
        async with office() as center:
            plans = {"Front Desk": plan, "On Call": PhonePlan(does="ignore")}
            call = await center.sandbox.begin(to=NUMBER, phones=plans)
            await center.sandbox.skip_ringing(call)  # nothing rings yet
            await center.sandbox.say(call, "Could I talk to a person?")
            await center.sandbox.say(call, "Yes please")
            await center.until(call, lambda one: one.state in ("transferring", "dropped"), 60)
            await asyncio.sleep(2)
            await center.sandbox.skip_ringing(call)
            await asyncio.sleep(2)
            assert any(isinstance(one, expected) for one in await center.events(call))

    check()
