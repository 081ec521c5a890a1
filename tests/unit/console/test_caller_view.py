"""A call from its caller's side."""

from hypothesis import given

from hookflash.domain.call import events as e
from hookflash.orchestrator.console.caller_view import caller_view, event_rows
from hookflash.projections.replay.event_text import describe
from tests.cast import CALL
from tests.histories import histories

_HEARD = (e.CallerSpoke, e.AgentSpoke, e.SmsDelivered, e.VoicemailStarted, e.CallEnded)


@given(histories())
def test_the_caller_is_shown_all_that_they_hear_say_and_get(history: list[e.CallEvent]) -> None:
    """Each event once, in order, and no internal events."""
    keys = [int(key) for key, _ in caller_view(CALL, history)]
    assert keys == sorted(set(keys))
    assert {event.position for event in history if isinstance(event, _HEARD)} <= {*keys}
    behind = (e.SmsRequested, e.SmsAttempted, e.TransferAttempted, e.ToolCallRejected)
    assert not {event.position for event in history if isinstance(event, behind)} & {*keys}


@given(histories())
def test_every_event_has_a_row(history: list[e.CallEvent]) -> None:
    """With its event type."""
    rows = [row for _, row in event_rows(history, describe)]
    assert len(rows) == len(history)
    assert all(event.type in row for event, row in zip(history, rows, strict=True))
