"""Replaying one call to any of its events."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from pydantic import TypeAdapter

from hookflash.domain.call import commands as c
from hookflash.domain.call.events import CallEvent
from hookflash.domain.call.evolve import fold
from hookflash.domain.call.transitions import allowed
from hookflash.domain.event import TOPICS
from hookflash.projections.replay.event_text import DESCRIPTIONS
from hookflash.projections.replay.state import Change, OpenAction, difference, state_at
from hookflash.projections.replay.timeline import refusals, replay, timeline
from tests.contract.projections.moves import Move, Stage, moves
from tests.contract.projections.world import SMS, TO_MEMBER, Line, World


@pytest.fixture
def line() -> Line:
    """A call with a text, a rejected tool call, and a transfer that a member answers."""
    line = World().answer()
    line.say("Could you text me the link?")
    line.send("accepted")
    line.tell(c.CallTool, tool=SMS, tool_call_id="t", arguments={"to": "+1900"})
    line.ring(TO_MEMBER)
    line.phone("Front Desk", "answered")
    return line


def test_a_replay_gives_every_event_with_the_state_after_it(line: Line) -> None:
    """Its data leaves out the envelope."""
    steps = replay(line.events)
    assert [step.position for step in steps] == list(range(1, len(line.events) + 1))
    spoke = steps[2]
    assert spoke.model_dump(mode="json") == {
        "position": 3,
        "type": "CallerSpoke",
        "at": "2026-03-02T09:00:03Z",
        "by": "caller",
        "state": "conversing",
        "data": {"text": "Could you text me the link?", "began_at": None, "reading": None},
    }
    assert [step.state for step in steps][-1] == "dropped"


@settings(max_examples=50)
@given(moves)
def test_replayed_states_are_those_of_the_fold(some: list[Move]) -> None:
    """At every event of every call; the differences add up to the final state."""
    stage = Stage(World())
    for move in some:
        stage.make(move)
    for line in stage.lines.values():
        events = line.events
        states = [fold(line.call_id, events[: n + 1]).state for n in range(len(events))]
        assert [step.state for step in replay(events)] == states
        assert [told.state for told in timeline(events)] == states
        last = state_at(events, len(events))
        assert last.state == line.call.state
        assert last.allowed == allowed(line.call.state)
        for before, after in pairwise(range(len(events) + 1)):
            changed = difference(events, before, after)
            assert all(change.before != change.after for change in changed)
        assert difference(events, len(events), len(events)) == ()
        TypeAdapter(list).dump_json([last, *replay(events)])


def test_the_state_of_a_call_after_an_event(line: Line) -> None:
    """The known facts, the open actions and the allowed transitions."""
    requested = next(event.position for event in line.events if event.type == "SmsRequested")
    moment = state_at(line.events, requested)
    assert (moment.position, moment.type, moment.state) == (requested, "SmsRequested", "conversing")
    assert moment.open == (
        OpenAction(action="send_sms_1#1", effect_key=line.text(), progress="requested"),
    )
    assert moment.allowed == ("send_sms", "propose_transfer", "end")
    assert moment.call["texts"]["send_sms_1#1"]["status"] == "queued"
    assert moment.call["transfers"] == {}
    assert moment.call["agent_left"] is False


def test_before_the_first_event_there_is_nothing(line: Line) -> None:
    """Only the chart's initial state."""
    moment = state_at(line.events, 0)
    assert (moment.state, moment.type, moment.at, moment.open) == ("ringing", None, None, ())
    assert moment.allowed == ("answer", "end")


@pytest.mark.parametrize("position", [-1, 99])
def test_an_unknown_position_is_an_error(line: Line, position: int) -> None:
    """The error lists the valid positions."""
    last = len(line.events)
    with pytest.raises(ValueError, match=f"position {position}: .* events are 1 to {last}"):
        state_at(line.events, position)
    with pytest.raises(ValueError, match=f"position {position}"):
        difference(line.events, 1, position)


def test_the_difference_between_two_positions_is_listed_by_field(line: Line) -> None:
    """Under readable names."""
    positions = {event.type: event.position for event in line.events}
    changes = difference(line.events, positions["SmsAttempted"], positions["SmsAccepted"])
    whats = {change.what: (change.before, change.after) for change in changes}
    assert whats["texts.send_sms_1#1.status"] == ("queued", "accepted")
    assert whats["texts.send_sms_1#1.effect"] == ("attempted", "accepted")
    rung = difference(line.events, positions["TransferProposed"], len(line.events))
    shown = [str(change) for change in rung]
    assert "state: “confirm_transfer” → “dropped”" in shown
    assert "agent_left: False → True" in shown
    assert "transfers.transfer_call_3#1.legs.1 Front Desk: nothing → “answered”" in shown


def test_a_difference_reads_backwards_too(line: Line) -> None:
    """From a later position to an earlier one."""
    there = difference(line.events, 1, 2)
    back = difference(line.events, 2, 1)
    assert [Change(what=ch.what, before=ch.after, after=ch.before) for ch in back] == list(there)


def test_open_actions_are_those_without_an_outcome() -> None:
    """Including released phones and a voicemail that is playing."""
    line = World().answer()
    line.ring(TO_MEMBER)
    line.phone("Front Desk", "ringing")
    line.tell(c.TimeOutRing, effect_key=line.transfer())
    line.voicemail(seconds=None)
    playing = state_at(line.events, len(line.events)).open
    names = [(action.action, action.progress) for action in playing]
    assert names == [("release Front Desk", "released"), ("voicemail", "started")]
    line.end()
    (left,) = state_at(line.events, len(line.events)).open
    assert left.action == "release Front Desk"


def test_the_timeline_tells_a_call_in_plain_words(line: Line) -> None:
    """One line per event, with its actor."""
    told = [(event.by, event.text) for event in timeline(line.events)]
    assert told[:4] == [
        ("provider", "Call from +14155550199 to +14155550100"),
        ("agent", "Scripted agent (no AI model) answered"),
        ("caller", "“Could you text me the link?”"),
        ("agent", "Text to +14155550199: “https://example.com/book”"),
    ]
    assert told[-1] == ("member", "Front Desk is connected to the caller")


def test_refusals_come_with_their_reasons(line: Line) -> None:
    """Tool calls, texts, agent speech and late reports."""
    line.tell(c.Speak, text="One more thing")
    line.tell(c.ReportSms, effect_key=line.text(), status="accepted")
    assert [told.text for told in refusals(line.events)] == [
        "send_sms_1 rejected: this tool takes no arguments; its inputs are saved with the job",
        "Not said (agent left): “One more thing”",
        "Came too late to change anything: sms accepted (accepted)",
    ]


def test_every_event_has_a_description() -> None:
    """No event type is missing."""
    assert set(DESCRIPTIONS) == {kind for kind in TOPICS.values() if issubclass(kind, CallEvent)}
