"""The data behind a report's charts."""

from datetime import date, timedelta

from hookflash.orchestrator.console.report_charts import (
    MOST_DAYS,
    calls_by_day,
    every_day,
    figure_called,
    in_words,
    times_in_words,
    to_human_by_day,
)
from hookflash.projections.reports.question import Line

DAY = date(2026, 3, 2)
LATER = DAY + timedelta(days=1)


def line(after: int, **figures: int) -> Line:
    """Return the line of the day that is ``after`` days after the first."""
    return Line.model_validate({"day": DAY + timedelta(days=after), **figures})


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


def test_a_chart_has_a_series_for_each_outcome_that_occurs() -> None:
    """In the order from good to bad, in the words of the trade; a day without any has a gap."""
    days = [(DAY, line(0, calls=3, calls_resolved=2, calls_missed=1)), (LATER, line(1))]
    options = calls_by_day(days)
    assert options["xAxis"]["data"] == ["2026-03-02", "2026-03-03"]
    told = [(series["name"], series["data"]) for series in options["series"]]
    assert told == [("Text sent", [2, None]), ("Missed", [1, None])]
    assert [figure_called(name) for name, _ in told] == ["calls_resolved", "calls_missed"]
    assert in_words(days) == "Calls by day: 3 calls on 2 days, most on 2 March 2026: 3"


def test_times_to_a_human_are_drawn_and_told() -> None:
    """Days without an answer leave a gap."""
    answered = {"seconds_to_human_median": 12.0, "seconds_to_human_p95": 80.0}
    days = [(DAY, Line.model_validate({"day": DAY, **answered})), (LATER, line(1))]
    assert [series["data"] for series in to_human_by_day(days)["series"]] == [
        [12.0, None],
        [80.0, None],
    ]
    assert times_in_words(days) == "Time to a human by day: medians from 12 s to 12 s"
