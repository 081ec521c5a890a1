"""The period before the one that a report is about."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from hookflash.projections.reports.question import Question

DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@given(DAYS, st.integers(0, 400))
def test_it_has_as_many_days_and_ends_the_day_before(first: date, more: int) -> None:
    """Every other filter stays."""
    asked = Question(
        workspace="harbor", first=first, last=first + timedelta(more), job="Booking", tests=True
    )
    before = asked.previous()
    assert before is not None
    assert before.last == first - timedelta(1)
    assert before.first == first - timedelta(more + 1)
    assert before.model_copy(update={"first": asked.first, "last": asked.last}) == asked


def test_there_is_none_without_both_days_or_before_the_first_of_all() -> None:
    """Nor if the days are in the wrong order."""
    day = date(2026, 3, 2)
    for first, last in ((None, day), (day, None), (day, day - timedelta(1)), (date.min, day)):
        assert Question(workspace="harbor", first=first, last=last).previous() is None
