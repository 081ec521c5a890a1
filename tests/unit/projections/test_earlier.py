"""The lines of a report beside those of the days before."""

from datetime import date, timedelta
from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from hookflash.projections.reports.earlier import Earlier
from hookflash.projections.reports.figures import Figures
from hookflash.projections.reports.question import By, Line, Question, Report

FIRST: Final = date(2026, 3, 29)


def report(by: By, asked: Question, *lines: Line) -> Report:
    """A report with these lines."""
    total = Figures(calls=sum(line.calls for line in lines))
    return Report(by=by, question=asked, lines=lines, total=total)


def period(days: int) -> tuple[Question, Question]:
    """A question and the one about the days before."""
    asked = Question(workspace="harbor", first=FIRST, last=FIRST + timedelta(days - 1))
    before = asked.previous()
    assert before is not None
    return asked, before


@given(st.integers(1, 100), st.data())
def test_a_day_pairs_with_the_one_as_many_days_before(days: int, data: st.DataObject) -> None:
    """So that the first compares with the first, and the last with the last."""
    asked, before = period(days)
    n = data.draw(st.integers(0, days - 1))
    day, partner = FIRST + timedelta(n), FIRST + timedelta(n - days)
    then = report("day", before, Line(day=partner, calls=4))
    earlier = Earlier(report("day", asked, Line(day=day, calls=1)), then)
    found = earlier.of(Line(day=day))
    assert (found.figures.calls, found.asked.first, found.asked.last) == (4, partner, partner)
    assert earlier.of(Line(day=day + timedelta(1))).figures.calls == 0
    assert (earlier.total.figures.calls, earlier.gone) == (4, ())


def test_other_lines_pair_by_what_they_are_about() -> None:
    """An action within its job. Those that had calls only then are told, in their order."""
    asked, before = period(7)
    now = report("action", asked, Line(job="A", action="Send SMS: Hi", calls=2))
    then = report(
        "action",
        before,
        Line(job="B", action="Send SMS: Hi", calls=9),
        Line(job="A", action="Send SMS: Hi", calls=3),
        Line(job="A", action="Send SMS: Bye", calls=1),
    )
    earlier = Earlier(now, then)
    assert earlier.of(now.lines[0]).figures.calls == 3
    assert earlier.of(now.lines[0]).asked == before
    assert earlier.gone == (
        Line(job="B", action="Send SMS: Hi"),
        Line(job="A", action="Send SMS: Bye"),
    )
