"""The figures of a report, and the calls that they lead to."""

import re
from datetime import date
from typing import Final
from urllib.parse import parse_qs, urlsplit

import pytest

from hookflash.orchestrator.console.report_cards import cards, legend, texts, transfers
from hookflash.orchestrator.console.report_links import BEHIND, behind, of_line
from hookflash.projections.reports.figures import OUTCOMES, Figures
from hookflash.projections.reports.question import Line, Question

ASKED: Final = Question(
    workspace="harbor", first=date(2026, 3, 2), last=date(2026, 3, 8), number="+14155550100"
)
OWN: Final = {
    "since": ["2026-03-02"],
    "until": ["2026-03-08"],
    "number": ["+14155550100"],
    "test": ["false"],
}


def filters(there: str) -> dict[str, list[str]]:
    """The filters in an address."""
    assert urlsplit(there).path == "/console/calls"
    return parse_qs(urlsplit(there).query)


@pytest.mark.parametrize("figure", BEHIND)
def test_a_figure_leads_to_its_calls_with_the_filters_of_the_report(figure: str) -> None:
    """Days, number, and no test calls, beside what the figure is about."""
    told = filters(behind(ASKED, figure))
    own = {name: told.pop(name) for name in OWN}
    assert own == OWN
    expected = {
        name: [value] if isinstance(value, str) else list(value)
        for name, value in BEHIND[figure].items()
    }
    assert told == expected


def test_every_outcome_has_its_calls() -> None:
    """So that no segment of a column leads nowhere."""
    assert all(BEHIND[figure] == {"outcome": outcome} for outcome, figure in OUTCOMES.items())


def test_an_action_stays_a_filter_unless_the_figure_says_more() -> None:
    """A job always does; test calls are not left out if they are counted."""
    asked = Question(workspace="harbor", job="Booking", action="Send SMS: Hi", tests=True)
    assert filters(behind(asked, "calls")) == {"job": ["Booking"], "action": ["Send SMS: Hi"]}
    assert filters(behind(asked, "texts_failed")) == {
        "job": ["Booking"],
        "action": ["text:failed", "text:undelivered"],
    }


def test_a_line_leads_to_its_own_calls() -> None:
    """Of a day only those of the day, else those of the number, job or action."""
    day = of_line(ASKED, Line(day=date(2026, 3, 4)))
    assert (day.first, day.last) == (date(2026, 3, 4), date(2026, 3, 4))
    line = of_line(ASKED, Line(job="Booking", action="Send SMS: Hi"))
    assert (line.job, line.action, line.number) == ("Booking", "Send SMS: Hi", ASKED.number)


def changes(total: Figures, before: Figures | None) -> list[str]:
    """What the cards say about the days before."""
    drawn = cards(ASKED, total, before)
    said = re.findall(r'class="before">(.*?)</span></a>', drawn)
    return [re.sub(r"<span.*?</span>|<[^>]+>", "", one) for one in said]


def test_the_days_before_stand_beside_each_figure() -> None:
    """Parts are compared by their share; what is the same has no arrow."""
    total = Figures(calls=20, calls_handled=10, calls_to_follow_up=2, seconds_to_human_median=9.0)
    before = Figures(calls=10, calls_handled=8, calls_to_follow_up=2)
    assert changes(total, before) == [
        "▲ 100% · before: 10",
        "▼ 38% · before: 8 of 10",
        "before: 2",
        "before: 0 of 0",
        "before: 0 of 0",
        "before: –",  # noqa: RUF001 - a dash
        "before: –",  # noqa: RUF001 - the same
    ]
    assert changes(total, None) == []


@pytest.mark.parametrize(("now", "tone"), [(1, "better"), (3, "worse")])
def test_fewer_calls_to_follow_up_are_better(now: int, tone: str) -> None:
    """The colour says so; more calls are neither good nor bad."""
    drawn = cards(ASKED, Figures(calls=9, calls_to_follow_up=now), Figures(calls_to_follow_up=2))
    assert re.findall(r'<i class="(better|worse)"', drawn) == [tone]


def test_bars_lead_to_their_calls_and_reasons_are_text() -> None:
    """The most frequent reason comes first; a bar of nothing is no link."""
    total = Figures(
        texts=8, texts_failed=8, texts_failed_by_reason={"<b>": 1, "30006": 7}, calls_missed=2
    )
    drawn = texts(ASKED, total)
    assert drawn.index("30006") < drawn.index("&lt;b&gt;")
    assert "reason=30006" in drawn
    assert "text%3Adelivered" not in drawn
    assert "outcome=missed" in legend(ASKED, total)
    caused = Figures(transfers_by_cause={"voicemail/timed_out": 3})
    assert "reason=timed_out" in transfers(ASKED, caused)
