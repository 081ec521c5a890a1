"""The lanes of a call, for any possible call."""

from datetime import timedelta

import pytest
from hypothesis import given

from hookflash.domain.call import events as e
from hookflash.domain.call.evolve import fold
from hookflash.orchestrator.testing.simulated_office import Office, in_virtual_time, office
from hookflash.projections.replay.findings import findings
from hookflash.projections.replay.lane import CallLanes, Lane
from hookflash.projections.replay.lanes import call_lanes
from tests.histories import histories
from tests.unit.time_machine.stage import OFFICE


@given(histories())
def test_each_event_is_in_a_lane(history: list[e.CallEvent]) -> None:
    """So that whatever happened can be found in the picture."""
    seen = call_lanes(history)
    shown = {position for lane in seen.lanes for position in lane.positions()}
    assert shown == {event.position for event in history}


@given(histories())
def test_nothing_ends_before_it_begins(history: list[e.CallEvent]) -> None:
    """Even if the clock jumped back (fault 24)."""
    jumped = [
        event.model_copy(update={"at": event.at - timedelta(hours=number % 2)})
        for number, event in enumerate(history)
    ]
    for events in (history, jumped):
        for lane in call_lanes(events).lanes:
            for span in lane.spans:
                assert 0 <= span.begin <= (span.begin if span.end is None else span.end)


@given(histories())
def test_the_phone_with_the_caller_is_the_one_that_talks(history: list[e.CallEvent]) -> None:
    """Its lane says so, whoever else was recorded as connected before."""
    call = fold("", history)
    for transfer in call.transfers.values():
        if transfer.winner is not None:
            who = transfer.winner.leg.who
            phones = [lane for lane in call_lanes(history).lanes if lane.kind == "phone"]
            lane = next(one for one in phones if one.name == who)
            assert any(span.kind in ("talk", "answered") for span in lane.spans)


@given(histories())
def test_findings_are_events_of_the_call_in_order(history: list[e.CallEvent]) -> None:
    """Each leads to an event that exists."""
    found = [one.position for one in findings(history)]
    assert set(found) <= {event.position for event in history}
    assert found == sorted(found)


def test_a_call_without_events_has_no_lanes() -> None:
    """Nothing to draw is not an error."""
    assert call_lanes([]).lanes == ()


async def _unanswered(playing: Office) -> CallLanes:
    call = await playing.call()
    await call.says("Could I talk to a person?")
    await call.waits(6)
    await call.says("Yes, please")
    await call.waits(60)
    await call.hangs_up()
    return call_lanes(await playing.center.events(call.id))


def lane(seen: CallLanes, name: str) -> Lane:
    """The lane with this name."""
    return next(one for one in seen.lanes if one.name == name)


@in_virtual_time
async def test_an_unanswered_transfer_is_shown_phone_by_phone() -> None:
    """The question, each phone with what came of it, the timer that fired, the voicemail."""
    async with office(OFFICE, phones={"Dana": "reject", "Lee": "ignore"}) as playing:
        seen = await _unanswered(playing)
    assert [one.name for one in seen.lanes] == [
        *("Call", "Caller", "Agent", "Question", "Dana", "Lee", "Voicemail", "Timers", "Provider")
    ]
    assert lane(seen, "Dana").about == "declined"
    assert lane(seen, "Lee").about == "no answer"
    ringing = lane(seen, "Lee").spans[0]
    assert (ringing.end or 0) - ringing.begin == pytest.approx(29.8)
    assert [span.kind for span in lane(seen, "Question").spans] == ["asking", "open"]
    assert "fired" in [span.kind for span in lane(seen, "Timers").spans]
    assert lane(seen, "Voicemail").about == "no message"
    assert not seen.live


@in_virtual_time
async def test_words_that_were_not_timed_are_marked_as_estimated() -> None:
    """A caller's words come without their beginning; the agent's are reported."""
    async with office(OFFICE) as playing:
        seen = await _unanswered(playing)
    assert all(span.estimated for span in lane(seen, "Caller").spans)
    assert not any(span.estimated for span in lane(seen, "Agent").spans)
