"""A story fails with a message that says what was expected, and what happened instead."""

from datetime import timedelta

import pytest

from hookflash.orchestrator.testing import call_story
from hookflash.orchestrator.testing.expected_event import Expected
from hookflash.testing import (
    Destination,
    SavedAction,
    Scene,
    SendSms,
    a_call,
    agent_answers,
    agent_uses,
    call_comes_in,
    call_ends,
    caller_says,
    commands,
    events,
    phone_reports,
    question_lapses,
    ring_answer,
    ring_is_attempted,
    step,
    such,
    text_answer,
    text_is_attempted,
    text_report,
)

GREETED = (call_comes_in(), agent_answers())
ASKED = (*GREETED, agent_uses("transfer_call_2"))


def test_a_story_needs_no_scene() -> None:
    """A text and a transfer, by the neutral defaults."""
    story = a_call(*GREETED, agent_uses("send_sms_1"), text_is_attempted())
    story.when(text_answer("accepted", provider_id="SM1")).then(events.SmsAccepted)
    story.when(text_report("delivered")).then(such(events.SmsDelivered))
    story.when(agent_uses("transfer_call_2")).then(events.TransferProposed, events.AgentSpoke)
    story.then_state("confirm_transfer")
    story.given(caller_says("Yes please"), ring_is_attempted(), ring_answer("accepted"))
    story.when(phone_reports("Front Desk", "answered"))
    story.then(events.RecipientAnswered, such(events.TransferConnected, who="Front Desk"))


def test_a_story_is_told_of_its_scene() -> None:
    """Who calls, which tools there are, and where a destination leads."""
    scene = Scene(
        caller="+14155550188",
        actions=(SavedAction(tool="t", job="Prices", version=3, action=SendSms(body="Hello")),),
        routing=lambda _: None,
    )
    story = a_call(scene=scene).when(call_comes_in(number="+14155550111"))
    story.then(
        such(
            events.CallReceived,
            contact="+14155550188",
            number="+14155550111",
            jobs=(("Prices", 3),),
        )
    )
    story.given(agent_answers()).when(agent_uses("t"))
    story.then(such(events.SmsRequested, body="Hello"))
    assert story.now == scene.begins_at + timedelta(seconds=3)
    gone = a_call(*ASKED, scene=Scene(routing=lambda _: None))
    gone.then_refused("destination_gone")


def test_what_happened_instead_is_shown() -> None:
    """Kind by kind, with the command behind it and the state."""
    story = a_call(*ASKED).when(caller_says("No thanks"))
    with pytest.raises(AssertionError) as failure:
        story.then(events.CallerSpoke, events.TransferConfirmed)
    assert str(failure.value).splitlines()[:2] == [
        "expected CallerSpoke, TransferConfirmed",
        "     got CallerSpoke, TransferDeclined",
    ]
    assert "after HearCaller(" in str(failure.value)
    assert "text='No thanks'" in str(failure.value)
    assert str(failure.value).endswith("in state conversing")


def test_values_that_differ_are_shown() -> None:
    """Those that were expected of a field, and those that it has."""
    story = a_call(*ASKED).when(caller_says("No thanks"))
    with pytest.raises(AssertionError) as failure:
        story.then(events.CallerSpoke, such(events.TransferDeclined, words="No"))
    assert str(failure.value).splitlines()[:2] == [
        "expected CallerSpoke, TransferDeclined(words='No')",
        "     got CallerSpoke, TransferDeclined(words='No thanks')",
    ]


@pytest.mark.parametrize(
    ("expected", "got"),
    [
        ((), "CallerSpoke, TransferDeclined"),
        ((events.CallerSpoke,), "CallerSpoke, TransferDeclined"),
        ((events.TransferDeclined, events.CallerSpoke), "CallerSpoke, TransferDeclined"),
        (
            (events.CallerSpoke, events.TransferDeclined, events.AgentSpoke),
            "CallerSpoke, TransferDeclined",
        ),
        (
            (such(events.AgentSpoke, asks=None), events.TransferDeclined),
            "CallerSpoke, TransferDeclined",
        ),
    ],
)
def test_all_events_are_expected_in_their_order(expected: tuple[Expected, ...], got: str) -> None:
    """One too many, one too few, two the wrong way round, another kind."""
    story = a_call(*ASKED).when(caller_says("No thanks"))
    with pytest.raises(AssertionError, match=f"     got {got}\n"):
        story.then(*expected)


def test_nothing_is_expected_in_words_too() -> None:
    """What happened although nothing should have, and the other way round."""
    with pytest.raises(AssertionError, match="expected no event\n     got CallEnded"):
        a_call(*GREETED).when(call_ends()).then_nothing()
    with pytest.raises(AssertionError, match="expected CallEnded\n     got no event"):
        a_call(*GREETED, call_ends()).when(call_ends()).then(events.CallEnded)


def test_a_refusal_that_is_none_is_shown() -> None:
    """Another event, another reason, another actor."""
    story = a_call(*GREETED).when(agent_uses("send_sms_1"))
    with pytest.raises(AssertionError, match=r"a refusal \(opted_out\)\n     got SmsRequested"):
        story.then_refused("opted_out")
    story = a_call(*GREETED).when(agent_uses("anything"))
    with pytest.raises(AssertionError, match=r"got ToolCallRejected \(unknown_tool, by agent\)"):
        story.then_refused("arguments")


def test_another_state_is_shown() -> None:
    """The one that the call is in."""
    with pytest.raises(AssertionError, match="expected state ended\n     got state conversing"):
        a_call(*GREETED).then_state("ended")


def test_a_field_that_does_not_exist_is_an_error() -> None:
    """A misspelt name is no value that differs."""
    with pytest.raises(TypeError, match="TransferConnected has no field 'whom'; its fields are"):
        such(events.TransferConnected, whom="Front Desk")


def test_a_step_about_something_that_is_not_there_says_so() -> None:
    """A story without a text has no text to report on."""
    with pytest.raises(AssertionError, match="the story has no text that this step"):
        a_call(*GREETED).when(text_report("delivered"))
    with pytest.raises(AssertionError, match="the story has no transfer that this step"):
        a_call(*GREETED).when(question_lapses())


def test_a_decision_that_breaks_the_rules_of_all_decisions_fails(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An event that the state does not permit, a gap, a command that counts twice."""
    (ended,) = a_call(*GREETED).when(call_ends()).last
    asks = step(commands.Speak, text="Hello")
    broken = {
        "CallAnswered is not permitted in state conversing": events.CallAnswered(
            **ended.model_dump(include={"call_id", "position", "at", "by", "cause"}), agent="Sona"
        ),
        "CallEnded is at 9, after 2": ended.model_copy(update={"position": 9}),
        "the same command given again led to CallEnded": ended,
    }
    for message, event in broken.items():
        story = a_call(*GREETED)
        monkeypatch.setattr(call_story, "decide", lambda *_, event=event: (event,))
        with pytest.raises(AssertionError, match=message):
            story.when(asks)
        monkeypatch.undo()


def test_destinations_are_routed_to_one_phone() -> None:
    """A number is its own phone."""
    scene = Scene()
    member = scene.routing(Destination(kind="member", name="Dana"))
    outside = scene.routing(Destination(kind="external", name="+12125550143"))
    assert member is not None
    assert outside is not None
    assert [one.name for one in member.recipients] == ["Dana"]
    assert [one.phone for one in outside.recipients] == ["+12125550143"]
