"""A text whose answer was lost, on a carrier that cannot search by key."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

from hookflash import CallCenter, SendText, TextFound
from hookflash.domain.call.call import Call, Text
from hookflash.orchestrator.carriers.simulator.telephony import SimulatedTelephony
from hookflash.orchestrator.log.store import open_store
from hookflash.orchestrator.ports.answers import Accepted, Answer
from hookflash.orchestrator.ports.messaging import MessagingOffers
from hookflash.orchestrator.simulation.virtual_time import EPOCH, VirtualClock
from hookflash.testing import in_virtual_time
from tests.tree import ROOT
from tests.unit.command_handler.opened import open_worker

OFFICE = ROOT / "docs" / "tutorial" / "office.yaml"


class Carrier:
    """Finds a text by its time and words only; the requests in ``lost`` never reach it."""

    offers = MessagingOffers()

    def __init__(self, clock: VirtualClock, lost: tuple[int, ...]) -> None:
        self._clock, self._lost, self._requests = clock, lost, 0
        self.taken: list[tuple[datetime, SendText, TextFound]] = []
        self.silent = False
        """Whether the answers are lost."""

    async def send(self, request: SendText) -> Answer:
        """Take it, unless it is lost."""
        self._requests += 1
        if self._requests in self._lost:
            raise ConnectionError("lost on its way")
        found = TextFound(provider_id=f"SM{self._requests}", status="delivered")
        self.taken.append((self._clock.now(), request, found))
        if self.silent:
            raise ConnectionError("the answer was lost")
        return Accepted(provider_id=found.provider_id)

    async def find(self, request: SendText) -> TextFound | None:
        """The newest text that may be this one."""
        since = request.first_attempted_at
        for at, taken, found in reversed(self.taken):
            same = (taken.recipient, taken.body) == (request.recipient, request.body)
            if same and (since is None or at >= since):
                return None if found.provider_id in request.other_ids else found
        return None


@asynccontextmanager
async def texting(*lost: int) -> AsyncIterator[tuple[CallCenter, Carrier]]:
    """A call center on such a carrier."""
    clock = VirtualClock(asyncio.get_running_loop(), EPOCH)
    carrier = Carrier(clock, lost)
    telephony = SimulatedTelephony(clock, pace=0.0)
    opened = open_worker("1", open_store("sqlite://"), clock, telephony, messaging=carrier)
    await opened.apply(OFFICE)
    try:
        yield opened, carrier
    finally:
        await opened.close()


async def begin(opened: CallCenter, name: str) -> str:
    """A call on which the link is sent by text."""
    call = await opened.receive_call(to="+14155550100", from_="+14155550199", provider_call_id=name)
    await opened.answer(call)
    await opened.hear(call, "I'd like to book an appointment")
    return call


async def last_text(opened: CallCenter, call: str) -> Text:
    """The call's last text, after all searches for it."""
    await asyncio.sleep(400)
    found: Call = await opened.until(call, lambda _: True)
    await opened.end(call)
    return list(found.texts.values())[-1]


def test_a_lost_text_is_not_taken_for_an_earlier_one_of_the_call() -> None:
    """Fault 47: the earlier one has its id in the log."""

    @in_virtual_time
    async def scene() -> None:
        async with texting(2) as (opened, carrier):
            call = await begin(opened, "CA1")
            await opened.hear(call, "Can you send it again?")
            text = await last_text(opened, call)
            assert len(carrier.taken) == 1
            assert (text.flagged, text.provider_id) == (True, "")

    scene()


def test_a_lost_text_is_not_taken_for_one_of_an_earlier_call() -> None:
    """Fault 47: that one is older than the first attempt at this one."""

    @in_virtual_time
    async def scene() -> None:
        async with texting(2) as (opened, carrier):
            await opened.end(await begin(opened, "CA1"))
            await asyncio.sleep(5)
            text = await last_text(opened, await begin(opened, "CA2"))
            assert len(carrier.taken) == 1
            assert (text.flagged, text.provider_id) == (True, "")

    scene()


def test_a_lost_text_is_not_taken_for_one_from_elsewhere() -> None:
    """The log does not know the same words that another system sent before; their time tells."""

    @in_virtual_time
    async def scene() -> None:
        async with texting(2) as (opened, carrier):
            await opened.end(await begin(opened, "CA1"))
            ((at, request, found),) = carrier.taken
            strange = found.model_copy(update={"provider_id": "SM-elsewhere"})
            carrier.taken.append((at, request, strange))
            await asyncio.sleep(5)
            text = await last_text(opened, await begin(opened, "CA2"))
            assert (text.flagged, text.provider_id) == (True, "")

    scene()


def test_a_text_whose_answer_was_lost_is_found() -> None:
    """By its time, where the carrier does not know keys."""

    @in_virtual_time
    async def scene() -> None:
        async with texting() as (opened, carrier):
            carrier.silent = True
            text = await last_text(opened, await begin(opened, "CA1"))
            assert (text.flagged, text.provider_id, text.status) == (False, "SM1", "delivered")

    scene()
