"""Consent that changes between a decision's reading it and its append counts for the decision."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import ExitStack

import pytest

from hookflash.domain.call import events as e
from hookflash.domain.event import Event
from hookflash.orchestrator.carriers.simulator.telephony import SimulatedTelephony
from hookflash.orchestrator.log.store import open_store
from hookflash.orchestrator.simulation.virtual_time import EPOCH, VirtualClock
from hookflash.testing import in_virtual_time
from tests.tree import ROOT
from tests.unit.command_handler.opened import open_worker

OFFICE = ROOT / "docs" / "tutorial" / "office.yaml"
NUMBER, CALLER = "+14155550100", "+14155550199"


class Office:
    """Two workers on one log; the first has the calls, and the second gets the texts."""

    def __init__(self, url: str, opened: ExitStack) -> None:
        clock = VirtualClock(asyncio.get_running_loop(), EPOCH)
        stores = [opened.enter_context(open_store(url)) for _ in range(2)]
        telephony = [SimulatedTelephony(clock, pace=0.0) for _ in stores]
        self.first, self.second = (
            open_worker(name, store, clock, line)
            for name, store, line in zip("12", stores, telephony, strict=True)
        )
        for line in telephony:
            line.tell = self.first.report

    async def writes(self, body: str) -> None:
        """The caller sends a text."""
        await self.second.receive_text(to=NUMBER, from_=CALLER, body=body, message_id=body)

    async def asks_for_the_link(self, call: str) -> list[Event]:
        """A call on which the agent texts the link, if it may; returns the call's events."""
        center = self.first
        call_id = await center.receive_call(to=NUMBER, from_=CALLER, provider_call_id=call)
        await center.answer(call_id)
        await center.hear(call_id, "I'd like to book an appointment")
        await asyncio.sleep(30)
        return [*await center._log.read_stream(call_id)]

    def when_appending(self, kind: type[Event], happens: Callable[[], Awaitable[None]]) -> None:
        """Let something happen once, right before the first worker appends such an event."""
        append, left = self.first._log.append, [happens]

        async def appending(events: Sequence[Event], reads: Mapping[str, int] | None = None) -> int:
            if left and any(isinstance(event, kind) for event in events):
                await left.pop()()
            return await append(events, reads)

        self.first._log.append = appending  # type: ignore[method-assign]


def _texted(events: Sequence[Event]) -> tuple[bool, bool]:
    """Whether a text was requested, and whether its request was refused."""
    requested = any(isinstance(event, e.SmsRequested) for event in events)
    return requested, any(isinstance(event, e.SmsRefused) for event in events)


@in_virtual_time
async def played(url: str, story: Callable[[Office], Awaitable[None]]) -> None:
    """Play a story in an office on the log at ``url``."""
    with ExitStack() as opened:
        office = Office(url, opened)
        await office.first.apply(OFFICE)
        try:
            await story(office)
        finally:
            await office.first.close()
            await office.second.close()


def test_a_stop_between_reading_consent_and_the_append_is_obeyed(shared_url: str) -> None:
    """The text is refused: the request was never recorded."""

    async def story(office: Office) -> None:
        assert _texted(await office.asks_for_the_link("CA1")) == (True, False)
        office.when_appending(e.SmsRequested, lambda: office.writes("STOP"))
        assert _texted(await office.asks_for_the_link("CA2")) == (False, True)

    played(shared_url, story)


def test_a_stop_that_the_other_worker_got_is_obeyed_by_this_one(shared_url: str) -> None:
    """Although this one remembers that the contact may be texted."""

    async def story(office: Office) -> None:
        assert _texted(await office.asks_for_the_link("CA1")) == (True, False)
        await office.writes("STOP")
        assert _texted(await office.asks_for_the_link("CA2")) == (False, True)

    played(shared_url, story)


@pytest.mark.parametrize("meanwhile", [True, False])
def test_a_start_that_the_other_worker_got_counts_as_well(
    shared_url: str, *, meanwhile: bool
) -> None:
    """Nothing is refused because of an opt-out that has ended."""

    async def story(office: Office) -> None:
        await office.writes("STOP")
        assert _texted(await office.asks_for_the_link("CA1")) == (False, True)
        if meanwhile:
            office.when_appending(e.SmsRefused, lambda: office.writes("START"))
        else:
            await office.writes("START")
        assert _texted(await office.asks_for_the_link("CA2")) == (True, False)

    played(shared_url, story)


@pytest.mark.parametrize("stopped", [True, False])
def test_an_erasure_by_the_other_worker_keeps_an_opt_out_and_makes_none(
    shared_url: str, *, stopped: bool
) -> None:
    """Although this one remembers the contact as it was, under its number."""

    async def story(office: Office) -> None:
        if stopped:
            await office.writes("STOP")
        for call in ("CA1", "CA2"):
            events = await office.asks_for_the_link(call)
            assert _texted(events) == (not stopped, stopped)
            await office.first.end(events[0].stream)
            await asyncio.sleep(30)
            await office.second.erase(CALLER, operator="Kim", workspace="harbor-dental")
        assert _texted(await office.asks_for_the_link("CA3")) == (not stopped, stopped)

    played(shared_url, story)
