"""Shows a report's lines as a table."""

from typing import Final

from markupsafe import Markup

from hookflash.orchestrator.console.markup import tag
from hookflash.orchestrator.console.phone_numbers import format_numbers_in
from hookflash.orchestrator.console.report_links import behind, of_line
from hookflash.orchestrator.console.tables import table
from hookflash.orchestrator.wording import lasting
from hookflash.projections.reports.figures import Figures
from hookflash.projections.reports.question import Line, Question, Report

FIGURES: Final = (
    "Calls",
    "By the agent",
    "Follow up",
    "Texts",
    "Delivered",
    "Failed",
    "Transfers",
    "Confirmed",
    "Connected",
    "To a human",
    "p95",
)
MOST: Final = 400
"""Maximum lines on the page; the CSV has all of them."""


def report_table(report: Report) -> Markup:
    """Return the table: days newest first, other lines in the report's order, then the total."""
    lines = report.lines[::-1] if report.by == "day" else report.lines
    asked = report.question
    rows = [(_key(report, line), *_figures(of_line(asked, line), line)) for line in lines[:MOST]]
    total = (tag("strong", "Total"), *_figures(asked, report.total))
    headings = (report.by.capitalize(), *FIGURES)
    drawn = table(headings, [*rows, total], f"Figures by {report.by}")
    left_out = len(lines) - MOST
    more = tag("p", f"The CSV has {left_out:,} more lines.") if left_out > 0 else None
    return tag(
        "div",
        drawn,
        more,
        class_="hf-report",
        role="region",
        aria_label=f"Table by {report.by}",
        tabindex=0,
    )


def _key(report: Report, line: Line) -> Markup:
    """Name the group of a line; an action is followed by its job."""
    *within, own = (format_numbers_in(str(getattr(line, key))) for key in report.keys)
    return tag("span", own, *(tag("small", name) for name in within), class_="key")


def _figures(asked: Question, figures: Figures) -> tuple[object, ...]:
    reached = figures.transfers_connected + figures.transfers_handed_over
    median, p95 = (
        lasting(seconds) or "–"  # noqa: RUF001 - a dash
        for seconds in (figures.seconds_to_human_median, figures.seconds_to_human_p95)
    )
    return (
        _cell(asked, "calls", figures.calls),
        _cell(asked, "calls_handled", figures.calls_resolved + figures.calls_answered),
        _cell(asked, "calls_to_follow_up", figures.calls_to_follow_up, "wrong"),
        _cell(asked, "texts", figures.texts),
        _cell(asked, "texts_delivered", figures.texts_delivered),
        _cell(asked, "texts_failed", figures.texts_failed, "wrong"),
        _cell(asked, "transfers_proposed", figures.transfers_proposed),
        _cell(asked, "transfers_confirmed", figures.transfers_confirmed),
        _cell(asked, "transfers_reached", reached),
        _linked(behind(asked, "transfers_connected"), median, reached),
        _linked(behind(asked, "transfers_connected"), p95, reached),
    )


def _cell(asked: Question, figure: str, count: int, tone: str = "") -> object:
    """Return a count that leads to its calls; 0 leads nowhere."""
    return _linked(behind(asked, figure), f"{count:,}", count, tone)


def _linked(to: str, words: str, count: int, tone: str = "") -> object:
    return tag("a", words, href=to, class_=tone or None) if count else words
