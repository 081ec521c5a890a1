"""Fault 46: a gateway dies with live calls; they end as interrupted, and nothing is asked of it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any, Final

import pytest

from hookflash import CallCenter, Ended, LegStatus, Recording, TelephonyOffers, Transcript
from hookflash.domain.call import events as e
from hookflash.domain.call.call import Call
from hookflash.domain.event import Actor
from hookflash.orchestrator.carriers.simulator.messaging import SimulatedMessaging
from hookflash.orchestrator.carriers.simulator.telephony import SimulatedTelephony
from hookflash.orchestrator.log.store import open_store
from hookflash.orchestrator.runtime.lost_gateway import AT_ONCE
from hookflash.orchestrator.simulation.virtual_time import EPOCH, VirtualClock
from hookflash.projections.replay.event_text import describe
from hookflash.testing import in_virtual_time
from tests.tree import ROOT
from tests.unit.command_handler.opened import open_worker

OFFICE: Final = ROOT / "docs" / "tutorial" / "office.yaml"
NUMBER, CALLER = "+14155550100", "+14155550199"
TALKS: Final = ("Could I talk to somebody?", "Yes please")


class Line(SimulatedTelephony):
    """A carrier named ``main``, which notes what is asked of it."""

    offers = TelephonyOffers(playback="say_waits", carrier="main")

    def __init__(self, clock: VirtualClock) -> None:
        super().__init__(clock, pace=0.0)
        self.asked: list[str] = []

    async def release(self, request: Any) -> None:
        """Note it."""
        self.asked.append("release")
        await super().release(request)

    async def hang_up(self, request: Any) -> None:
        """Note it."""
        self.asked.append("hang_up")
        await super().hang_up(request)


@asynccontextmanager
async def office() -> AsyncIterator[tuple[CallCenter, Line]]:
    """A call center in virtual time, on that carrier."""
    clock = VirtualClock(asyncio.get_running_loop(), EPOCH)
    line, messaging = Line(clock), SimulatedMessaging(clock)
    center = open_worker("1", open_store("sqlite://"), clock, line, messaging=messaging)
    await center.apply(OFFICE)
    try:
        yield center, line
    finally:
        await center.close()


async def begin(center: CallCenter, provider_call_id: str, *lines: str, test: bool = False) -> str:
    """A call on which the caller says ``lines``."""
    call = await center.receive_call(
        to=NUMBER, from_=CALLER, provider_call_id=provider_call_id, test=test
    )
    await center.answer(call)
    for words in lines:
        await center.hear(call, words)
    await asyncio.sleep(1)
    return call


async def now(center: CallCenter, call: str) -> Call:
    """The call as it is."""
    return await center.until(call, lambda _: True)


def test_the_calls_of_a_carrier_end_as_interrupted() -> None:
    """By the provider. Those of others, and test calls, go on; repeated, it does nothing."""

    @in_virtual_time
    async def scene() -> None:
        async with office() as (center, line):
            calls = [await begin(center, "CA1"), await begin(center, "CA2")]
            test = await begin(center, "CA3", test=True)
            assert await center.gateway_lost("other") == ()
            assert await center.gateway_lost("") == ()
            assert await center.gateway_lost("main") == tuple(calls)
            assert await center.gateway_lost("main") == ()
            for call in calls:
                (*_, ended) = await center.events(call)
                assert isinstance(ended, e.CallEnded)
                assert (ended.reason, ended.by) == ("interrupted", Actor.PROVIDER)
            assert (await now(center, test)).state == "conversing"
            assert "hang_up" not in line.asked
            await center.end(test)

    scene()


def test_only_the_calls_that_are_named_end() -> None:
    """The provider's ids name them; unknown ones name none."""

    @in_virtual_time
    async def scene() -> None:
        async with office() as (center, _):
            one, other = await begin(center, "CA1"), await begin(center, "CA2")
            assert await center.gateway_lost("main", ["CA1", "CA9"]) == (one,)
            assert await center.gateway_lost("other", ["CA2"]) == ()
            assert await center.gateway_lost("main", []) == ()
            assert (await now(center, other)).state == "conversing"
            await center.end(other)

    scene()


def test_a_call_that_came_in_afterwards_goes_on() -> None:
    """A message that is delivered again must not end the calls of a gateway that is back."""

    @in_virtual_time
    async def scene() -> None:
        async with office() as (center, _):
            lost_at = center.now()
            await asyncio.sleep(5)
            call = await begin(center, "CA1")
            assert await center.gateway_lost("main", at=lost_at) == ()
            assert await center.gateway_lost("main", at=lost_at + timedelta(seconds=6)) == (call,)

    scene()


@pytest.mark.parametrize("connected", [False, True])
def test_phones_stop_and_a_member_who_has_the_caller_loses_them(*, connected: bool) -> None:
    """The trail does not say that the caller hung up."""

    @in_virtual_time
    async def scene() -> None:
        async with office() as (center, line):
            call = await begin(center, "CA1", *TALKS)
            transfer = (await now(center, call)).current
            assert transfer is not None
            if connected:
                leg = next(iter(transfer.legs))
                await center.report(call, LegStatus(leg=leg, status="answered"))
                await asyncio.sleep(1)
            assert (await now(center, call)).state == ("dropped" if connected else "transferring")
            line.asked.clear()
            assert await center.gateway_lost("main") == (call,)
            await asyncio.sleep(1)
            events = await center.events(call)
            released = [ev for ev in events if isinstance(ev, e.RecipientReleased)]
            assert "hang_up" not in line.asked
            if not connected:
                assert {one.reason for one in released} == {"failed"}
                assert line.asked == ["release"] * len(transfer.legs)
                (abandoned,) = (ev for ev in events if isinstance(ev, e.TransferAbandoned))
                assert describe(abandoned) == "The call ended while phones rang"

    scene()


def test_later_reports_are_still_recorded() -> None:
    """A recording and its transcript come from another service."""

    @in_virtual_time
    async def scene() -> None:
        async with office() as (center, _):
            call = await begin(center, "CA1", *TALKS)
            await asyncio.sleep(31)
            voicemail = (await now(center, call)).voicemail
            assert voicemail is not None
            await center.gateway_lost("main")
            key = voicemail.effect_key
            await center.report(call, Transcript(effect_key=key, transcript="Call me."))
            await center.report(call, Recording(effect_key=key, recording="r", seconds=3.0))
            await center.report(call, Ended())
            kinds = [event.type for event in await center.events(call)]
            assert kinds[-2:] == ["VoicemailTranscribed", "VoicemailRecorded"]
            assert kinds.count("CallEnded") == 1

    scene()


def test_many_calls_end_without_keeping_the_others_waiting() -> None:
    """In batches: between two of them the loop does other work."""

    @in_virtual_time
    async def scene() -> None:
        async with office() as (center, _):
            calls = [
                await center.receive_call(to=NUMBER, from_=CALLER, provider_call_id=f"CA{n}")
                for n in range(AT_ONCE * 6)
            ]
            turns = 0

            async def others() -> None:
                nonlocal turns
                while True:
                    turns += 1
                    await asyncio.sleep(0)

            working = asyncio.create_task(others())
            assert len(await center.gateway_lost("main")) == len(calls)
            working.cancel()
            assert turns > 6

    scene()
