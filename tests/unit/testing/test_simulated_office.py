"""Callers are played against a workspace, in virtual time."""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from hookflash.orchestrator.ports.agent import Move, Say, Turn
from hookflash.orchestrator.workspaces.file.problems import InvalidWorkspace
from hookflash.testing import (
    PhoneBehaviour,
    PlayedCall,
    TextBehaviour,
    events,
    in_virtual_time,
    office,
    run_virtually,
    such,
)

OFFICE = """
workspace: Harbor Dental
members:
  - {name: Front Desk, phone: "+14155550101"}
  - {name: On Call, phone: "+14155550102"}
inboxes:
  - {name: Scheduling, members: [Front Desk, On Call]}
numbers:
  - number: "+14155550100"
    registration: approved
    flow:
      - agent: {greeting: Thanks for calling., jobs: [Booking, Reception]}
      - voicemail: {greeting: Please leave a message.}
  - number: "+14155550109"
    flow:
      - agent: {greeting: This is the other number., jobs: [Booking]}
      - voicemail: {greeting: Please leave a message.}
jobs:
  - {name: Booking, instructions: "Text the link: /Send SMS: https://example.com/book"}
  - {name: Reception, instructions: "If the caller asks for a person, /Transfer call: Scheduling"}
"""
ANSWERS = PhoneBehaviour(does="answer", after=8)


async def asks_for_a_person(call: PlayedCall) -> None:
    """The caller wants a person, and agrees when asked."""
    await call.says("Could I talk to somebody?")
    await call.then(events.TransferProposed)
    await call.says("Yes please")


@in_virtual_time
async def test_a_caller_gets_to_a_person() -> None:
    """The phones do what they were told, after the seconds they were told."""
    async with office(OFFICE, phones={"Front Desk": "busy", "On Call": ANSWERS}) as o:
        call = await o.call()
        assert call.agent_said == ["Thanks for calling."]
        assert await call.says("Could I talk to somebody?")
        await call.says("Yes please")
        assert call.state == "transferring"
        rings, connected = await call.then(
            such(events.RecipientRinging, who="On Call"),
            such(events.TransferConnected, who="On Call"),
        )
        assert connected.at - rings.at == timedelta(seconds=8)
        assert call.happened(such(events.RecipientUnavailable, who="Front Desk", reason="busy"))
        await call.hangs_up()
        assert (call.state, call.outcome) == ("ended", "transferred")


@in_virtual_time
async def test_a_caller_who_reaches_nobody_leaves_a_message() -> None:
    """Phones ring unanswered unless they are told otherwise."""
    async with office(OFFICE) as o:
        call = await o.call()
        await asks_for_a_person(call)
        await call.leaves_message("Please call me back.")
        await call.then(
            events.TransferUnanswered,
            such(events.VoicemailRecorded, transcript="Please call me back."),
        )
        await call.hangs_up()
        assert call.outcome == "voicemail"


@in_virtual_time
async def test_a_message_needs_a_voicemail() -> None:
    """The failure shows the call."""
    async with office(OFFICE) as o:
        call = await o.call()
        with pytest.raises(AssertionError, match="no voicemail to leave a message on"):
            await call.leaves_message("Hello?")


@in_virtual_time
async def test_texts_fare_as_they_are_told() -> None:
    """By the office, or by the call."""
    async with office(OFFICE, texts="fail:30006") as o:
        call, other = await o.call(), await o.call(texts=TextBehaviour(outcome="delivered"))
        await call.says("Please text me the booking link")
        await call.then(such(events.SmsFailed, code="30006"))
        assert [(text.body, text.status) for text in call.texts] == [
            ("https://example.com/book", "failed")
        ]
        await other.says("Please text me the booking link")
        await other.then(events.SmsSent, events.SmsDelivered)


@in_virtual_time
async def test_who_calls_which_number() -> None:
    """A withheld number is not texted; the second number of the office is not registered."""
    async with office(OFFICE) as o:
        withheld = await o.call(from_=None)
        await withheld.says("Please text me the booking link")
        await withheld.then(such(events.SmsRefused, reason="no_caller_id"))
        other = await o.call(to="+14155550109")
        assert other.agent_said == ["This is the other number."]
        await other.says("Please text me the booking link")
        await other.then(such(events.SmsRefused, reason="not_registered"))
        assert not other.happened(events.SmsRequested)
        assert o.calls == [withheld, other]
        assert len(await o.center.inbox(o.workspace)) == 2


@in_virtual_time
async def test_phones_of_one_call_are_named_by_member_or_number() -> None:
    """In whatever form the number is written."""
    async with office(OFFICE, phones={"Front Desk": "reject"}) as o:
        call = await o.call(phones={"+1 (415) 555-0102": ANSWERS})
        await asks_for_a_person(call)
        await call.then(such(events.RecipientUnavailable, who="Front Desk", reason="declined"))
        await call.then(such(events.TransferConnected, who="On Call"))


@in_virtual_time
async def test_keys_and_silence() -> None:
    """A key answers the question; it lapses if the caller only waits."""
    async with office(OFFICE) as o:
        call = await o.call()
        await call.says("Could I talk to somebody?")
        await call.presses("2")
        await call.then(events.TransferDeclined)
        silent = await o.call()
        await silent.says("Could I talk to somebody?")
        await silent.waits(60)
        assert silent.happened(events.TransferLapsed)


@in_virtual_time
async def test_then_goes_on_where_it_stopped() -> None:
    """A second transfer is not the first one."""
    async with office(OFFICE) as o:
        call = await o.call()
        await call.says("Could I talk to somebody?", "No thanks")
        first, _ = await call.then(events.TransferProposed, events.TransferDeclined)
        await call.says("Sorry, I do want to talk to somebody")
        (second,) = await call.then(events.TransferProposed)
        assert second.position > first.position
        assert len(call.happened(events.TransferProposed)) == 2


@in_virtual_time
async def test_what_did_not_happen_is_shown_with_the_call() -> None:
    """What was expected, since when, what came close, and every event so far."""
    async with office(OFFICE, phones={"On Call": ANSWERS}) as o:
        call = await o.call()
        with pytest.raises(AssertionError) as failure:
            await call.then(events.TransferProposed, within=5)
        assert str(failure.value).splitlines()[0] == "TransferProposed did not happen within 5 s"
        await asks_for_a_person(call)
        with pytest.raises(AssertionError) as failure:
            await call.then(
                events.TransferConfirmed, such(events.TransferConnected, who="Front Desk")
            )
        first, got, *transcript = str(failure.value).splitlines()
        (confirmed,) = call.happened(events.TransferConfirmed)
        assert first == (
            "TransferConnected(who='Front Desk') did not happen within 180 s, "
            f"after event {confirmed.position} (TransferConfirmed)"
        )
        assert got == "     got TransferConnected(who='On Call')"
        assert "CallReceived" in transcript[0]
        assert "“Yes please”" in "\n".join(transcript)
        assert transcript[-1] == "     state: dropped"


@pytest.mark.parametrize("form", ["text", "path", "mapping", "document"])
def test_a_workspace_may_be_given_in_any_form(form: str, tmp_path: Path) -> None:
    """As text, as a file, as a mapping, as a document that was read."""
    file = tmp_path / "office.yaml"
    file.write_text(OFFICE)
    greeting = "Thanks for calling, “you” 😀."
    steps = [
        {"agent": {"greeting": greeting, "jobs": []}},
        {"voicemail": {"greeting": "Please leave a message."}},
    ]
    mapping = {
        "workspace": "Harbor Dental",
        "numbers": [{"number": "+14155550100", "flow": steps}],
    }

    async def greeted() -> list[str]:
        async with office(OFFICE) as read:
            forms: dict[str, Any] = {
                "text": OFFICE,
                "path": file,
                "mapping": mapping,
                "document": read.document,
            }
            async with office(forms[form]) as o:
                return (await o.call()).agent_said

    expected = greeting if form == "mapping" else "Thanks for calling."
    assert run_virtually(greeted()) == [expected]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"phones": {"Frontdesk": "busy"}}, "no member 'Frontdesk'; the members are: Front Desk"),
        ({"phones": {"Front Desk": "sing"}}, "does"),
        ({"texts": "gone"}, "outcome"),
    ],
)
def test_what_does_not_exist_is_named(arguments: dict[str, object], message: str) -> None:
    """A phone that would never ring would make a test pass for the wrong reason."""

    async def main() -> None:
        async with office(OFFICE, **arguments):  # type: ignore[arg-type] # wrong on purpose
            pass

    with pytest.raises(ValueError, match=message):
        run_virtually(main())


def test_a_workspace_that_is_wrong_is_refused() -> None:
    """With everything that is wrong with it."""

    async def main() -> None:
        async with office("workspace: Harbor Dental\nnumbers: nine"):
            pass

    with pytest.raises(InvalidWorkspace, match="numbers"):
        run_virtually(main())


def test_real_time_is_refused() -> None:
    """The error names the fix."""

    async def main() -> None:
        async with office(OFFICE):
            pass

    with pytest.raises(RuntimeError, match="@in_virtual_time"):
        asyncio.run(main())


class Parrot:
    """An agent that repeats what the caller said; it thinks for a while, or for ever."""

    label = "Parrot"

    def __init__(self, thinking: float | None = 0.0) -> None:
        self._thinking = thinking

    async def next_move(self, turn: Turn) -> Move | None:
        """Repeat it once."""
        if self._thinking is None:
            await asyncio.get_running_loop().create_future()
        await asyncio.sleep(self._thinking or 0.0)
        last = turn.conversation.lines[-1] if turn.conversation.lines else None
        return Say(text=last.text) if last and last.by == "caller" else None


@in_virtual_time
async def test_an_agent_of_ones_own_is_played() -> None:
    """In the scripted agent's place."""
    async with office(OFFICE, agent=Parrot(thinking=3.0)) as o:
        call = await o.call()
        await call.then(such(events.CallAnswered, agent="Parrot"))
        assert await call.says("Polly") == ["Polly"]


@in_virtual_time
async def test_an_agent_that_waits_for_something_real_has_failed() -> None:
    """Virtual time cannot bring it about: the caller hears the greeting instead."""
    async with office(OFFICE, agent=Parrot(thinking=None)) as o:
        call = await o.call()
        await call.then(such(events.AgentFailed, reason="timeout"), events.AgentSpoke)


def test_the_same_seed_is_the_same_call() -> None:
    """Ids too."""

    @in_virtual_time
    async def played(seed: int) -> list[events.CallEvent]:
        async with office(OFFICE, seed=seed) as o:
            call = await o.call()
            await asks_for_a_person(call)
            return call.events

    assert played(1) == played(1) != played(2)


def test_an_office_may_be_left_in_the_middle_of_a_call(capsys: pytest.CaptureFixture[str]) -> None:
    """With phones that ring and a text on its way: nothing is logged, nothing raises."""

    @in_virtual_time
    async def left() -> None:
        async with office(OFFICE, phones={"On Call": ANSWERS}) as o:
            call, other = await o.call(), await o.call()
            await other.says("Please text me the booking link")
            await asks_for_a_person(call)
        await asyncio.sleep(60)

    left()
    assert "rror" not in capsys.readouterr().out


@in_virtual_time
async def test_fixtures_and_results_pass_through(tmp_path: Path) -> None:
    """A decorated test has the parameters of the test."""
    assert tmp_path.name
    assert asyncio.get_running_loop().time() == 0.0
