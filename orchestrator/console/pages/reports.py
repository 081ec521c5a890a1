"""Reports: figures by day, number, job and action, as charts and as a table."""

import asyncio
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from markupsafe import Markup
from nicegui import ui

from hookflash.domain.call.events import CallEvent
from hookflash.orchestrator.console.current import (
    on_change,
    parameters,
    permitted,
    signed_in,
)
from hookflash.orchestrator.console.forms import button, choice, date_field, tabs
from hookflash.orchestrator.console.frame import page, reader_zone
from hookflash.orchestrator.console.markup import escaped, joined, tag
from hookflash.orchestrator.console.navigation import address
from hookflash.orchestrator.console.phone_numbers import format_numbers_in
from hookflash.orchestrator.console.placeholders import empty
from hookflash.orchestrator.console.report_pictures import (
    Bar,
    bars,
    by_count,
    calls_by_day,
    card,
    cards,
    every_day,
    legend,
    to_human_by_day,
)
from hookflash.orchestrator.console.report_table import report_table
from hookflash.orchestrator.console.running import running
from hookflash.orchestrator.exporting.tabular import as_csv
from hookflash.orchestrator.wording import lasting
from hookflash.projections.reports.figures import Figures
from hookflash.projections.reports.question import BYS, By, Choices, Question, Report
from hookflash.projections.reports.wording import cause_in_words, in_words

PERIODS: Final = {"7": "7 days", "30": "30 days", "90": "90 days", "all": "All time"}
USUAL: Final = "30"
REST: Final = 4
"""Pause between two refreshes, as a multiple of the time that the last report took."""
_NO_CALLS: Final = empty(
    "No calls yet.",
    joined(
        (
            tag("a", "Start a test call", href=address("/test")),
            ", then tick “Test calls” to count it.",
        )
    ),
)


class Asked(NamedTuple):
    """The filters in the URL; invalid ones are ignored."""

    by: By
    days: str
    first: date | None
    last: date | None
    number: str
    job: str
    action: str
    tests: bool

    def link(self, **other: object) -> str:
        """Return the page's URL; ``other`` replaces parts of the query."""
        wanted = {**self._asdict(), "tests": "1" if self.tests else "", **other}
        query = urlencode({name: value for name, value in wanted.items() if value})
        return address("/reports") + f"?{query}"

    def question(self, workspace: str, choices: Choices, zone: ZoneInfo) -> Question:
        """Return the query for the given days, or for the chosen period up to the last call."""
        first, last = self.first, self.last
        newest = choices.last(tests=self.tests)
        if not (first or last) and self.days != "all" and newest:
            last = newest.astimezone(zone).date()
            first = last - timedelta(days=int(self.days) - 1)
        return Question(
            workspace=workspace,
            first=first,
            last=last,
            zone=zone.key,
            number=self.number or None,
            job=self.job or None,
            action=self.action or None,
            tests=self.tests,
        )


class _Answer(NamedTuple):
    days: Report
    table: Report


async def show() -> None:
    """Build the page."""
    asked, zone, workspace = _asked(), reader_zone(), signed_in().workspace
    with page("Reports", "Outcomes of calls, texts and transfers."):
        filters, figures, pictures = (ui.html(sanitize=escaped) for _ in range(3))
        with ui.element("div").classes("hf-bar spread") as bar:
            ui.html(_tabs(asked), sanitize=escaped)
            button("Download CSV", lambda: _download(asked, workspace, zone))
        lines = ui.html(sanitize=escaped)
    choices = await _choices(workspace)
    filters.content = _filters(asked, choices, asked.question(workspace, choices, zone))
    loop, rest = asyncio.get_running_loop(), 0.0

    async def refresh() -> None:
        nonlocal rest
        await asyncio.sleep(rest)
        begun = loop.time()
        answer = await _ask(asked, workspace, zone)
        total = answer.table.total
        figures.content = _figures(total) if total.calls else _nothing(asked, choices)
        pictures.content = _pictures(answer) if total.calls else ""
        lines.content = report_table(answer.table) if total.calls else ""
        bar.visible = bool(total.calls)
        rest = REST * (loop.time() - begun)

    await on_change(workspace, refresh, lambda event: isinstance(event, CallEvent))


def _asked() -> Asked:
    query = parameters()
    by, days = query.get("by", "day"), query.get("days", USUAL)
    first, last = (_date(query.get(name, "")) for name in ("first", "last"))
    if first and last and first > last:
        first, last = last, first
    return Asked(
        by=next((known for known in BYS if known == by), "day"),
        days=days if days in PERIODS else USUAL,
        first=first,
        last=last,
        number=query.get("number", "")[:40],
        job=query.get("job", "")[:200],
        action=query.get("action", "")[:2_000],
        tests=query.get("tests") == "1",
    )


def _date(text: str) -> date | None:
    """Parse a date; None if ``text`` is not one or is implausible."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if date(2000, 1, 1) <= found < date(2100, 1, 1) else None


async def _choices(workspace: str) -> Choices:
    return await running().center.figure_choices(workspace)


async def _ask(asked: Asked, workspace: str, zone: ZoneInfo) -> _Answer:
    center = running().center
    question = asked.question(workspace, await _choices(workspace), zone)
    days = await center.figures("day", question)
    if asked.by == "day":
        return _Answer(days, days)
    return _Answer(days, await center.figures(asked.by, question))


async def _download(asked: Asked, workspace: str, zone: ZoneInfo) -> None:
    if await permitted("read"):
        answer = (await _ask(asked, workspace, zone)).table
        ui.download.content(as_csv(answer), f"{workspace}-{asked.by}.csv", "text/csv")


def _filters(asked: Asked, choices: Choices, question: Question) -> Markup:
    narrowed = asked._replace(by="day") != _plain()
    periods = [(asked.link(days=days, first="", last=""), name) for days, name in PERIODS.items()]
    own = asked.first or asked.last
    tests = tag("input", type="checkbox", name="tests", value="1", checked=asked.tests)
    form = tag(
        "form",
        tag("input", type="hidden", name="by", value=asked.by),
        tag("input", type="hidden", name="days", value=asked.days),
        date_field("first", "From", question.first.isoformat() if question.first else ""),
        date_field("last", "To", question.last.isoformat() if question.last else ""),
        _choice("number", "Number", "Any number", choices.numbers, asked.number),
        _choice("job", "Job", "Any job", choices.jobs, asked.job),
        _choice("action", "Action", "Any action", choices.actions, asked.action),
        tag("label", tests, tag("span", "Test calls"), class_="hf-tick"),
        tag("button", "Apply", class_="hf-button"),
        tag("a", "Clear filters", href=address("/reports?days=all")) if narrowed else None,
        method="get",
        action=address("/reports"),
        class_="hf-filters",
    )
    chosen = "" if own else PERIODS[asked.days]
    return tag("div", tabs("Period", periods, chosen), form, class_="hf-asked")


def _plain() -> Asked:
    return Asked("day", "all", None, None, "", "", "", tests=False)


def _choice(name: str, label: str, anything: str, known: Sequence[str], chosen: str) -> Markup:
    named = known if chosen in known or not chosen else (*known, chosen)
    return choice(
        name, label, [("", anything), *((one, format_numbers_in(one)) for one in named)], chosen
    )


def _nothing(asked: Asked, choices: Choices) -> Markup:
    if choices.last(tests=True) is None:
        return _NO_CALLS
    everything = tag("a", "Clear all filters", href=address("/reports?days=all"))
    more = asked.link(tests="1")
    tests = joined((", or ", tag("a", "include test calls", href=more), "."))
    return empty(
        "No calls match these filters.", joined((everything, "." if asked.tests else tests))
    )


def _figures(total: Figures) -> Markup:
    connected = total.transfers_connected + total.transfers_handed_over
    alone = total.calls_resolved + total.calls_answered
    shown = (
        (f"{total.calls:,}", "calls"),
        (f"{100 * alone / total.calls:.0f} %", "resolved or answered by the agent"),
        (f"{total.calls_to_follow_up:,}", "to follow up"),
        (_of(total.texts_delivered, total.texts), "texts delivered"),
        (_of(connected, total.transfers_proposed), "transfers connected"),
        (lasting(total.seconds_to_human_median) or "–", "to a human, median"),  # noqa: RUF001 - a dash
        (lasting(total.seconds_to_human_p95) or "–", "to a human, p95"),  # noqa: RUF001 - the same
    )
    figures = (tag("div", tag("dd", value), tag("dt", what)) for value, what in shown)
    return tag("dl", *figures, class_="hf-figures")


def _of(some: int, all_: int) -> Markup:
    return joined((f"{some:,}", tag("small", f" of {all_:,}")))


def _pictures(answer: _Answer) -> Markup:
    total, asked = answer.days.total, answer.days.question
    zone = "UTC" if asked.zone == "UTC" else f"{asked.zone}, your browser’s time zone"  # noqa: RUF001
    days = every_day(answer.days.lines, asked.first, asked.last)
    answered = total.seconds_to_human_p95 is not None
    legend_of_times = "Solid: median. Faint: 95th percentile."
    return joined(
        (
            card("Calls by day", calls_by_day(days), legend(total), about=f"Days in {zone}."),
            card("Time to a human by day", to_human_by_day(days), about=legend_of_times)
            if answered
            else None,
            cards(_texts(total), _transfers(total)),
        )
    )


def _texts(total: Figures) -> Markup:
    counts = (
        Bar("requested", total.texts),
        Bar("sent", total.texts_sent),
        Bar("delivered", total.texts_delivered, "good"),
        Bar("failed", total.texts_failed, "failed"),
        *((Bar("outcome unknown", total.texts_unknown, "failed"),) if total.texts_unknown else ()),
    )
    why = by_count(total.texts_failed_by_reason, in_words, "failed")
    return card("Texts", bars(counts), _why("Why they failed", why))


def _transfers(total: Figures) -> Markup:
    counts = (
        Bar("proposed", total.transfers_proposed),
        Bar("confirmed by the caller", total.transfers_confirmed),
        Bar("answered by a member", total.transfers_connected, "good"),
        Bar("handed over to an external number", total.transfers_handed_over, "good"),
        Bar("to voicemail", total.transfers_to_voicemail, "progress"),
        Bar("declined by the caller", total.transfers_declined, "warn"),
    )
    why = by_count(total.transfers_by_cause, cause_in_words, "warn")
    return card("Transfers", bars(counts), _why("Why others reached no one", why))


def _why(title: str, reasons: object) -> Markup | None:
    given = list(reasons)  # type: ignore[call-overload]
    return joined((tag("h3", title), bars(given))) if given else None


def _tabs(asked: Asked) -> Markup:
    names = {by: f"By {by}" for by in BYS}
    return tabs(
        "Group by", [(asked.link(by=by), name) for by, name in names.items()], names[asked.by]
    )
