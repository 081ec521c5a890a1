"""How a figure has changed, beside it."""

import re
from datetime import date
from typing import Final

import pytest

from hookflash.orchestrator.console.report_changes import change, days_before, days_of
from hookflash.orchestrator.console.report_table import report_table
from hookflash.projections.reports.earlier import Earlier, Then
from hookflash.projections.reports.figures import Figures
from hookflash.projections.reports.question import Line, Question, Report

WEEK: Final = Question(workspace="harbor", first=date(2026, 3, 9), last=date(2026, 3, 15))
BEFORE: Final = Question(workspace="harbor", first=date(2026, 3, 2), last=date(2026, 3, 8))
TWO_DAYS: Final = "2 March 2026 to 8 March 2026"


def said(figure: str, now: Figures, was: Figures) -> tuple[str, ...]:
    """What is seen, what is heard, and what is explained."""
    drawn = change(figure, now, Then(BEFORE, was))
    assert drawn is not None
    seen = re.search(r'aria-hidden="true">([^<]*)<', drawn)
    heard = re.search(r'class="hf-hidden">([^<]*)<', drawn)
    title = re.search(r'title="([^"]*)"', drawn)
    return tuple(one[1] if one else "" for one in (seen, heard, title))


@pytest.mark.parametrize(
    ("now", "was", "seen", "share"),
    [
        (45, 38, "+7", " (+18.4%)"),
        (1, 2_000, "−1,999", " (−100.0%)"),  # noqa: RUF001 - minus signs
        (3, 3, "±0", ""),
        (3, 0, "+3", ""),
        (0, 3, "−3", " (−100.0%)"),  # noqa: RUF001 - minus signs
    ],
)
def test_a_count_has_its_change(now: int, was: int, seen: str, share: str) -> None:
    """The count before is heard, and explained with its days."""
    expected = (seen, f", before: {was:,}", f"Before: {was:,}{share}, {TWO_DAYS}")
    assert said("calls", Figures(calls=now), Figures(calls=was)) == expected


@pytest.mark.parametrize(
    ("now", "was", "seen", "before"),
    [
        (95.0, 12.0, "+1 min 23 s", "12 s"),
        (13.6, 18.4, "−4 s", "18 s"),  # noqa: RUF001 - a minus sign
        (9.1, 9.4, "−0.3 s", "9 s"),  # noqa: RUF001 - a minus sign
        (9.0, 9.04, "±0", "9 s"),
        (None, 12.0, "12 s before", "12 s"),
        (12.0, None, "– before", "–"),  # noqa: RUF001 - dashes
    ],
)
def test_a_time_has_its_change(
    now: float | None, was: float | None, seen: str, before: str
) -> None:
    """It agrees with the times that are shown."""
    figures = [Figures(seconds_to_human_p95=seconds) for seconds in (now, was)]
    look, heard, title = said("seconds_to_human_p95", *figures)
    assert (look, heard) == (seen, f", before: {before}")
    assert title.startswith(f"Before: {before}")


def test_what_never_was_has_not_changed() -> None:
    """Nor has anything without days before."""
    assert (
        change("texts", Figures(), Then(BEFORE, Figures())) == '<small class="hf-change"></small>'
    )
    assert change("texts", Figures(texts=4), None) is None


def test_the_days_before_are_named() -> None:
    """A single one with its weekday."""
    day = BEFORE.model_copy(update={"last": BEFORE.first})
    assert days_of(day) == "Monday, 2 March 2026"
    assert "Monday, 2 March 2026, the day before." in days_before(day)
    assert f"Compared with {TWO_DAYS}, the 7 days before." in days_before(BEFORE)


def report(asked: Question, *lines: Line) -> Report:
    """The answer to a question by job."""
    total = Figures(calls=sum(line.calls for line in lines))
    return Report(by="job", question=asked, lines=lines, total=total)


def test_each_row_and_the_total_have_their_changes() -> None:
    """Also a job that had calls only before; its 0 leads nowhere."""
    now = report(WEEK, Line(job="Booking", calls=5), Line(job="New", calls=1))
    before = report(BEFORE, Line(job="People", calls=3), Line(job="Booking", calls=4))
    drawn = report_table(now, Earlier(now, before))
    firsts = re.findall(r'data-label="Calls">(.*?)</td>', drawn)
    counts = [re.sub(r"<span class.*?</span>|<[^>]+>", "", first) for first in firsts]
    assert counts == ["5+1", "1+1", "0−3", "6−1"]  # noqa: RUF001 - minus signs
    assert [("<a" in first) for first in firsts] == [True, True, False, True]
    assert "hf-change" not in report_table(now)
