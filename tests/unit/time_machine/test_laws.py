"""What holds for the branch of any call under any policy."""

import asyncio
from itertools import pairwise
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hookflash.domain.call import events as e
from hookflash.domain.call.evolve import fold
from hookflash.domain.workspace.number import Registration
from hookflash.orchestrator.time_machine.branch import Branch, Grown, grow
from hookflash.orchestrator.time_machine.change import Change, Phone, PhoneDoes, Policy
from hookflash.orchestrator.time_machine.growth import MOST_EVENTS
from hookflash.orchestrator.time_machine.recording import recording_of
from hookflash.orchestrator.time_machine.surroundings import AsRecorded
from hookflash.orchestrator.time_machine.touching import Touch
from tests.cast import NUMBER
from tests.histories import SAYINGS, histories
from tests.unit.time_machine.lawful import assert_lawful

_FEW = st.none() | st.integers(0, 3)
POLICIES = st.builds(
    Policy,
    registration=st.none() | st.sampled_from(get_args(Registration)),
    opted_out=st.none() | st.booleans(),
    quiet_hours=st.sampled_from((None, "off", "on")),
    texts_per_call=_FEW,
    texts_per_contact_per_day=_FEW,
    proposals_per_call=_FEW,
    external_transfers_per_day=_FEW,
    ring_seconds=st.none() | st.integers(15, 120),
)
PHONES = st.dictionaries(
    st.sampled_from(("Dana", "Lee", "Front Desk", NUMBER)),
    st.builds(Phone, does=st.sampled_from(get_args(PhoneDoes)), after=st.floats(0, 60)),
    max_size=2,
)
CHANGES = st.builds(Change, policy=POLICIES, phones=PHONES)
CALLERS = st.builds(
    Change,
    policy=POLICIES,
    say=st.lists(st.sampled_from(SAYINGS), max_size=3).map(tuple),
    press=st.text("0123456789*#", max_size=2),
    hang_up=st.just(value=True),
)


def branch_of(history: list[e.CallEvent], change: Change, at: int = 0) -> Branch:
    """The branch of a call of which no more is known than its events."""
    return grown_of(history, change, at).branch


def grown_of(history: list[e.CallEvent], change: Change, at: int = 0) -> Grown:
    """The same, with the calls that it and the recording led to."""
    recording = recording_of(list(enumerate(history, 1)))
    known = AsRecorded(recording)
    grown = grow(recording, change, at, briefing=None, surroundings=lambda: known)
    return asyncio.run(grown)


@given(histories(), CHANGES)
def test_a_branch_obeys_the_rules(history: list[e.CallEvent], change: Change) -> None:
    """The chart, positions without a gap, a time that never goes back, and an end."""
    branch = branch_of(history, change)
    assert_lawful(branch.events)
    assert len(branch.events) < MOST_EVENTS
    positions = [note.position for note in branch.notes]
    assert all(one <= other for one, other in pairwise(positions))


@given(histories(), CHANGES)
def test_decisions_that_a_change_cannot_touch_need_not_be_made_again(
    history: list[e.CallEvent], change: Change
) -> None:
    """They yield what was recorded, so the branch is the same as if all were."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Touch, "touches", lambda *_: True)
        all_made_again = branch_of(history, change)
    assert branch_of(history, change) == all_made_again


@given(histories(), CALLERS, st.data())
def test_a_caller_may_do_anything_at_any_time(
    history: list[e.CallEvent], change: Change, data: st.DataObject
) -> None:
    """What was recorded up to there stays."""
    at = data.draw(st.integers(1, len(history)), "at")
    branch = branch_of(history, change, at)
    assert branch.events[:at] == tuple(history[:at])
    assert_lawful(branch.events)
    assert len(branch.events) < MOST_EVENTS


@given(histories(), CHANGES)
def test_a_call_out_of_reach_goes_as_it_went(history: list[e.CallEvent], change: Change) -> None:
    """A sweep does not decide it again, and would find nothing if it did."""
    received, touch = history[0], Touch(change)
    assert isinstance(received, e.CallReceived)
    covered = touch.covers(received, [event.TOPIC for event in history])
    if not covered:
        branch = branch_of(history, change)
        assert (branch.altered_at, branch.events) == (0, tuple(history))


@given(histories(), CHANGES)
def test_both_calls_are_as_their_events_left_them(
    history: list[e.CallEvent], change: Change
) -> None:
    """Endings are read from them, instead of folding the events again."""
    grown = grown_of(history, change)
    assert grown.recorded == fold(history[0].call_id, history)
    assert grown.branched == fold(history[0].call_id, grown.branch.events)


@given(histories(), CHANGES)
def test_an_answer_is_never_invented(history: list[e.CallEvent], change: Change) -> None:
    """A transfer is confirmed only if the caller was asked about it, here and on the call."""
    asked = {one.destination for one in history if isinstance(one, e.TransferProposed)}
    branch = branch_of(history, change)
    put: set[str] = set()
    for event in branch.events:
        if isinstance(event, e.AgentSpoke) and event.asks is not None:
            put.add(event.asks.about)
        if isinstance(event, e.TransferConfirmed):
            assert event.destination in asked
            assert event.effect_key in put


@given(histories(), CHANGES)
def test_the_same_change_leads_to_the_same_branch(
    history: list[e.CallEvent], change: Change
) -> None:
    """And the branch, taken as a recording under that change, is its own branch."""
    branch = branch_of(history, change)
    assert branch_of(history, change) == branch
    if not branch.undecidable:
        again = branch_of(list(branch.events), change)
        assert [one.type for one in again.events] == [one.type for one in branch.events]
