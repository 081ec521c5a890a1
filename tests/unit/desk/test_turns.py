"""When the host's agent may speak, and what it is told."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

import pytest

from hookflash import HostAgent, InvalidWords, LogClosed, NotHosted, TelephonyOffers
from hookflash.domain.call import events as e
from hookflash.orchestrator.agents.desk import turn_words
from hookflash.orchestrator.agents.scripted import ScriptedAgent
from hookflash.orchestrator.carriers.simulator.telephony import SimulatedTelephony
from hookflash.testing import in_virtual_time
from tests.unit.command_handler.opened import open_worker
from tests.unit.desk.hosted import CALLER, NUMBER, Hosted, Line, hosted

Said = Callable[[Hosted], Awaitable[object]]


async def nothing(_: Hosted) -> None:
    """The call is answered."""


async def goodbye(host: Hosted) -> None:
    """The agent has said goodbye."""
    await host.desk.agent_said("Thank you for calling. Goodbye!")


async def asked(host: Hosted) -> None:
    """The caller is asked about a transfer."""
    await host.desk.call_tool("transfer_call_2")


CALLER_SAYS: dict[str, tuple[Said, str, bool, str]] = {
    "a request": (nothing, "I'd like to book", True, ""),
    "an emergency": (nothing, "My father has collapsed, he is not breathing", False, "dial 911"),
    "an opt-out": (nothing, "Stop texting me, take me off your list", False, "any more texts"),
    "no recording": (nothing, "I don't want to be recorded", False, "be recorded"),
    "an opt-out and a request": (
        nothing,
        "Stop texting me. Could I talk to a person?",
        True,
        "Do not repeat it",
    ),
    "goodbye after goodbye": (goodbye, "Bye", False, "Goodbye was said"),
    "more after goodbye": (goodbye, "Oh, one more thing: are you open today?", True, ""),
    "noise": (nothing, " ", True, ""),
    "words while asked": (asked, "Who is that?", False, "Say nothing until"),
}
"""By name: what came before, what is said, whether the agent may reply, what it is told."""


@pytest.mark.parametrize("name", CALLER_SAYS)
def test_the_agent_may_reply_unless_the_core_did(name: str) -> None:
    """Nothing is said twice, and nothing into an open question."""
    before, words, free, told = CALLER_SAYS[name]

    @in_virtual_time
    async def scene() -> None:
        async with hosted() as host:
            await before(host)
            turn = await host.desk.caller_said(words, id="m1")
            assert turn.may_reply is free
            assert told in turn.text
            assert (await host.desk.caller_said(words, id="m1")).may_reply is free

    scene()


@in_virtual_time
async def test_goodbye_ends_the_call_after_a_pause() -> None:
    """As for every agent, and the host reads of the end."""
    async with hosted() as host:
        await goodbye(host)
        await host.clock.sleep(10)
        assert len(await host.events(e.HangUpRequested)) == 1
        assert not (await host.desk.caller_said("Hello?")).may_reply


@in_virtual_time
async def test_no_agent_of_another_worker_speaks_on_a_hosted_call() -> None:
    """A worker with the scripted agent carries the call on, and leaves the turns to the host."""
    async with hosted() as host:
        held: dict[str, tuple[object, float]] = {}
        scripted = open_worker(
            "2", host.store, host.clock, Line(host.clock), agent=ScriptedAgent(), held=held
        )
        host.others.append(scripted)
        call = host.desk.call_id
        assert await scripted.hear(call, "I'd like to book") == []
        await scripted._dispatcher.resume(call)
        await scripted._dispatcher.resume_turns()
        await host.clock.sleep(60)
        assert await host.events(e.AgentSpoke) == []
        attached = await scripted.desk(call)
        assert (await attached.caller_said("Hello?")).may_reply


@in_virtual_time
async def test_a_host_takes_no_turn_on_a_call_of_another_agent() -> None:
    """Its center has no agent for it, and no desk."""
    async with hosted() as host:
        scripted = open_worker("2", host.store, host.clock, SimulatedTelephony(host.clock, pace=0))
        host.others.append(scripted)
        call = await scripted.receive_call(to=NUMBER, from_=CALLER, provider_call_id="CA2")
        assert await scripted.answer(call) == ["Thanks for calling Harbor Dental."]
        with pytest.raises(NotHosted, match="not one that the host runs"):
            await host.center.desk(call)
        with pytest.raises(NotHosted):
            await scripted.desk(to=NUMBER, from_=CALLER)
        assert await host.center.hear(call, "I'd like to book") == []
        said = [event for event in await host.center.events(call) if event.type == "AgentSpoke"]
        assert len(said) == 1


@in_virtual_time
async def test_a_hosted_call_that_rings_is_answered_by_its_desk() -> None:
    """Whichever comes first: the report of the call, or the desk."""
    async with hosted() as host:
        call = await host.center.receive_call(to=NUMBER, from_=CALLER, provider_call_id="CA3")
        desks = await asyncio.gather(*(host.center.desk(call) for _ in range(3)))
        assert {desk.greeting for desk in desks} == {"Thanks for calling Harbor Dental."}
        answered = [one for one in await host.center.events(call) if one.type == "CallAnswered"]
        assert len(answered) == 1
        with pytest.raises(ValueError, match="either a call_id"):
            await host.center.desk(call, to=NUMBER)


def test_a_telephony_that_does_not_speak_cannot_wait_for_its_words() -> None:
    """Every question would count as heard at once."""
    with pytest.raises(ValueError, match="say_waits needs speaks"):
        TelephonyOffers(speaks=False, playback="say_waits")


def test_an_agent_of_a_host_has_a_label() -> None:
    """It is recorded with each call."""
    assert HostAgent().label == "Host's agent"


AGENT_SAYS: dict[str, tuple[Said, int | None, bool, str]] = {
    "heard": (nothing, None, True, ""),
    "never played": (nothing, 0, True, "The caller did not hear that."),
    "into the question": (asked, None, False, "the system's question is open"),
    "over the question": (asked, 30, False, ""),
}
"""By name: what came before, how much was heard, whether it may go on, what it is told."""


@pytest.mark.parametrize("name", AGENT_SAYS)
def test_the_agent_is_told_what_the_caller_did_not_hear(name: str) -> None:
    """So that a model does not take its words for said."""
    before, heard, free, told = AGENT_SAYS[name]

    @in_virtual_time
    async def scene() -> None:
        async with hosted() as host:
            await before(host)
            turn = await host.desk.agent_said("We are open until five.", heard_chars=heard)
            assert turn.may_reply is free
            assert told in turn.text
            silenced = await host.events(e.AgentSilenced)
            assert len(silenced) == int("not hear" in turn.text)

    scene()


@in_virtual_time
async def test_what_a_model_wrote_that_cannot_be_stored_is_recorded_readably() -> None:
    """A host does not fail over the output of its model, and says nothing where it is empty."""
    async with hosted() as host:
        await host.desk.agent_said("One\0two\ud800", id="m1")
        await host.desk.agent_said("  ")
        assert [event.text for event in await host.events(e.AgentSpoke)] == ["One\ufffdtwo?"]


@in_virtual_time
async def test_the_caller_hears_something_in_place_of_a_model_that_failed() -> None:
    """Fault 44: it is recorded, once, and the host plays the words."""
    async with hosted() as host:
        await host.desk.caller_said("Hello?")
        turn = await host.desk.agent_failed("timeout", "TimeoutError", id="f1")
        assert turn == await host.desk.agent_failed("timeout", "TimeoutError", id="f1")
        assert turn.speech is not None
        assert not turn.may_reply
        (failed,) = await host.events(e.AgentFailed)
        assert (failed.reason, failed.detail) == ("timeout", "TimeoutError")


@pytest.mark.parametrize("odd", ["\ud800", "\x00", "m" * 5_000])
def test_a_message_whose_id_or_words_cannot_be_stored_counts_once_all_the_same(odd: str) -> None:
    """Whatever a host or its recognizer writes: nothing is lost, and nothing raises."""

    @in_virtual_time
    async def scene() -> None:
        async with hosted() as host:
            for _ in range(2):
                await host.desk.caller_said(f"Hello {odd}", id=odd)
                await host.desk.agent_said(f"Hello {odd}", id=odd)
                await host.desk.call_tool("send_sms_1", id=odd)
            await host.desk.agent_failed("error", odd)
            now = host.center.now()
            await host.desk.played(odd, began_at=now, ended_at=now, heard_chars=1)
            assert len(await host.events(e.CallerSpoke)) == 1
            assert len([one for one in await host.events(e.AgentSpoke) if one.reported]) == 1
            assert len(host.texts.sent) == len(await host.events(e.AgentFailed)) == 1

    scene()


@in_virtual_time
async def test_times_without_a_zone_are_refused_by_name() -> None:
    """For the caller's words and keys as for the agent's."""
    async with hosted() as host:
        naive = datetime(2026, 1, 31, 12)  # noqa: DTZ001 - the fault
        for report in (
            host.desk.caller_said("Hello?", began_at=naive),
            host.desk.caller_pressed("1", began_at=naive),
            host.desk.agent_said("Hello.", began_at=naive),
        ):
            with pytest.raises(InvalidWords, match="began_at: it has no time zone"):
                await report


@in_virtual_time
async def test_a_playback_that_cannot_be_read_is_refused_by_name() -> None:
    """Times need a zone, and characters are counted."""
    async with hosted() as host:
        now = host.center.now()
        wrong: list[tuple[dict[str, Any], str]] = [
            ({"began_at": now.replace(tzinfo=None)}, "began_at: it has no time zone"),
            ({"ended_at": "later"}, "ended_at: 'later' is not a datetime"),
            ({"heard_chars": -1}, "heard_chars: -1 is not a number of characters"),
        ]
        for fields, error in wrong:
            report: dict[str, Any] = {"began_at": now, "ended_at": now, "heard_chars": 1} | fields
            with pytest.raises(InvalidWords, match=error):
                await host.desk.played("speech", **report)


@in_virtual_time
async def test_what_is_told_after_the_agent_left_is_true() -> None:
    """While phones ring the call goes on without the agent; after the end it is over."""
    async with hosted() as host:
        asked = await host.desk.call_tool("transfer_call_2")
        assert asked.speech is not None
        now, heard = host.center.now(), len(asked.speech.text)
        await host.desk.played(asked.speech.id, began_at=now, ended_at=now, heard_chars=heard)
        await host.desk.caller_said("Yes please", id="m1")
        turn = await host.desk.agent_said("One moment.")
        assert (turn.state, turn.text) == ("transferring", turn_words.LEFT)
        await host.desk.ended()
        assert (await host.desk.caller_said("Hello?")).text == turn_words.OVER
        assert (await host.desk.agent_said("Hello?")).text == turn_words.OVER


@pytest.mark.parametrize("digits", ["x", "", "1 2", 1])
def test_keys_that_no_phone_has_are_refused_by_name(digits: Any) -> None:
    """With the keys that there are."""

    @in_virtual_time
    async def scene() -> None:
        async with hosted() as host:
            with pytest.raises(InvalidWords, match=r"^digits: .* is not keys of a phone; give"):
                await host.desk.caller_pressed(digits)

    scene()


@in_virtual_time
async def test_a_failure_of_another_kind_is_refused_with_the_kinds_there_are() -> None:
    """The text of an error is not a reason."""
    async with hosted() as host:
        with pytest.raises(InvalidWords, match=r"^reason: 'boom' .* error, timeout, silent, too"):
            await host.desk.agent_failed("boom")  # type: ignore[arg-type]
        assert not await host.events(e.AgentFailed)


@in_virtual_time
async def test_a_tool_in_place_of_its_name_is_refused_by_name() -> None:
    """The error says what to pass."""
    async with hosted() as host:
        with pytest.raises(InvalidWords, match=r"^name: .* AgentTool, .* such as tool\.name"):
            await host.desk.call_tool(host.desk.tools[0])  # type: ignore[arg-type]


@in_virtual_time
async def test_a_desk_of_a_closed_center_says_that_the_center_is_closed() -> None:
    """Its host knows of no log."""
    async with hosted() as host:
        await host.center.close()
        with pytest.raises(LogClosed, match="the call center is closed"):
            await host.desk.caller_said("Hello?")
