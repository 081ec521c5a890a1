"""Two workers share a call: one speaks, and the other one hears the caller, or takes over."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from hookflash import CallCenter, Move, Say, Speech, StopSpeaking, TelephonyOffers
from hookflash.domain.call import events as e
from hookflash.domain.call.events.speech import Playback
from hookflash.orchestrator.carriers.simulator.telephony import SimulatedTelephony
from hookflash.orchestrator.log.store import open_store
from hookflash.orchestrator.ports.agent import Agent, Turn
from hookflash.orchestrator.simulation.virtual_time import EPOCH, VirtualClock
from hookflash.testing import in_virtual_time
from tests.tree import ROOT
from tests.unit.command_handler.opened import open_worker

OFFICE = ROOT / "docs" / "tutorial" / "office.yaml"
SECONDS = 3.0
"""How long every speech is played."""


class Line(SimulatedTelephony):
    """The platform that both workers use: each speech takes ``SECONDS``, unless it is stopped."""

    def __init__(self, clock: VirtualClock, playback: Playback) -> None:
        super().__init__(clock)
        self.offers = TelephonyOffers(playback=playback)
        self.said: list[str] = []
        self.rung_at: list[float] = []
        self.stopped: list[str] = []
        self._stop = asyncio.Event()

    async def say(self, speech: Speech) -> None:
        """Note it; where ``say`` waits, play it."""
        self.said.append(speech.text)
        if self.offers.playback == "say_waits":
            self._stop = asyncio.Event()
            await asyncio.wait({asyncio.ensure_future(self._stop.wait())}, timeout=SECONDS)

    async def stop_speaking(self, request: StopSpeaking) -> None:
        """Stop."""
        self.stopped.append(request.effect_key)
        self._stop.set()

    async def ring(self, request: Any) -> Any:
        """Note when."""
        self.rung_at.append(asyncio.get_running_loop().time())
        return await super().ring(request)


class Forgetful:
    """An agent that greets, and never answers the caller."""

    label = "Forgetful agent (no AI model)"

    async def next_move(self, turn: Turn) -> Move | None:
        """Greet, then hang."""
        if not turn.conversation.lines:
            return Say(text=turn.briefing.greeting)
        if turn.conversation.lines[-1].by == "caller":
            await asyncio.Event().wait()
        return None


@asynccontextmanager
async def workers(
    playback: Playback, agent: Agent | None = None
) -> AsyncIterator[tuple[CallCenter, CallCenter, Line, str]]:
    """Two workers, and a call that the first one has answered."""
    clock = VirtualClock(asyncio.get_running_loop(), EPOCH)
    line, store = Line(clock, playback), open_store("sqlite://")
    first, second = (open_worker(name, store, clock, line, agent=agent) for name in "12")
    await first.apply(OFFICE)
    call = await first.receive_call(to="+14155550100", from_="+14155550199", provider_call_id="CA")
    await first.answer(call)
    try:
        yield first, second, line, call
    finally:
        await second.end(call)
        await first._dispatcher.close()
        await second.close()


def test_a_question_is_cut_off_whichever_worker_the_caller_interrupts() -> None:
    """Fault 43: the worker that speaks does not take it for heard, and a yes connects no one."""

    @in_virtual_time
    async def scene() -> None:
        async with workers("say_waits") as (first, second, line, call):
            asking = asyncio.create_task(first.hear(call, "Could I talk to somebody?"))
            await asyncio.sleep(1)
            await second.hear(call, "yes", final=False)
            await asking
            await second.hear(call, "Yes please")
            heard = [ev for ev in await first.events(call) if isinstance(ev, e.SpeechHeard)]
            assert (heard[1].heard_chars, heard[1].finished) == (12, False)
            assert line.said[-1].startswith("Sorry, I want to be sure.")

    scene()


@pytest.mark.parametrize("playback", ["none", "reports"])
def test_another_worker_stops_the_speech(playback: Playback) -> None:
    """The log tells it what is being said."""

    @in_virtual_time
    async def scene() -> None:
        async with workers(playback) as (first, second, line, call):
            await first.hear(call, "Could I talk to somebody?")
            asked = [ev for ev in await first.events(call) if isinstance(ev, e.SpeechAccepted)][-1]
            await asyncio.sleep(1)
            await second.hear(call, "yes", final=False)
            assert line.stopped == [asked.speech_id]

    scene()


def test_final_words_may_come_to_another_worker() -> None:
    """The one that was told of partial words does not put the question again."""

    @in_virtual_time
    async def scene() -> None:
        async with workers("none") as (first, second, line, call):
            await first.hear(call, "Could I talk to somebody?")
            await asyncio.sleep(5)
            await second.hear(call, "um", final=False)
            await asyncio.sleep(0.5)
            await first.hear(call, "Hm, what was that?")
            asked = len(line.said)
            await asyncio.sleep(3)
            assert line.said[asked - 1].startswith("Sorry, I want to be sure.")
            assert line.said[asked:] == []

    scene()


def test_a_worker_that_takes_over_lets_the_other_one_finish() -> None:
    """It cannot know whether that one is still speaking: phones wait as long as it may be."""

    @in_virtual_time
    async def scene() -> None:
        async with workers("say_waits") as (first, second, line, call):
            await first.hear(call, "Could I talk to somebody?")
            agreeing = asyncio.create_task(first.hear(call, "Yes please"))
            await asyncio.sleep(1)
            begun = asyncio.get_running_loop().time() - 1
            await second._dispatcher.resume(call)
            await agreeing
            await asyncio.sleep(1)
            (rung_at,) = line.rung_at
            assert rung_at >= begun + len("Thank you. I'm connecting you now.") / 12

    scene()


def test_a_caller_does_not_wait_for_a_worker_that_died_as_its_agent_thought() -> None:
    """Faults 44 and 45: another worker says something instead, once, 20 seconds later."""

    @in_virtual_time
    async def scene() -> None:
        async with workers("none", Forgetful()) as (first, second, line, call):
            asking = asyncio.create_task(first.hear(call, "Hello?"))
            await asyncio.sleep(1)
            for task in (asking, *first._dispatcher._tasks):
                task.cancel()
            first._dispatcher._timers.stop()
            await second._dispatcher.resume(call)
            await asyncio.sleep(18)
            assert len(line.said) == 1
            await asyncio.sleep(2)
            assert line.said[1:] == ["I'm sorry, I didn't get that. Could you say it again?"]
            await asyncio.sleep(30)
            assert len(line.said) == 2

    scene()
