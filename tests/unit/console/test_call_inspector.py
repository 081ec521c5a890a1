"""The Call page as HTML, for any possible call, at any event."""

from hypothesis import given
from hypothesis import strategies as st

from hookflash.domain.call import events as e
from hookflash.domain.call.evolve import fold
from hookflash.domain.call.transitions import allowed
from hookflash.orchestrator.console.call_inspector import (
    changes_table,
    event_details,
    known_facts,
    next_up,
    refusal_list,
)
from hookflash.orchestrator.console.call_player import finding_list
from hookflash.orchestrator.console.call_transcript import transcript
from hookflash.orchestrator.console.chart_strip import chart_strip
from hookflash.orchestrator.console.fixture_text import as_lines, as_python, staged
from hookflash.orchestrator.console.lane_drawing import lane_names, lane_tracks, times_of
from hookflash.orchestrator.console.lane_scale import Scale
from hookflash.projections.replay.findings import findings
from hookflash.projections.replay.lanes import call_lanes
from hookflash.projections.replay.timeline import timeline
from tests.cast import CALLER
from tests.histories import histories


@given(histories(), st.data())
def test_every_position_can_be_shown(history: list[e.CallEvent], data: st.DataObject) -> None:
    """The chart shows the call's state, the allowed transitions are listed, positions compare."""
    at = data.draw(st.integers(0, len(history)))
    other = data.draw(st.integers(0, len(history)))
    state = fold("", history[:at]).state
    assert f'data-state="{state}" aria-current="step"' in chart_strip(history, at)
    words = next_up(history, at)
    assert all(trigger.replace("_", " ") in words for trigger in allowed(state))
    assert event_details(history, timeline(history), at)
    assert changes_table(history, min(at, other), max(at, other))
    assert known_facts(history, at)
    refused = refusal_list(history, at)
    assert all(f'data-position="{n}"' not in refused for n in range(at + 1, len(history) + 1))


@given(histories())
def test_the_states_that_may_follow_are_marked(history: list[e.CallEvent]) -> None:
    """None is, once the call has ended."""
    state = fold("", history).state
    assert ('class="next"' in chart_strip(history, len(history))) == (state != "ended")


@given(histories())
def test_a_mark_leads_to_each_event(history: list[e.CallEvent]) -> None:
    """The lanes have one for each that begins something, or only happened."""
    seen = call_lanes(history)
    drawn = lane_tracks(seen, Scale(times_of(seen)))
    for lane in seen.lanes:
        assert f'class="hf-lane-name {lane.kind}"' in lane_names(seen)
        begun = [span.position for span in lane.spans]
        for position in (*begun, *(point.position for point in lane.points)):
            assert f'data-position="{position}"' in drawn
    assert "width:-" not in drawn
    assert "nan" not in drawn


@given(histories())
def test_the_conversation_has_what_stands_out(history: list[e.CallEvent]) -> None:
    """Each finding can be chosen, and what was said is in the transcript."""
    shown = dict(transcript(history))
    told = finding_list(history)
    for one in findings(history):
        assert f'data-position="{one.position}"' in told
    for event in history:
        if isinstance(event, e.CallerSpoke | e.AgentSpoke):
            assert str(event.position) in shown


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
