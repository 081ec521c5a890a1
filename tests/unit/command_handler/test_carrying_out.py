"""What was decided is carried out, whoever cancels; and the caller never waits in silence."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import pytest

from hookflash import CallCenter, LegStatus, Say, Speech, StopSpeaking, TelephonyOffers, UseTool
from hookflash.domain.call import events as e
from hookflash.orchestrator.carriers.simulator.messaging import SimulatedMessaging
from hookflash.orchestrator.carriers.simulator.telephony import SimulatedTelephony
from hookflash.orchestrator.log.store import open_store
from hookflash.orchestrator.ports.agent import Agent, Move, Turn
from hookflash.orchestrator.simulation.virtual_time import EPOCH, VirtualClock
from hookflash.testing import in_virtual_time
from tests.tree import ROOT
from tests.unit.command_handler.opened import open_worker

OFFICE = ROOT / "docs" / "tutorial" / "office.yaml"
NUMBER, CALLER = "+14155550100", "+14155550199"


class Line(SimulatedTelephony):
    """A telephony that records what it is asked to do; ``say`` takes as long as speech does."""

    def __init__(self, clock: VirtualClock) -> None:
        super().__init__(clock)
        self.said: list[Speech] = []
        self.rung: list[Any] = []
        self.stopped: list[StopSpeaking] = []

    async def say(self, speech: Speech) -> None:
        """Note it, then play it."""
        self.said.append(speech)
        await super().say(speech)

    async def ring(self, request: Any) -> Any:
        """Note it, then ring."""
        self.rung.append(request)
        return await super().ring(request)

    async def stop_speaking(self, request: StopSpeaking) -> None:
        """Note it, then stop."""
        self.stopped.append(request)
        await super().stop_speaking(request)


@asynccontextmanager
async def center(
    agent: Agent | None = None, texts: type[SimulatedMessaging] = SimulatedMessaging
) -> AsyncIterator[tuple[CallCenter, Line]]:
    """A call center in virtual time with a line of its own."""
    clock = VirtualClock(asyncio.get_running_loop(), EPOCH)
    line = Line(clock)
    messaging = texts(clock)
    opened = open_worker(
        "1", open_store("sqlite://"), clock, line, messaging=messaging, agent=agent
    )
    await opened.apply(OFFICE)
    try:
        yield opened, line
    finally:
        line.tell = messaging.tell = None
        await opened.close()


async def begin(opened: CallCenter, *lines: str) -> str:
    """A call on which the caller says ``lines``."""
    call = await opened.receive_call(to=NUMBER, from_=CALLER, provider_call_id="CA1")
    await opened.answer(call)
    for words in lines:
        await opened.hear(call, words)
    return call


async def types(opened: CallCenter, call: str) -> list[str]:
    """The kinds of events on the call."""
    return [event.type for event in await opened.events(call)]


@pytest.mark.parametrize("after", [0.0, 0.1, 0.3, 1.0, 1.9, 2.5])
def test_a_yes_whose_task_is_cancelled_still_rings(after: float) -> None:
    """Fault 41: at any moment of "Thank you. I'm connecting you now."."""

    @in_virtual_time
    async def scene() -> None:
        async with center() as (opened, line):
            call = await begin(opened, "Could I talk to somebody?")
            hearing = asyncio.create_task(opened.hear(call, "Yes please"))
            await asyncio.sleep(after)
            hearing.cancel()
            with suppress(asyncio.CancelledError):
                await hearing
            await opened.until(call, lambda now: now.state == "transferring", 5)
            await asyncio.sleep(4)
            assert len(line.rung) == 1
            assert "VoicemailAttempted" not in await types(opened, call)
            await opened.end(call)

    scene()


def test_every_request_names_the_live_call() -> None:
    """Fault 45: the provider's id, the workspace and the key let any worker continue it."""

    @in_virtual_time
    async def scene() -> None:
        async with center() as (opened, line):
            await begin(opened, "Could I talk to somebody?", "Yes please")
            await asyncio.sleep(3)
            for request in (*line.said, *line.rung):
                assert (request.provider_call_id, request.workspace) == ("CA1", "harbor-dental")
                assert request.effect_key
            assert len({speech.id for speech in line.said}) == len(line.said)

    scene()


def test_partial_words_stop_the_speech_and_are_not_recorded() -> None:
    """The question is cut off; without final words it is put again after 1.5 seconds."""

    @in_virtual_time
    async def scene() -> None:
        async with center() as (opened, line):
            call = await begin(opened)
            asking = asyncio.create_task(opened.hear(call, "Could I talk to somebody?"))
            await opened.until(call, lambda now: now.state == "confirm_transfer", 10)
            await asyncio.sleep(0.5)
            assert await opened.hear(call, "yes", final=False) == []
            await asking
            (stopped,) = line.stopped
            cut_off = [ev for ev in await opened.events(call) if isinstance(ev, e.SpeechHeard)][-1]
            assert (cut_off.speech_id, cut_off.finished) == (stopped.effect_key, False)
            await asyncio.sleep(2)
            assert "TransferAskedAgain" in await types(opened, call)
            assert "TransferConfirmed" not in await types(opened, call)
            await opened.end(call)

    scene()


def test_nothing_waits_for_final_words_once_the_call_center_is_closed(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The log is closed by then."""

    @in_virtual_time
    async def scene() -> None:
        async with center() as (opened, _):
            call = await begin(opened, "Could I talk to somebody?")
            await opened.hear(call, "ye", final=False)
        await asyncio.sleep(5)

    scene()
    assert caplog.messages == []


class Failing:
    """An agent that greets, then fails in one way."""

    label = "Failing agent (no AI model)"

    def __init__(self, fail: Callable[[], Awaitable[Move | None]]) -> None:
        self._fail = fail
        self.cancelled = False

    async def next_move(self, turn: Turn) -> Move | None:
        """Greet, wait, and fail once the caller has spoken."""
        if not turn.conversation.lines:
            return Say(text=turn.briefing.greeting)
        if turn.conversation.lines[-1].by == "agent":
            return None
        try:
            return await self._fail()
        except asyncio.CancelledError:
            self.cancelled = True
            raise


async def hang() -> Move | None:
    """Never answer."""
    await asyncio.Event().wait()
    return None


async def be_silent() -> Move | None:
    """Have nothing to say."""
    return None


async def raise_error() -> Move | None:
    """Break."""
    raise ValueError("caller +14155550199 confused me")


def raise_at_once() -> Any:
    """Break before anything can be awaited."""
    raise RuntimeError


async def be_cancelled() -> Move | None:
    """Have a part of it cancelled, as HTTP clients do."""
    raise asyncio.CancelledError


async def say_blanks() -> Move | None:
    """Say nothing in so many words."""
    return Say(text=" \n")


async def say_what_cannot_be_stored() -> Move | None:
    """Say something that a database refuses."""
    return Say(text="Hello\0")


async def use_what_cannot_be_stored() -> Move | None:
    """Use a tool with what is no text."""
    return UseTool(tool="send_sms_1", arguments={"to": "\ud800"})


async def return_words() -> Any:
    """Return what is no move."""
    return "Hello"


@pytest.mark.parametrize(
    ("fail", "reason", "detail"),
    [
        (hang, "timeout", ""),
        (be_silent, "silent", ""),
        (say_blanks, "silent", ""),
        (raise_error, "error", "ValueError"),
        (raise_at_once, "error", "RuntimeError"),
        (be_cancelled, "error", "CancelledError"),
        (return_words, "error", "TypeError"),
        (lambda: "Hello", "error", "TypeError"),
        (say_what_cannot_be_stored, "error", "ValueError"),
        (use_what_cannot_be_stored, "error", "PydanticSerializationError"),
    ],
)
def test_a_caller_hears_something_when_the_agent_fails(
    fail: Callable[[], Any], reason: str, detail: str
) -> None:
    """Fault 44: within the limit; the log says why, and never quotes the error."""

    @in_virtual_time
    async def scene() -> None:
        async with center(Failing(fail)) as (opened, line):
            call = await begin(opened)
            said = await opened.hear(call, "Hello?", message_id="m-1")
            assert said == ["I'm sorry, I didn't get that. Could you say it again?"]
            assert [speech.text for speech in line.said[1:]] == said
            (failed,) = (ev for ev in await opened.events(call) if isinstance(ev, e.AgentFailed))
            assert (failed.reason, failed.detail) == (reason, detail)
            await opened.end(call)

    scene()


def test_a_superseded_turn_is_cancelled() -> None:
    """Fault 44: the caller goes on speaking, and nobody waits for what the model thinks of."""

    @in_virtual_time
    async def scene() -> None:
        agent = Failing(hang)
        async with center(agent) as (opened, _):
            call = await begin(opened)
            first = asyncio.create_task(opened.hear(call, "Hello?"))
            await asyncio.sleep(1)
            second = asyncio.create_task(opened.hear(call, "Are you there?"))
            assert await first == []
            assert agent.cancelled
            await second
            failures = [ev for ev in await opened.events(call) if isinstance(ev, e.AgentFailed)]
            assert len(failures) == 1
            await opened.end(call)

    scene()


def test_phones_ring_only_after_the_agent_has_finished() -> None:
    """The transfer takes the call from the agent, in the middle of a word if it comes too early."""

    @in_virtual_time
    async def scene() -> None:
        async with center() as (opened, _):
            call = await begin(opened, "Could I talk to somebody?", "Yes please")
            await opened.until(
                call, lambda now: now.state != "transferring" or bool(now.current), 1
            )
            await asyncio.sleep(4)
            happened = await types(opened, call)
            thanks = len(happened) - 1 - happened[::-1].index("SpeechHeard")
            assert thanks < happened.index("TransferAttempted")
            leg = next(iter((await opened.until(call, lambda _: True)).transfers.values()))
            await opened.report(call, LegStatus(leg=next(iter(leg.legs)), status="answered"))
            await opened.end(call)

    scene()


def test_the_offers_of_the_simulator_are_those_it_keeps() -> None:
    """``say`` returns after playing."""
    assert SimulatedTelephony.offers == TelephonyOffers(
        playback="say_waits", find_call=True, stops_recording=True
    )
