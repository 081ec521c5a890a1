"""The timeline of a transfer, for any possible call."""

from datetime import timedelta

import pytest
from hypothesis import given

from hookflash.domain.call import events as e
from hookflash.domain.call.evolve import fold
from hookflash.orchestrator.console.phone_numbers import format_number
from hookflash.orchestrator.console.transfer_timeline import transfer_timeline
from hookflash.orchestrator.console.transfer_timeline_svg import timeline_svg
from tests.histories import histories


@given(histories())
def test_everything_has_its_time_and_its_event(history: list[e.CallEvent]) -> None:
    """Nothing ends before it begins, nothing is after the end, every event is in the call."""
    positions = {event.position for event in history}
    for asked in history:
        if not isinstance(asked, e.TransferProposed):
            continue
        seen = transfer_timeline(history, asked.effect_key)
        for lane in seen.lanes:
            for stretch in lane.stretches:
                assert stretch.position in positions
                assert 0 <= stretch.begin <= (stretch.end if stretch.end is not None else 1e9)
        assert {milestone.position for milestone in seen.milestones} <= positions
        assert seen.seconds >= 0
        assert "nan" not in timeline_svg(seen, asked.call_id)


@given(histories())
def test_at_most_one_phone_wins(history: list[e.CallEvent]) -> None:
    """And it is the one that has the caller, whoever was recorded as connected before."""
    for asked in history:
        if isinstance(asked, e.TransferProposed):
            lanes = transfer_timeline(history, asked.effect_key).lanes
            won = [lane for lane in lanes if lane.stretches[0].kind == "won"]
            transfer = fold(asked.call_id, history).transfers[asked.effect_key]
            has_caller = [transfer.winner.leg.who] if transfer.winner else []
            assert [lane.name for lane in won] in ([], [format_number(who) for who in has_caller])


@given(histories())
def test_a_clock_that_jumps_back_draws_nothing_backwards(history: list[e.CallEvent]) -> None:
    """A wall clock may (fault 24); every bar still has a width that can be drawn."""
    jumped = [
        event.model_copy(update={"at": event.at - timedelta(hours=n % 2)})
        for n, event in enumerate(history)
    ]
    for asked in jumped:
        if isinstance(asked, e.TransferProposed):
            drawn = timeline_svg(transfer_timeline(jumped, asked.effect_key), asked.call_id)
            assert 'width="-' not in drawn


def test_what_was_never_asked_has_no_course() -> None:
    """The error names the transfer."""
    with pytest.raises(LookupError, match="nobody"):
        transfer_timeline([], "nobody")
