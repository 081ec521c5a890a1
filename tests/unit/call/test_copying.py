"""A copy of a call and the original go their own ways."""

from hypothesis import given
from hypothesis import strategies as st

from hookflash.domain.call.copying import copy_of
from hookflash.domain.call.events import CallEvent
from hookflash.domain.call.evolve import evolve, fold
from tests.histories import histories


@given(histories(), st.data())
def test_what_happens_on_a_copy_changes_nothing_on_the_call(
    history: list[CallEvent], data: st.DataObject
) -> None:
    """And the copy becomes what the call would have become."""
    at = data.draw(st.integers(1, len(history)), "at")
    call = fold(history[0].call_id, history[:at])
    copy = copy_of(call)
    assert copy == call
    for event in history[at:]:
        evolve(copy, event)
    assert call == fold(call.call_id, history[:at])
    assert copy == fold(call.call_id, history)
    assert copy.seen.requests == fold(call.call_id, history).seen.requests
