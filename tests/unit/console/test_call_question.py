"""The address of the Calls page: all that is asked is in it; what is not valid is not read."""

from datetime import UTC, date, datetime
from urllib.parse import parse_qsl, urlsplit
from zoneinfo import ZoneInfo

import pytest
from starlette.datastructures import QueryParams

from hookflash.orchestrator.call_views import CallView
from hookflash.orchestrator.console.call_question import CallQuestion, question_of, read_question
from hookflash.orchestrator.console.navigation import calls_address
from hookflash.projections.calls.filter import CallFilter

ZONE = ZoneInfo("America/New_York")


def asked(address: str) -> CallQuestion:
    """Read the question in an address."""
    return read_question(QueryParams(parse_qsl(urlsplit(address).query)), ZONE)


@pytest.mark.parametrize(
    "question",
    [
        CallQuestion(),
        CallQuestion({"q": ("a & b",), "outcome": ("missed", "live")}, "-duration", 3, "h.call.1"),
        CallQuestion({"action": ("Transfer call: Dana", "text:failed"), "test": ("false",)}),
        CallQuestion({"since": ("2026-03-02",), "until": ("2026-03-02",), "follow_up": ("true",)}),
    ],
)
def test_an_address_gives_back_what_was_asked(question: CallQuestion) -> None:
    """With filters, order, page and the call shown."""
    assert asked(question.address()) == question


def test_what_is_wrong_in_an_address_is_left_out() -> None:
    """The rest of it counts."""
    wrong = (
        "/console/calls?outcome=lost&outcome=missed&action=fax&number=12&since=never&page=-1"
        "&sort=up&follow_up=maybe&state=over&job=&until=2026-03-04&nonsense=1"
    )
    assert asked(wrong) == CallQuestion({"outcome": ("missed",), "until": ("2026-03-04",)})
    assert asked("/console/calls?since=2026-03-03&until=2026-03-01").raw == {
        "since": ("2026-03-03",)
    }


def test_days_are_the_readers() -> None:
    """Both count as a whole."""
    where = asked("/console/calls?since=2026-03-02&until=2026-03-02").where(ZONE)
    assert where == CallFilter(
        since=datetime(2026, 3, 2, 5, tzinfo=UTC), until=datetime(2026, 3, 3, 5, tzinfo=UTC)
    )


def test_another_filter_begins_with_the_first_page() -> None:
    """A page belongs to one list."""
    question = CallQuestion({"job": ("Booking",)}, "duration", 7, "h.call.1")
    assert question.toggle("outcome", "missed") == CallQuestion(
        {"job": ("Booking",), "outcome": ("missed",)}, "duration"
    )
    assert question.toggle("job", "Booking") == CallQuestion({}, "duration")
    assert question.turn(8) == CallQuestion({"job": ("Booking",)}, "duration", 8)


def test_a_view_keeps_no_words_callers_or_dates() -> None:
    """And is opened as it was saved."""
    question = CallQuestion(
        {"q": ("Dana",), "contact": ("anonymous",), "since": ("2026-03-02",), "test": ("false",)},
        "events",
    )
    kept = question.lasting()
    assert kept == CallQuestion({"test": ("false",)}, "events")
    assert question_of(CallView(name="A", where=kept.where(ZONE), sort=kept.sort)) == kept
    with pytest.raises(ValueError, match="Leave q, contact, since out"):
        CallView(name="A", where=question.where(ZONE))


def test_other_pages_lead_to_calls_by_the_names_of_the_api() -> None:
    """Several values, flags, days; what is empty is left out."""
    address = calls_address(
        outcome=("missed", "gave_up"), follow_up=True, since=date(2026, 3, 2), job="", number=None
    )
    assert address == (
        "/console/calls?outcome=missed&outcome=gave_up&follow_up=true&since=2026-03-02"
    )
    assert calls_address() == "/console/calls"
