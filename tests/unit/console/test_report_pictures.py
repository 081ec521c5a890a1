"""The data behind a report's pictures."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from hookflash.orchestrator.console.report_pictures import (
    MOST_DAYS,
    Bar,
    bars,
    by_count,
    calls_by_day,
    ceiling,
    every_day,
)
from hookflash.projections.reports.question import Line

DAY = date(2026, 3, 2)


def line(after: int, **figures: int) -> Line:
    """Return the line of the day that is ``after`` days after the first."""
    return Line.model_validate({"day": DAY + timedelta(days=after), **figures})


@given(st.floats(0, 1e9))
def test_a_scale_ends_a_little_above_the_most(most: float) -> None:
    """At an even number, so that its middle is whole; the picture is never mostly empty."""
    top = ceiling(most)
    assert most <= top <= max(2, 2 * most)
    assert top % 2 == 0


def test_days_without_calls_are_there_too() -> None:
    """From the first requested day to the last, or the lines' own."""
    lines = [line(1, calls=2), line(3, calls=1)]
    own = every_day(lines, None, None)
    assert [(day.day, found.calls) for day, found in own] == [(3, 2), (4, 0), (5, 1)]
    asked = every_day(lines, DAY, DAY + timedelta(days=4))
    assert [found.calls for _, found in asked] == [0, 2, 0, 1, 0]


def test_a_picture_has_an_end() -> None:
    """Of a hundred years, only the days with calls are drawn, at most two years of them."""
    few = every_day([line(1, calls=2)], date(2000, 1, 1), date(2099, 12, 31))
    assert [day for day, _ in few] == [DAY + timedelta(days=1)]
    many = every_day([line(0, calls=1), line(5_000, calls=1)], None, None)
    assert len(many) == MOST_DAYS + 1
    assert many[-1][1].calls == 1


def test_a_column_says_what_it_shows() -> None:
    """In words too, without the zeros."""
    drawn = calls_by_day([(DAY, line(0, calls=3, calls_resolved=2, calls_missed=1))])
    assert "Mon 2 Mar 2026: 3 calls, 2 resolved, 1 missed" in drawn
    assert "voicemail" not in drawn


def test_reasons_are_told_by_how_often_they_are_met() -> None:
    """And provider codes are text, never markup."""
    drawn = bars(by_count({"<b>": 1, "x": 7}, str.upper, "bad"))
    assert drawn.index("7") < drawn.index("&lt;B&gt;")
    assert "<b>1</b>" in drawn
    assert "<small>&lt;b&gt;</small>" in drawn
    assert "<i" not in bars([Bar("none", 0)])
