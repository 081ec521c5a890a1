"""Shows a report's lines as a table."""

from collections.abc import Iterator, Sequence
from typing import Final

from markupsafe import Markup

from hookflash.orchestrator.console.markup import joined, tag
from hookflash.orchestrator.console.phone_numbers import format_numbers_in
from hookflash.orchestrator.console.report_changes import DASH, amount, change
from hookflash.orchestrator.console.report_links import behind, of_line
from hookflash.orchestrator.console.tables import table
from hookflash.orchestrator.wording import lasting
from hookflash.projections.reports.earlier import Earlier, Then
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
_CELLS: Final = {
    "calls": "",
    "calls_handled": "",
    "calls_to_follow_up": "wrong",
    "texts": "",
    "texts_delivered": "",
    "texts_failed": "wrong",
    "transfers_proposed": "",
    "transfers_confirmed": "",
    "transfers_reached": "",
    "seconds_to_human_median": "",
    "seconds_to_human_p95": "",
}
"""What the columns show, with the colour of links."""
_TIMES: Final = ("seconds_to_human_median", "seconds_to_human_p95")
MOST: Final = 400
"""Maximum lines on the page; the CSV has all of them."""


def report_table(report: Report, before: Earlier | None = None) -> Markup:
    """Return the table: days newest first, other lines in the report's order, then the total.

    ``before`` are the days before, if any; lines that had calls only then follow with 0 calls.
    """
    lines = report.lines[::-1] if report.by == "day" else report.lines
    shown = (*lines, *(before.gone if before else ()))[:MOST]
    total = (tag("strong", "Total"), *_figures(report.question, report.total, _total(before)))
    headings = (report.by.capitalize(), *FIGURES)
    rows = [*(_row(report, line, before) for line in shown), total]
    left_out = len(lines) - MOST
    more = tag("p", f"The CSV has {left_out:,} more lines.") if left_out > 0 else None
    return tag(
        "div",
        table(headings, rows, f"Figures by {report.by}"),
        more,
        class_="hf-report",
        role="region",
        aria_label=f"Table by {report.by}",
        tabindex=0,
    )


def _row(report: Report, line: Line, before: Earlier | None) -> Sequence[object]:
    then = before.of(line) if before else None
    return (_key(report, line), *_figures(of_line(report.question, line), line, then))


def _total(before: Earlier | None) -> Then | None:
    return before.total if before else None


def _key(report: Report, line: Line) -> Markup:
    """Name the group of a line; an action is followed by its job."""
    *within, own = (format_numbers_in(str(getattr(line, key))) for key in report.keys)
    return tag("span", own, *(tag("small", name) for name in within), class_="key")


def _figures(asked: Question, figures: Figures, then: Then | None) -> Iterator[Markup]:
    for figure, tone in _CELLS.items():
        count = amount("transfers_reached" if figure in _TIMES else figure, figures)
        to = behind(asked, "transfers_connected" if figure in _TIMES else figure)
        words = _words(figure, figures)
        linked = tag("a", words, href=to, class_=tone or None) if count else words
        yield joined((linked, change(figure, figures, then)))


def _words(figure: str, figures: Figures) -> str:
    count = amount(figure, figures)
    return (lasting(count) or DASH) if figure in _TIMES else f"{count:,}"
