"""Every decision can be repeated from its own events, so that an altered event is found."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hookflash.domain.call import commands as c
from hookflash.domain.call import events as e
from hookflash.domain.call.call import Call
from hookflash.domain.call.conversation import Question
from hookflash.domain.call.evolve import evolve, fold
from hookflash.domain.call.recall import COMMANDS, recall
from hookflash.domain.call.redecide import Difference, decisions, redecide
from hookflash.domain.event import TOPICS
from hookflash.domain.policy.texting import Check
from tests.cast import (
    ACTIONS,
    CALL,
    CALLER,
    EXTERNAL,
    INBOX,
    NOON,
    NUMBER,
    TEXT,
    TO_INBOX,
    TO_OUTSIDE,
    facts,
    routing,
)
from tests.histories import Play, histories

Edit = Callable[[e.CallEvent], e.CallEvent]


def differences(history: list[e.CallEvent]) -> list[Difference]:
    """Every event in ``history`` that today's rules would not decide."""
    call, found = Call(CALL), []
    for decided in decisions(history):
        found += [difference] if (difference := redecide(call, decided)) else []
        for event in decided:
            evolve(call, event)
    return found


def opening(call_id: str = CALL, contact: str | None = CALLER) -> list[c.Command]:
    """A call comes in and is answered."""
    received = c.ReceiveCall(
        id="c-0",
        at=NOON,
        call_id=call_id,
        provider_call_id=call_id[-4:],
        contact=contact,
        number=NUMBER,
        agent_name="Sona",
        greeting="Hello.",
        voicemail_greeting="Please leave a message.",
        actions=ACTIONS,
        jobs=(("Booking", 1),),
    )
    at = NOON + timedelta(seconds=1)
    return [received, c.AnswerCall(id="c-1", at=at, agent="Scripted agent (no AI model)")]


def story(call_id: str = CALL) -> list[e.CallEvent]:
    """A text that arrives, a transfer that the caller declines, and one that rings."""
    play = Play(Call(call_id))
    for command in opening(call_id):
        play.ask(command)
    ask = partial(_ask, play)
    ask(c.HearCaller, text="Could you text me the link?")
    ask(c.CallTool, tool=TEXT, tool_call_id="t-1", texting=facts())
    (text,) = play.call.texts
    ask(c.Attempt, effect_key=text, attempt=1)
    ask(c.RecordOutcome, effect_key=text, attempt=1, outcome="accepted", provider_id="SM1")
    ask(c.Speak, text="Did it arrive?", asks=Question(kind="sms_arrived", about=text))
    ask(c.HearCaller, text="Yes, I got it.")
    ask(c.CallTool, tool=TO_INBOX, tool_call_id="t-2", routing=routing(INBOX))
    is_heard(play, ask)
    ask(c.HearCaller, text="No thanks.", routing=routing(INBOX))
    ask(c.CallTool, tool=TO_INBOX, tool_call_id="t-3", routing=routing(INBOX))
    is_heard(play, ask)
    ask(c.PressDigits, digits="1", routing=routing(INBOX, undisturbed=("On Call",)))
    _, transfer = play.call.transfers
    ask(c.Attempt, effect_key=transfer, attempt=1)
    ask(c.ReportLeg, leg=f"{transfer}.1", status="answered")
    ask(c.EndCall, reason="caller_hung_up")
    return play.events


def test_a_phone_outside_that_a_carrier_has_to_ask_about_is_not_connected_by_being_answered() -> (
    None
):
    """Decided again, the report that it was answered still connects nobody."""
    play = Play(Call(CALL))
    for command in opening():
        play.ask(command)
    ask = partial(_ask, play)
    ask(c.CallTool, tool=TO_OUTSIDE, tool_call_id="t-1", routing=routing(EXTERNAL))
    is_heard(play, ask)
    ask(c.PressDigits, digits="1", routing=routing(EXTERNAL))
    (transfer,) = play.call.transfers
    ask(c.Attempt, effect_key=transfer, attempt=1, screening=True)
    ask(c.ReportLeg, leg=f"{transfer}.1", status="answered")
    assert play.call.state == "transferring"
    assert differences(play.events) == []


def is_heard(play: Play, ask: Callable[..., None]) -> None:
    """The caller hears the question that was just put."""
    said, speech = list(play.call.speeches.items())[-1]
    at = NOON + timedelta(seconds=len(play.steps))
    times = {"began_at": at, "ended_at": at, "heard_chars": len(speech.text)}
    ask(c.ReportSpeech, speech_id=said, **times)


def _ask(play: Play, kind: type[c.Command], **data: Any) -> None:
    number = len(play.steps)
    play.ask(kind(id=f"c-{number}", at=NOON + timedelta(seconds=number), **data))


def test_an_id_given_by_the_provider_is_recalled_from_the_events_recorded_with_it() -> None:
    """A receipt that came before the answer, and a carrier that accepted a transfer at once."""
    play = Play(Call(CALL))
    for command in opening():
        play.ask(command)
    ask = partial(_ask, play)
    ask(c.CallTool, tool=TEXT, tool_call_id="t-1", texting=facts())
    (text,) = play.call.texts
    ask(c.Attempt, effect_key=text, attempt=1)
    ask(c.ReportSms, effect_key=text, status="delivered", provider_id="SM9")
    ask(c.CallTool, tool=TO_OUTSIDE, tool_call_id="t-2", routing=routing(EXTERNAL))
    is_heard(play, ask)
    ask(c.HearCaller, text="Yes please.", routing=routing(EXTERNAL))
    (transfer,) = play.call.transfers
    ask(c.Attempt, effect_key=transfer, attempt=1)
    ask(c.RecordOutcome, effect_key=transfer, attempt=1, outcome="accepted", provider_id="CA9")
    accepted = (e.SmsAccepted, e.TransferAccepted)
    given = [event.provider_id for event in play.events if isinstance(event, accepted)]
    assert given == ["SM9", "CA9"]
    assert differences(play.events) == []


@given(histories())
def test_every_decision_is_repeated_with_the_same_result(history: list[e.CallEvent]) -> None:
    """Each decision of a call is recalled from its events alone."""
    assert differences(history) == []


def test_every_event_that_can_begin_a_decision_is_recalled() -> None:
    """Others only follow one that can; a late report is recalled by its kind."""
    followers = {
        e.AgentLeft,
        e.CallClosing,
        e.EmergencyHeard,
        e.OptOutAnswered,
        e.OptOutHeard,
        e.RecordingDeclined,
        e.SmsArrivalAnswered,
        e.TransferAbandoned,
        e.TransferAnswerHeld,
        e.TransferConfirmed,
        e.TransferDeclined,
        e.VoicemailChosen,
        e.VoicemailOffered,
    }
    events = {kind for kind in TOPICS.values() if issubclass(kind, e.CallEvent)}
    assert events == COMMANDS.keys() | followers | {e.LateReportNoted}


def test_a_call_is_split_into_its_decisions() -> None:
    """Events with the same cause were decided together."""
    parted = list(decisions(story()))
    assert [[event.type for event in decided] for decided in parted[8:12]] == [
        ["TransferProposed", "AgentSpoke"],
        ["SpeechHeard"],
        ["CallerSpoke", "TransferDeclined"],
        ["TransferProposed", "AgentSpoke"],
    ]
    assert [event for decided in parted for event in decided] == story()


def test_an_unaltered_story_has_no_differences() -> None:
    """So what the tests below find comes from their alteration."""
    assert differences(story()) == []


def having(**changed: Any) -> Edit:
    """Give the event other fields, unvalidated, as a person with an editor could."""
    return lambda event: event.model_copy(update=changed)


@pytest.mark.parametrize(
    ("position", "kind", "edit"),
    [
        (1, e.CallReceived, having(position=2)),
        (19, e.TransferConfirmed, having(at=NOON)),
        (4, e.SmsRequested, having(recipient="+14155550123")),
        (4, e.SmsRequested, having(sender="+14155550123")),
        (4, e.SmsRequested, having(body="https://example.com/other")),
        (4, e.SmsRequested, having(checks=())),
        (4, e.SmsRequested, having(facts=facts("pending"))),
        (4, e.SmsRequested, having(checks=(Check(check="consent", found="no objection"),))),
        (4, e.SmsRequested, having(occurrence=2)),
        (5, e.SmsAttempted, having(attempt=2)),
        (8, e.CallerSpoke, having(text="No, it did not arrive.")),
        (9, e.SmsArrivalAnswered, having(arrived=False)),
        (10, e.TransferProposed, having(reason="Get me a human.")),
        (11, e.AgentSpoke, having(text="Would you like another text?")),
        (13, e.CallerSpoke, having(text="Yes please.")),
        (13, e.CallerSpoke, having(began_at=NOON)),
        (14, e.TransferDeclined, having(words="Never.")),
        (18, e.DigitsPressed, having(digits="2")),
        (19, e.TransferConfirmed, having(words="Yes please.")),
        (19, e.TransferConfirmed, having(legs=())),
        (19, e.TransferConfirmed, having(ring_seconds=3600)),
        (22, e.RecipientUnavailable, having(reason="busy")),
        (26, e.TransferConnected, having(who="On Call")),
    ],
)
def test_an_altered_event_is_found(position: int, kind: type[e.CallEvent], edit: Edit) -> None:
    """Its decision is named: words, recipient, body, checks, status, who answered."""
    history = story()
    assert type(history[position - 1]) is kind
    history[position - 1] = edit(history[position - 1])
    first = differences(history)[0]
    assert history[position - 1] in first.recorded


def test_a_no_that_was_changed_to_a_yes_is_reported() -> None:
    """The caller declined; with other words in the log, the decision does not follow."""
    history = story()
    history[12] = history[12].model_copy(update={"text": "Yes please."})
    (first, *_) = differences(history)
    assert (first.position, first.wrong, first.right) == (
        14,
        "TransferDeclined",
        "TransferAskedAgain",
    )


def test_an_altered_field_is_reported_with_both_values() -> None:
    """The value in the log, and the one that follows from the rest of it."""
    history = story()
    history[3] = history[3].model_copy(update={"recipient": "+14155550123"})
    first = differences(history)[0]
    assert first.position == 4
    assert first.wrong == "SmsRequested with recipient '+14155550123'"
    assert first.right == "SmsRequested with recipient '+14155550199'"


@given(st.data(), histories())
def test_a_missing_event_is_noticed_if_a_decision_needs_it(
    data: st.DataObject, history: list[e.CallEvent]
) -> None:
    """Events count their positions, so the decision after a gap is not the recorded one."""
    gap = data.draw(st.integers(0, len(history) - 1))
    rest = history[:gap] + history[gap + 1 :]
    assert differences(rest) or gap == len(history) - 1


def test_an_event_that_no_command_leads_to_is_not_recalled() -> None:
    """An agent does not leave on its own, for example."""
    history = story()
    left = next(event for event in history if isinstance(event, e.AgentLeft))
    before = fold(CALL, history[: left.position - 1])
    assert recall(before, [left]) is None
    assert redecide(before, [left]) == Difference((left,), ())


def test_a_history_that_breaks_the_rules_is_a_difference() -> None:
    """If a rejected tool call is altered to an accepted one, the facts it needs are missing."""
    history = story()
    rejected = e.ToolCallRejected(
        **history[3].model_dump(include={"call_id", "position", "at", "by", "cause"}),
        tool=TEXT,
        tool_call_id="t-1",
        reason="arguments",
        detail="",
    )
    assert redecide(fold(CALL, history[:3]), [rejected]) == Difference((rejected,), ())
