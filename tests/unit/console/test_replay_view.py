"""Replay as HTML, for any possible call, at any event."""

from hypothesis import given
from hypothesis import strategies as st

from hookflash.domain.call import events as e
from hookflash.domain.call.evolve import fold
from hookflash.domain.call.transitions import allowed
from hookflash.orchestrator.console.fixture_text import as_lines, as_python, staged
from hookflash.orchestrator.console.replay_view import (
    changes_table,
    chart_at,
    event_details,
    next_up,
)
from hookflash.projections.replay.timeline import timeline
from tests.cast import CALLER
from tests.histories import histories


@given(histories(), st.data())
def test_every_position_can_be_shown(history: list[e.CallEvent], data: st.DataObject) -> None:
    """The chart shows the call's state, the allowed transitions are listed, positions compare."""
    at = data.draw(st.integers(0, len(history)))
    other = data.draw(st.integers(0, len(history)))
    state = fold("", history[:at]).state
    assert f'class="state current" data-state="{state}"' in chart_at(history, at)
    words = next_up(history, at)
    assert all(trigger.replace("_", " ") in words for trigger in allowed(state))
    assert event_details(history, timeline(history), at)
    assert changes_table(history, min(at, other), max(at, other))


@given(histories())
def test_the_ways_that_lead_on_are_marked(history: list[e.CallEvent]) -> None:
    """As many as the chart allows in the state: one mark per line and one per label."""
    state = fold("", history).state
    drawn = chart_at(history, len(history))
    assert (f'data-from="{state}" data-allowed' in drawn) == bool(allowed(state))


@given(histories())
def test_a_fixture_is_a_test_that_passes(history: list[e.CallEvent]) -> None:
    """Executed as a file it passes, and the caller is not in it."""
    given_ = staged(history, len(history))
    space: dict[str, object] = {}
    exec(as_python(given_), space)  # noqa: S102 - it is what people paste into their tests
    test = space["test_the_call_goes_as_it_went"]
    assert callable(test)
    test()
    assert CALLER not in as_python(given_) + as_lines(given_)
