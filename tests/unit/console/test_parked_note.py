"""Every page names the stored events that it cannot show."""

from hookflash import ParkedEvent
from hookflash.orchestrator.console.parked_note import SHOWN, parked_note


def _parked(position: int, projection: str = "log") -> ParkedEvent:
    return ParkedEvent(
        projection=projection,
        log_position=position,
        workspace="harbor-dental",
        stream="harbor-dental.call.<b>",
        position=position,
        type="call.sms_requested.v1",
        reason="json_invalid",
    )


def test_each_event_is_named_once() -> None:
    """Fault 54: with its call and its place there; what is stored is not taken for markup."""
    note = str(parked_note([_parked(3, "calls"), _parked(3, "texts"), _parked(4)]))
    assert note.count("harbor-dental.call.&lt;b&gt;, event 3") == 1
    assert "harbor-dental.call.&lt;b&gt;, event 4." in note
    assert "hookflash verify" in note


def test_of_many_events_the_first_are_named() -> None:
    """And the others counted."""
    note = str(parked_note([_parked(n) for n in range(1, SHOWN + 4)]))
    assert note.count(", event ") == SHOWN
    assert "and 3 more." in note
