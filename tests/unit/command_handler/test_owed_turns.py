"""A worker dies while its agent owes the caller a move: another worker's agent makes it, once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from hookflash import CallCenter, Move, Say, TelephonyOffers, UseTool
from hookflash.domain.call import events as e
from hookflash.domain.call.events.speech import Playback
from hookflash.orchestrator.carriers.simulator.telephony import SimulatedTelephony
from hookflash.orchestrator.log.store import open_store
from hookflash.orchestrator.ports.agent import Agent, Turn
from hookflash.orchestrator.runtime.recovery import Recovery
from hookflash.orchestrator.simulation.virtual_time import EPOCH, VirtualClock
from hookflash.orchestrator.swept_calls import SweptCalls
from hookflash.testing import in_virtual_time
from tests.tree import ROOT
from tests.unit.command_handler.opened import open_worker

OFFICE = ROOT / "docs" / "tutorial" / "office.yaml"
GREETING = "Thanks for calling."


class Thinker:
    """An agent that greets, and answers each of the caller's words after ``seconds``.

    Asked for a link, it uses its tool first. To keys it says nothing.
    """

    label = "Thinker (no AI model)"

    def __init__(self, name: str, seconds: float = 0.0) -> None:
        self.name = name
        self.seconds = seconds
        self.asked = 0

    async def next_move(self, turn: Turn) -> Move | None:
        """The next move."""
        self.asked += 1
        if not turn.conversation.lines:
            return Say(text=GREETING)
        last = turn.conversation.lines[-1]
        if last.by == "agent" or last.digits:
            return None
        await asyncio.sleep(self.seconds)
        if "link" in last.text:
            return UseTool(tool="send_sms_1")
        return Say(text=f"{self.name}: about {last.text or last.tool}.")


class Pair:
    """Two workers that share a log, each with an agent of its own; the second one recovers."""

    def __init__(self, first: CallCenter, second: CallCenter, line: SimulatedTelephony) -> None:
        self.first = first
        self.second = second
        self.line = line
        self.call = ""

    async def begin(self) -> str:
        """A call that the first worker has received."""
        center = self.first
        await center.apply(OFFICE)
        self.call = await center.receive_call(
            to="+14155550100", from_="+14155550199", provider_call_id="CA"
        )
        return self.call

    async def recover(self, center: CallCenter, seconds: float) -> None:
        """Have a worker sweep for so long."""
        sweeping = asyncio.create_task(
            Recovery(
                center._dispatcher,
                center._ports.clock,
                SweptCalls(center._log, center._runner),
            ).run()
        )
        await asyncio.sleep(seconds)
        sweeping.cancel()

    def kill(self, *requests: "asyncio.Task[list[str]]") -> None:
        """The first worker dies."""
        dispatcher = self.first._dispatcher
        self.first._leases.close()
        dispatcher._timers.stop()
        for task in (*requests, *dispatcher._tasks):
            task.cancel()

    async def reached(self, kind: str) -> None:
        """Let the workers go on, step by step, until there is an event of that kind."""
        for _ in range(1_000):
            if kind in await self.kinds():
                return
            await asyncio.sleep(0)
        raise AssertionError(f"there is no {kind}")

    async def said(self) -> list[str]:
        """What was decided to be said."""
        events = await self.second.events(self.call)
        return [event.text for event in events if isinstance(event, e.AgentSpoke)]

    async def kinds(self) -> list[str]:
        """The kinds of events on the call."""
        return [event.type for event in await self.second.events(self.call)]


@asynccontextmanager
async def pair(first: Agent, second: Agent, playback: Playback = "none") -> AsyncIterator[Pair]:
    """Two workers in virtual time."""
    clock = VirtualClock(asyncio.get_running_loop(), EPOCH)
    line, store = SimulatedTelephony(clock, pace=0.1), open_store("sqlite://")
    line.offers = TelephonyOffers(playback=playback)
    held: dict[str, tuple[object, float]] = {}
    one, two = (
        open_worker(name, store, clock, line, agent=agent, held=held)
        for name, agent in (("1", first), ("2", second))
    )
    workers = Pair(one, two, line)
    await workers.begin()
    try:
        yield workers
    finally:
        await two.end(workers.call)
        await one._dispatcher.close()
        await two.close()


def test_the_agent_of_another_worker_answers_the_caller() -> None:
    """Fault 60: killed between the caller's words and the agent's turn; within seconds, once."""

    @in_virtual_time
    async def scene() -> None:
        async with pair(Thinker("one", 60.0), Thinker("two")) as workers:
            await workers.first.answer(workers.call)
            asking = asyncio.create_task(workers.first.hear(workers.call, "Hello?"))
            await asyncio.sleep(0.5)
            workers.kill(asking)
            await workers.recover(workers.second, 6.0)
            assert await workers.said() == [GREETING, "two: about Hello?."]
            await workers.recover(workers.second, 60.0)
            assert len(await workers.said()) == 2

    scene()


def test_the_agent_of_another_worker_greets() -> None:
    """Fault 60: killed between answer and greeting."""

    @in_virtual_time
    async def scene() -> None:
        class Silent(Thinker):
            async def next_move(self, *_: object) -> Move | None:
                await asyncio.sleep(60)
                return None

        async with pair(Silent("one"), Thinker("two")) as workers:
            answering = asyncio.create_task(workers.first.answer(workers.call))
            await asyncio.sleep(0.5)
            workers.kill(answering)
            await workers.recover(workers.second, 6.0)
            assert await workers.said() == [GREETING]

    scene()


def test_the_agent_of_another_worker_goes_on_after_a_text() -> None:
    """Fault 60: killed when the agent had used a tool, and said nothing about it."""

    @in_virtual_time
    async def scene() -> None:
        first = Thinker("one")
        async with pair(first, Thinker("two")) as workers:
            await workers.first.answer(workers.call)
            hearing = asyncio.create_task(workers.first.hear(workers.call, "Text me the link"))
            await workers.reached("SmsRequested")
            workers.kill(hearing)
            await workers.recover(workers.second, 12.0)
            assert (await workers.said())[1:] == ["two: about send_sms_1."]
            assert (await workers.kinds()).count("SmsRequested") == 1

    scene()


def test_a_turn_goes_on_whose_worker_died_while_its_words_were_played() -> None:
    """Fault 60: what the agent announced happens."""

    @in_virtual_time
    async def scene() -> None:
        class Announcing(Thinker):
            async def next_move(self, turn: Turn) -> Move | None:
                said = [line.text for line in turn.conversation.lines if line.by == "agent"]
                if not said:
                    return Say(text=GREETING)
                if len(said) == 1 and turn.conversation.lines[-1].by == "caller":
                    return Say(text="I will text you the link to the calendar right now.")
                if len(said) == 2 and not turn.conversation.texts:
                    return UseTool(tool="send_sms_1")
                return None

        async with pair(Announcing("one"), Announcing("two"), "say_waits") as workers:
            await workers.first.answer(workers.call)
            hearing = asyncio.create_task(workers.first.hear(workers.call, "Hello?"))
            await asyncio.sleep(3.0)
            assert len(await workers.said()) == 2
            workers.kill(hearing)
            await workers.recover(workers.second, 10.0)
            assert (await workers.kinds()).count("SmsRequested") == 1

    scene()


def test_a_worker_whose_agent_thinks_keeps_its_turn() -> None:
    """No second agent is asked: the lease tells that the first worker is alive."""

    @in_virtual_time
    async def scene() -> None:
        second = Thinker("two")
        async with pair(Thinker("one", 9.0), second) as workers:
            await workers.first.answer(workers.call)
            hearing = asyncio.create_task(workers.first.hear(workers.call, "Hello?"))
            await workers.recover(workers.second, 15.0)
            assert await hearing == ["one: about Hello?."]
            assert second.asked == 0

    scene()


def test_of_two_agents_that_answer_the_same_words_one_speaks() -> None:
    """The append race decides, and the loser says nothing."""

    @in_virtual_time
    async def scene() -> None:
        async with pair(Thinker("one", 3.0), Thinker("two", 2.0)) as workers:
            await workers.first.answer(workers.call)
            hearing = asyncio.create_task(workers.first.hear(workers.call, "Hello?"))
            await asyncio.sleep(0.5)
            await workers.second._dispatcher.turns.take(workers.call, owes_reply=True)
            assert await hearing == []
            assert (await workers.said())[1:] == ["two: about Hello?."]
            assert "AgentFailed" not in await workers.kinds()

    scene()


def test_an_agent_that_waits_is_asked_once() -> None:
    """It is recorded that it had its turn, so no worker gives it another."""

    @in_virtual_time
    async def scene() -> None:
        first, second = Thinker("one"), Thinker("two")
        async with pair(first, second) as workers:
            await workers.first.answer(workers.call)
            await workers.first.hear(workers.call, "Hello?")
            await workers.first.press(workers.call, "5")
            asked = first.asked
            await workers.recover(workers.first, 20.0)
            await workers.recover(workers.second, 20.0)
            assert (first.asked, second.asked) == (asked, 0)

    scene()


def test_a_repeated_request_returns_what_another_worker_will_have_said() -> None:
    """Fault 60: the host repeats it under its id, and hears the one answer from both."""

    @in_virtual_time
    async def scene() -> None:
        async with pair(Thinker("one", 60.0), Thinker("two", 1.0)) as workers:
            assert await workers.first.answer(workers.call) == [GREETING]
            assert await workers.second.answer(workers.call) == [GREETING]
            hearing = asyncio.create_task(
                workers.first.hear(workers.call, "Hello?", message_id="m")
            )
            await asyncio.sleep(0.5)
            workers.kill(hearing)
            again = await workers.second.hear(workers.call, "Hello?", message_id="m")
            assert again == ["two: about Hello?."]
            assert await workers.second.hear(workers.call, "Hello?", message_id="m") == again
            assert len(await workers.said()) == 2

    scene()
