"""Prints a report: a line with a bar per day, number, job or action, then reasons of failure."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from hookflash.orchestrator.cli.screen import BAD, FAINT, GOOD, safe
from hookflash.orchestrator.cli.text_charts import FULL, bar, sparkline
from hookflash.orchestrator.wording import counted, lasting
from hookflash.projections.reports.figures import Figures
from hookflash.projections.reports.question import Line, Report
from hookflash.projections.reports.wording import cause_in_words, in_words

MOST: Final = 31
"""Lines on the screen; the other formats list all."""
PARTS: Final = {
    "calls_resolved": ("resolved", GOOD),
    "calls_answered": ("answered", "bright_green"),
    "calls_transferred": ("transferred", "cyan"),
    "calls_handed_over": ("handed over", "bright_cyan"),
    "calls_to_voicemail": ("voicemail", "blue"),
    "calls_voicemail_declined": ("not recorded", "bright_blue"),
    "calls_abandoned": ("abandoned", "yellow"),
    "calls_gave_up": ("gave up", "bright_yellow"),
    "calls_text_failed": ("text failed", "magenta"),
    "calls_text_refused": ("text refused", "bright_magenta"),
    "calls_caller_silent": ("caller silent", "white"),
    "calls_missed": ("missed", BAD),
    "calls_interrupted": ("interrupted", "bright_red"),
    "calls_live": ("live", FAINT),
}
"""Each outcome in words, and its colour: no two have the same, as the legend names them."""
_COLUMNS: Final = (
    *("calls", "", "alone", "to do", "texts", "failed"),
    *("transfers", "taken", "to human", "p95"),
)
_BAR: Final = 18
_NARROW_BAR: Final = 8
_WIDE: Final = 96


def show(screen: Console, report: Report) -> None:
    """Print ``report``."""
    screen.print(_heading(report))
    if not report.total.calls:
        screen.print(f"No calls. {_hint(report)}".rstrip())
        return
    screen.print()
    if report.by == "day" and len(report.lines) > 1:
        screen.print(_days(report, screen.width))
        screen.print()
    screen.print(_table(report, screen.width))
    screen.print(_legend(report.total))
    if len(report.lines) > MOST:
        left_out = "The newest" if report.by == "day" else "The first"
        screen.print(f"{left_out} {MOST}; --format csv lists all.")
    _reasons(screen, "Texts that failed", report.total.texts_failed_by_reason, in_words)
    _reasons(
        screen, "Transfers that reached no one", report.total.transfers_by_cause, cause_in_words
    )


def _heading(report: Report) -> Text:
    asked = report.question
    span = (f"from {asked.first}" if asked.first else "", f"to {asked.last}" if asked.last else "")
    chosen = [
        *filter(None, span),
        asked.zone,
        asked.number or "",
        f"job “{asked.job}”" if asked.job else "",
        f"action “{asked.action}”" if asked.action else "",
        "with test calls" if asked.tests else "",
    ]
    about = f"  by {report.by}, {', '.join(filter(None, chosen))}"
    return Text.assemble(safe(asked.workspace, "bold"), safe(about, FAINT))


def _hint(report: Report) -> str:
    return "" if report.question.tests else "Test calls are left out; --tests includes them."


def _days(report: Report, width: int) -> Text:
    calls = {line.day: line.calls for line in report.lines if line.day}
    every = [calls.get(day, 0) for day in _every_day(min(calls), max(calls))]
    total = report.total
    share = round(100 * _alone(total) / total.calls)
    words = f"  {counted(total.calls, 'call')}, {share} % by the agent alone"
    words += f", {total.calls_to_follow_up:,} to follow up" if total.calls_to_follow_up else ""
    line = sparkline(every, min(width - len(words) - 1, 60))
    return Text.assemble((line, GOOD), words)


def _alone(figures: Figures) -> int:
    """How many calls the agent resolved or answered alone."""
    return figures.calls_resolved + figures.calls_answered


def _every_day(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += timedelta(days=1)


def _table(report: Report, width: int) -> Table:
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, header_style="bold")
    for key in report.keys:
        table.add_column(key, overflow="fold")
    for name in _COLUMNS:
        table.add_column(name, justify="left" if not name else "right", no_wrap=True)
    shown = report.lines[-MOST:] if report.by == "day" else report.lines[:MOST]
    most = max((line.calls for line in shown), default=0)
    bar_width = _BAR if width >= _WIDE else _NARROW_BAR
    for line in shown:
        drawn = bar(
            [(getattr(line, name), style) for name, (_, style) in PARTS.items()], most, bar_width
        )
        table.add_row(*_names(report, line), *_cells(line, drawn))
    blank = [""] * (len(report.keys) - 1)
    table.add_row("total", *blank, *_cells(report.total, Text()), style="bold")
    return table


def _names(report: Report, line: Line) -> Iterator[Text]:
    for key in report.keys:
        yield safe(str(getattr(line, key)))


def _cells(figures: Figures, drawn: Text) -> tuple[str | Text, ...]:
    taken = figures.transfers_connected + figures.transfers_handed_over
    return (
        f"{figures.calls:,}",
        drawn,
        f"{_alone(figures):,}",
        safe(f"{figures.calls_to_follow_up:,}", BAD if figures.calls_to_follow_up else ""),
        f"{figures.texts:,}",
        safe(f"{figures.texts_failed:,}", BAD if figures.texts_failed else ""),
        f"{figures.transfers_proposed:,}",
        f"{taken:,}",
        lasting(figures.seconds_to_human_median),
        lasting(figures.seconds_to_human_p95),
    )


def _legend(total: Figures) -> Text:
    """Explain the colours that occur in the bars."""
    legend = Text()
    for name, (words, style) in PARTS.items():
        if count := getattr(total, name):
            legend.append(FULL, style).append(f" {words} {count:,}   ", FAINT)
    return legend


def _reasons(
    screen: Console, title: str, counts: Mapping[str, int], in_words: Callable[[str], str]
) -> None:
    if not counts:
        return
    screen.print()
    screen.print(safe(title, "bold"))
    table = Table.grid(padding=(0, 1, 0, 0))
    most = max(counts.values())
    for reason, count in sorted(counts.items(), key=lambda one: (-one[1], one[0])):
        words = Text.assemble(safe(in_words(reason)), safe(f"  {reason}", FAINT))
        table.add_row(f"{count:>5,}", bar([(count, BAD)], most, _NARROW_BAR), words)
    screen.print(table)
