"""Words are said in turn, once, and what they lead to does not wait for that turn."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from hookflash import CallCenter, Speech, TelephonyOffers
from hookflash.domain.call.events.speech import Playback
from hookflash.orchestrator.carriers.simulator.messaging import SimulatedMessaging
from hookflash.orchestrator.carriers.simulator.telephony import SimulatedTelephony
from hookflash.orchestrator.log.store import open_store
from hookflash.orchestrator.simulation.virtual_time import (
    EPOCH,
    VirtualClock,
    run_virtually,
)
from tests.rig.agent import OFFICE, LiteralAgent
from tests.unit.command_handler.opened import open_worker

SECONDS = 5.0
"""How long the telephony takes for each speech."""


class SlowLine(SimulatedTelephony):
    """A telephony that answers after ``SECONDS``, and may refuse to say something."""

    def __init__(self, clock: VirtualClock, playback: Playback) -> None:
        super().__init__(clock)
        self.offers = TelephonyOffers(playback=playback)
        self.said: list[str] = []
        self.refuses = ""

    async def say(self, speech: Speech) -> None:
        """Note it, take a while, and fail if it begins with what is refused."""
        self.said.append(speech.text)
        await asyncio.sleep(SECONDS)
        if self.refuses and speech.text.startswith(self.refuses):
            raise ConnectionError("no such line")


@asynccontextmanager
async def conversation(playback: Playback) -> AsyncIterator[tuple[CallCenter, SlowLine, str]]:
    """A call that was answered, on a slow line."""
    clock = VirtualClock(asyncio.get_running_loop(), EPOCH)
    line, messaging = SlowLine(clock, playback), SimulatedMessaging(clock)
    store, agent = open_store("sqlite://"), LiteralAgent()
    center = open_worker("1", store, clock, line, messaging=messaging, agent=agent)
    await center.apply(OFFICE)
    call = await center.receive_call(to="+14155550100", from_="+14155550199")
    await center.answer(call)
    try:
        yield center, line, call
    finally:
        await center.end(call)
        await center.close()


def count(line: SlowLine, words: str) -> int:
    """How many speeches contain ``words``."""
    return len([text for text in line.said if words in text])


@pytest.mark.parametrize("refuses", ["", "Would you"])
def test_an_answer_that_waits_for_the_playback_does_not_stop_the_call(refuses: str) -> None:
    """It is judged when the question was played, or was not: then the core asks again."""

    async def scene() -> None:
        async with conversation("say_waits") as (center, line, call):
            line.refuses = refuses
            asking = asyncio.create_task(center.hear(call, "I'd like to talk to dana"))
            await asyncio.sleep(SECONDS - 1)
            await center.hear(call, "yes please")
            await asyncio.wait_for(asking, 3 * SECONDS)
            assert count(line, "Sorry, I want to be sure.") == 1
            await center.hear(call, "yes please")
            assert line.said[-1] == "Thank you. I'm connecting you now."

    run_virtually(scene())


@pytest.mark.parametrize("playback", ["none", "reports"])
def test_recovery_does_not_repeat_what_this_worker_is_saying(playback: Playback) -> None:
    """A telephony that is slow to accept words does not look like a worker that died."""

    async def scene() -> None:
        async with conversation(playback) as (center, line, call):
            asking = asyncio.create_task(center.hear(call, "hello"))
            await asyncio.sleep(1)
            await center._dispatcher.resume(call)
            await asking
            await center._dispatcher.resume(call)
            await asyncio.sleep(3 * SECONDS)
            assert line.said == ["Harbor Dental, how can I help?", "All right."]

    run_virtually(scene())
