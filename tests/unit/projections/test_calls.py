"""The call list, the live board, and what recovery resumes."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings

from hookflash.domain.call import commands as c
from hookflash.domain.call.effects import open_effects
from hookflash.domain.call.timers import pending_timers
from hookflash.projections.calls.filter import CallFilter
from hookflash.projections.projections import Projections
from tests.contract.projections.memory_log import MemoryLog
from tests.contract.projections.moves import Move, Stage, moves
from tests.contract.projections.world import (
    CALLER,
    TO_MEMBER,
    TO_NUMBER,
    Line,
    World,
)
from tests.unit.projections.conftest import Emptied, Read


def talk(line: Line) -> None:
    """The agent answers the caller."""
    line.say("When do you open?")
    line.tell(c.Speak, text="At nine.")


def connect(line: Line) -> None:
    """A member answers."""
    line.ring(TO_MEMBER)
    line.phone("Front Desk", "answered")


def hand_over(line: Line) -> None:
    """The carrier takes over the call to an external number."""
    line.ring(TO_NUMBER)


def leave_a_message(line: Line) -> None:
    """No one answers."""
    line.ring(TO_MEMBER)
    line.phone("Front Desk", "unavailable", reason="busy")
    line.voicemail()


def only_ask(line: Line) -> None:
    """The caller does not answer."""
    line.propose()


def only_ring(line: Line) -> None:
    """No one has answered yet."""
    line.ring(TO_MEMBER)


@pytest.mark.parametrize(
    ("happens", "outcome"),
    [
        (talk, "answered"),
        (connect, "transferred"),
        (hand_over, "handed_over"),
        (leave_a_message, "voicemail"),
        (only_ask, "abandoned"),
        (only_ring, "abandoned"),
    ],
)
def test_a_call_has_an_outcome_once_it_has_ended(
    read: Read, happens: Callable[[Line], None], outcome: str
) -> None:
    """The outcome follows from the state in which it ended; before that it is None."""
    world = World()
    line = world.answer()
    happens(line)
    (before,) = read(world).calls.list("harbor")
    line.end()
    (after,) = read(world).calls.list("harbor")
    assert (before.outcome, after.outcome) == (None, outcome)
    assert (before.state != "ended", after.state) == (True, "ended")


def test_a_call_that_nobody_answered_was_missed(read: Read) -> None:
    """Its duration is 0."""
    world = World()
    world.receive().end()
    (call,) = read(world).calls.list("harbor")
    assert (call.outcome, call.seconds, call.answered_at) == ("missed", 0.0, None)


def test_a_call_in_one_row(read: Read) -> None:
    """Numbers, times, agent, and the seconds from answer to end."""
    world = World()
    line = world.answer()
    line.tell(c.EndCall, 95, reason="caller_hung_up")
    (call,) = read(world).calls.list("harbor")
    assert call.model_dump(mode="json") == {
        "call": line.call_id,
        "workspace": "harbor",
        "contact": CALLER,
        "number": "+14155550100",
        "test": False,
        "agent_name": "Sona",
        "agent": "Scripted agent (no AI model)",
        "state": "ended",
        "state_at": "2026-03-02T09:01:37Z",
        "outcome": "caller_silent",
        "needs_follow_up": False,
        "promises_flagged": 0,
        "follow_up_reason": "",
        "received_at": "2026-03-02T09:00:01Z",
        "answered_at": "2026-03-02T09:00:02Z",
        "last_sign_at": "2026-03-02T09:00:02Z",
        "ended_at": "2026-03-02T09:01:37Z",
        "end_reason": "caller_hung_up",
        "seconds": 95.0,
        "open": False,
        "position": 3,
        "log_position": 3,
        "stale": False,
    }


def test_a_clock_that_jumps_back_makes_no_call_shorter_than_nothing(read: Read) -> None:
    """A wall clock may (fault 24)."""
    world = World()
    line = world.answer()
    line.tell(c.EndCall, -3600, reason="caller_hung_up")
    (call,) = read(world).calls.list("harbor")
    assert call.seconds == 0.0


def test_calls_are_listed_newest_first_page_by_page(read: Read) -> None:
    """In log order, whatever the clock said."""
    world = World()
    ids = []
    for n in range(5):
        line = world.receive(f"+1415555010{n}")
        line.tell(c.AnswerCall, -100, agent="A")
        ids.append(line.call_id)
    calls = read(world).calls
    first = calls.list("harbor", limit=2)
    rest = calls.list("harbor", before=first[-1].log_position)
    assert [call.call for call in (*first, *rest)] == ids[::-1]


def test_test_calls_are_marked_and_can_be_left_out(read: Read) -> None:
    """A withheld number is shown as anonymous."""
    world = World()
    world.receive(test=True)
    world.receive(None)
    calls = read(world).calls
    assert [(call.contact, call.test) for call in calls.list("harbor")] == [
        ("anonymous", False),
        (CALLER, True),
    ]
    assert [call.test for call in calls.list("harbor", CallFilter(test=False))] == [False]


def test_a_workspace_sees_its_own_calls_only(read: Read) -> None:
    """In every query."""
    world = World()
    line = world.receive()
    other = world.receive(workspace="other")
    calls = read(world).calls
    assert [call.call for call in calls.list("harbor")] == [line.call_id]
    assert calls.get("harbor", other.call_id) is None
    assert calls.get("other", other.call_id) is not None
    assert [call.call for call in calls.live("other")] == [other.call_id]
    assert calls.open_calls("other") == {other.call_id: 1}
    assert calls.open_calls() == {line.call_id: 1, other.call_id: 1}


def test_the_board_shows_calls_in_progress_oldest_first(read: Read) -> None:
    """With their states."""
    world = World()
    waiting = world.answer("+14155550111")
    world.answer("+14155550112").end()
    fresh = world.receive("+14155550113")
    waiting.propose()
    live = read(world).calls.live("harbor")
    assert [(call.call, call.state) for call in live] == [
        (waiting.call_id, "confirm_transfer"),
        (fresh.call_id, "ringing"),
    ]


def answered_by(outcome: str, **data: Any) -> Callable[[Line], None]:
    """The provider answers the attempt at a text."""

    def happen(line: Line) -> None:
        key = line.text()
        line.tell(c.RecordOutcome, effect_key=key, attempt=1, outcome=outcome, **data)

    return happen


def reported(status: str) -> Callable[[Line], object]:
    """The provider sends a report about a text."""
    return lambda line: line.tell(c.ReportSms, effect_key=line.text(), status=status)


def sought(*searches: int) -> Callable[[Line], None]:
    """The provider was asked about a text without result."""

    def happen(line: Line) -> None:
        for search in searches:
            line.tell(c.RecordSearch, effect_key=line.text(), search=search)

    return happen


def flagged(line: Line) -> None:
    """A text is flagged for a person to check."""
    line.tell(c.Flag, effect_key=line.text(), reason="no trace at the provider")


@pytest.mark.parametrize(
    ("happens", "still_open"),
    [
        ([], True),
        ([answered_by("unknown")], True),
        ([answered_by("unknown"), flagged], False),
        ([answered_by("unknown"), flagged, reported("accepted")], True),
        ([answered_by("refused", code="30006")], False),
        ([answered_by("accepted")], True),
        ([answered_by("accepted"), sought(1)], True),
        ([answered_by("accepted"), sought(1, 2)], False),
        ([answered_by("accepted"), reported("sent")], True),
        ([answered_by("accepted"), reported("delivered")], False),
        ([reported("delivered")], False),
    ],
)
def test_an_ended_call_stays_open_while_a_text_has_something_to_wait_for(
    read: Read, happens: list[Callable[[Line], object]], *, still_open: bool
) -> None:
    """An answer, a receipt or a search; not once its outcome is known or it is flagged."""
    world = World()
    line = world.answer()
    line.send()
    line.tell(c.Attempt, effect_key=line.text(), attempt=1)
    line.end()
    for happen in happens:
        happen(line)
    expected = {line.call_id: line.call.position} if still_open else {}
    assert read(world).calls.open_calls() == expected


def test_an_ended_call_stays_open_until_its_phones_are_silent(read: Read) -> None:
    """A released phone may keep ringing until the provider confirms the release."""
    world = World()
    line = world.answer()
    line.ring(TO_MEMBER)
    line.phone("Front Desk", "ringing")
    line.end()
    assert line.call_id in read(world).calls.open_calls()
    line.phone("Front Desk", "stopped")
    assert read(world).calls.open_calls() == {}


@settings(max_examples=50)
@given(moves)
def test_open_calls_are_those_with_work_to_do(emptied: Emptied, some: list[Move]) -> None:
    """Recovery misses no call with work left, and resumes none without."""
    stage = Stage(World(MemoryLog(most=7)))
    for move in some:
        stage.make(move)
    views = Projections(stage.world.log, emptied())
    views.catch_up()
    calls = [line.call for line in stage.lines.values()]
    assert views.calls.open_calls() == {
        call.call_id: call.position
        for call in calls
        if call.state != "ended" or open_effects(call) or pending_timers(call)
    }
    for call in calls:
        found = views.calls.get("harbor", call.call_id)
        assert found is not None
        assert (found.state, found.position) == (call.state, call.position)
        assert found.last_sign_at == call.last_sign_at


def test_the_quiet_calls_are_live_and_no_tests(read: Read) -> None:
    """Of all workspaces, the longest quiet first; what is said ends the quiet."""
    world = World()
    first, second = world.receive("+14155550111"), world.receive("+14155550112")
    world.receive("+14155550113", test=True)
    settling = world.answer("+14155550114")
    settling.send("accepted")
    settling.end()
    other = world.receive(workspace="other")
    until = world.now
    assert settling.call_id in read(world).calls.open_calls()
    assert read(world).calls.quiet(until) == (first.call_id, second.call_id, other.call_id)
    first.tell(c.AnswerCall, agent="A")
    assert read(world).calls.quiet(until) == (second.call_id, other.call_id)
    assert read(world).calls.quiet(world.now) == (second.call_id, other.call_id, first.call_id)
