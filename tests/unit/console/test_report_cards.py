"""The figures of a report, and the calls that they lead to."""

import re
from datetime import date
from typing import Final
from urllib.parse import parse_qs, urlsplit

import pytest

from hookflash.orchestrator.console.report_cards import cards, legend, texts, transfers
from hookflash.orchestrator.console.report_links import BEHIND, behind, of_line
from hookflash.projections.reports.earlier import Then
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


def then(figures: Figures) -> Then:
    """The figures of the days before."""
    before = ASKED.previous()
    assert before is not None
    return Then(before, figures)


def changes(total: Figures, before: Figures | None) -> list[str]:
    """What the cards say about the days before."""
    drawn = cards(ASKED, total, then(before) if before else None)
    said = re.findall(r'class="before" title="[^"]+">(.*?)</span></a>', drawn)
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
    before = then(Figures(calls_to_follow_up=2))
    drawn = cards(ASKED, Figures(calls=9, calls_to_follow_up=now), before)
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


def test_a_reason_that_the_carrier_did_not_give_leads_nowhere() -> None:
    """No filter finds its calls; the words say that there was none."""
    drawn = texts(ASKED, Figures(texts=1, texts_failed=1, texts_failed_by_reason={"unstated": 1}))
    assert "The carrier did not say why." in drawn
    assert "reason=" not in drawn


def test_what_there_was_only_before_is_shown_and_leads_nowhere() -> None:
    """An outcome and a reason; without days before, only what there is."""
    before = then(Figures(calls_missed=5, texts_failed_by_reason={"30006": 2}))
    gone = legend(ASKED, Figures(calls=1), before)
    assert (words(gone), "outcome=missed" in gone) == ("Missed 0−5, before: 5", False)  # noqa: RUF001
    assert "30006 0−2, before: 2" in words(texts(ASKED, Figures(), before))  # noqa: RUF001
    assert "hf-change" not in texts(ASKED, Figures(texts=3)) + legend(ASKED, Figures(calls_live=1))


def words(drawn: str) -> str:
    """The words in markup, with a space before what is bold."""
    return " ".join(re.sub(r"<[^>]+>", "", drawn.replace("<b>", " ")).split())
