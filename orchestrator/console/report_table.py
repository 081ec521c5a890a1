"""Shows a report's lines as a table."""

from typing import Final

from markupsafe import Markup

from hookflash.orchestrator.console.markup import tag
from hookflash.orchestrator.console.phone_numbers import format_numbers_in
from hookflash.orchestrator.console.tables import table
from hookflash.orchestrator.wording import lasting
from hookflash.projections.reports.figures import Figures
from hookflash.projections.reports.question import Line, Report

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
    rows = [(_key(report, line), *_figures(line)) for line in lines[:MOST]]
    total = (tag("strong", "Total"), *_figures(report.total))
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


def _figures(figures: Figures) -> tuple[object, ...]:
    connected = figures.transfers_connected + figures.transfers_handed_over
    return (
        f"{figures.calls:,}",
        f"{figures.calls_resolved + figures.calls_answered:,}",
        _bad(figures.calls_to_follow_up),
        f"{figures.texts:,}",
        f"{figures.texts_delivered:,}",
        _bad(figures.texts_failed),
        f"{figures.transfers_proposed:,}",
        f"{figures.transfers_confirmed:,}",
        f"{connected:,}",
        lasting(figures.seconds_to_human_median) or "–",  # noqa: RUF001 - a dash
        lasting(figures.seconds_to_human_p95) or "–",  # noqa: RUF001 - the same
    )


def _bad(count: int) -> object:
    """Return a count that should be 0, marked if it is not."""
    return tag("span", f"{count:,}", class_="hf-error") if count else "0"
