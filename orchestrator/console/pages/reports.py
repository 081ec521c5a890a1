"""Reports: figures by day, number, job and action; each leads to the calls behind it."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from markupsafe import Markup
from nicegui import ui

from hookflash import FigureChoices as Choices
from hookflash import FiguresReport, Question
from hookflash.domain.call.events import CallEvent
from hookflash.orchestrator.console.controls import Button, Field
from hookflash.orchestrator.console.current import on_change, parameters, permitted, signed_in
from hookflash.orchestrator.console.frame import page, reader_zone
from hookflash.orchestrator.console.markup import escaped, joined, tag
from hookflash.orchestrator.console.navigation import ROOT, address
from hookflash.orchestrator.console.phone_numbers import format_numbers_in
from hookflash.orchestrator.console.placeholders import empty
from hookflash.orchestrator.console.report_cards import cards, legend, texts, transfers
from hookflash.orchestrator.console.report_charts import (
    calls_by_day,
    chart,
    every_day,
    figure_called,
    fill,
    in_words,
    on_column,
    times_in_words,
    to_human_by_day,
)
from hookflash.orchestrator.console.report_table import report_table
from hookflash.orchestrator.console.running import running
from hookflash.orchestrator.console.scripts import call_script
from hookflash.orchestrator.exporting.tabular import as_csv
from hookflash.projections.reports.earlier import Earlier
from hookflash.projections.reports.question import BYS, By

PERIODS: Final = {"7": "7 days", "30": "30 days", "90": "90 days", "all": "All time"}
USUAL: Final = "30"
REST: Final = 4
"""Pause between two refreshes, as a multiple of the time that the last report took."""
_NO_CALLS: Final = empty(
    "No calls yet.",
    joined(
        (
            tag("a", "Start a test call", href=address("/test")),
            ", then switch on “Test calls” to count it.",
        )
    ),
)


class Asked(NamedTuple):
    """The filters in the address; invalid ones are ignored."""

    by: By
    days: str
    first: date | None
    last: date | None
    number: str
    job: str
    action: str
    tests: bool

    def link(self) -> str:
        """Return the page's address."""
        wanted = {**self._asdict(), "tests": "1" if self.tests else ""}
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
    choices: Choices
    question: Question
    days: FiguresReport
    table: FiguresReport
    before: Earlier | None


async def show() -> None:
    """Build the page."""
    with page("Reports"):
        report = _Reports(_asked())
    await on_change(
        signed_in().workspace, report.follow, lambda event: isinstance(event, CallEvent)
    )


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
        parsed = date.fromisoformat(text)
    except ValueError:
        return None
    return parsed if 1970 <= parsed.year <= 9998 else None  # noqa: PLR2004 - as in dates of SQL


class _Reports:
    """The page in one window: what is asked, and the answer that is shown."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._zone = reader_zone()
        self._workspace = signed_in().workspace
        self._client = ui.context.client
        self._question = Question(workspace=self._workspace)
        self._rest = 0.0
        with ui.element("div").classes("hf-asked hf-wide").props("role=search aria-label=Filters"):
            self._periods = self._choice("Period", PERIODS, self._period)
            self._build_fields()
        self._figures, self._nothing = _wide(), _wide()
        with ui.element("div").classes("hf-report-charts") as self._charts:
            self._build_charts()
        self._bars = _wide().classes("hf-report-bars")
        with ui.element("div").classes("hf-bar spread hf-wide") as self._bar:
            names: dict[str, str] = {by: f"By {by}" for by in BYS}
            self._groups = self._choice("Group by", names, lambda by: self._ask(by=by))
            Button("Download CSV", self._download, "quiet").props("data-local")
        self._lines = _wide()

    def _choice(
        self, label: str, names: dict[str, str], act: Callable[[str], Awaitable[None]]
    ) -> dict[str, Button]:
        with ui.element("div").classes("hf-choice").props(f'role=group aria-label="{label}"'):
            return {one: Button(name, _with(act, one), "") for one, name in names.items()}

    def _build_fields(self) -> None:
        asked = self._asked
        with ui.element("div").classes("hf-asked-fields"):
            self._first = Field("From", lambda day: self._ask(first=_date(day)), kind="date")
            self._last = Field("To", lambda day: self._ask(last=_date(day)), kind="date")
            self._selects = {
                name: Field(
                    name.capitalize(), _with_name(self._ask, name), kind="select", initial=chosen
                )
                for name, chosen in (
                    ("number", asked.number),
                    ("job", asked.job),
                    ("action", asked.action),
                )
            }
            self._tests = Field(
                "Test calls",
                lambda on: self._ask(tests=bool(on)),
                kind="switch",
                initial=str(asked.tests).lower(),
            )
            self._clear = Button("Clear filters", self._everything, "quiet")

    def _build_charts(self) -> None:
        with ui.element("section").classes("hf-card"):
            ui.html("Calls by day", tag="h2", sanitize=escaped)
            self._calls = chart("Calls by day")
            self._legend = ui.html(sanitize=escaped)
        with ui.element("section").classes("hf-card") as self._human:
            ui.html("Time to a human by day", tag="h2", sanitize=escaped)
            self._times = chart("Time to a human by day")
        on_column(self._calls, lambda: self._question, figure_called, self._go)
        on_column(self._times, lambda: self._question, lambda _: "transfers_connected", self._go)

    def _go(self, there: str) -> None:
        call_script(self._client, "hookflash.goTo", there.removeprefix(ROOT))

    async def follow(self) -> None:
        """Show the report as it is now; of a busy log, only so often."""
        await asyncio.sleep(self._rest)
        loop = asyncio.get_running_loop()
        begun = loop.time()
        await self._refresh()
        self._rest = REST * (loop.time() - begun)

    async def _period(self, days: str) -> None:
        await self._ask(days=days, first=None, last=None)

    async def _everything(self) -> None:
        await self._ask(
            days="all", first=None, last=None, number="", job="", action="", tests=False
        )

    async def _ask(self, **changes: object) -> None:
        """Ask something else; the address follows."""
        self._asked = self._asked._replace(**changes)  # type: ignore[arg-type]
        if self._asked.first and self._asked.last and self._asked.first > self._asked.last:
            first, last = self._asked.last, self._asked.first
            self._asked = self._asked._replace(first=first, last=last)
        call_script(self._client, "hookflash.opened", self._asked.link())
        await self._refresh()

    async def _refresh(self) -> None:
        asked = self._asked
        answer = await _find(asked, self._workspace, self._zone)
        if asked != self._asked:
            return  # something else was asked meanwhile
        self._question = answer.question
        self._show_filters(answer)
        total = answer.table.total
        self._nothing.content = "" if total.calls else _nothing(answer.choices)
        for part in (self._charts, self._bars, self._bar, self._lines, self._figures):
            part.visible = bool(total.calls)
        self._nothing.visible = not total.calls
        if total.calls:
            self._draw(answer)

    def _draw(self, answer: _Answer) -> None:
        asked, total = answer.question, answer.table.total
        before = answer.before.total if answer.before else None
        self._figures.content = cards(asked, total, before)
        days = every_day(answer.days.lines, asked.first, asked.last)
        fill(self._calls, calls_by_day(days), in_words(days))
        self._legend.content = legend(asked, total, before)
        self._human.visible = total.seconds_to_human_p95 is not None
        fill(self._times, to_human_by_day(days), times_in_words(days))
        self._bars.content = joined((texts(asked, total, before), transfers(asked, total, before)))
        self._lines.content = report_table(answer.table, answer.before)

    def _show_filters(self, answer: _Answer) -> None:
        asked, question = self._asked, answer.question
        own = asked.first or asked.last
        for days, pressed in self._periods.items():
            pressed.props["aria-pressed"] = str(days == asked.days and not own).lower()
        for by, pressed in self._groups.items():
            pressed.props["aria-pressed"] = str(by == asked.by).lower()
        self._first.put(question.first.isoformat() if question.first else "")
        self._last.put(question.last.isoformat() if question.last else "")
        known = {
            "number": answer.choices.numbers,
            "job": answer.choices.jobs,
            "action": answer.choices.actions,
        }
        for name, field in self._selects.items():
            chosen = getattr(asked, name)
            field.choose_from(_options(name, known[name], chosen))
            field.put(chosen)
        self._tests.put(str(asked.tests).lower())
        plain = Asked(asked.by, "all", None, None, "", "", "", tests=False)
        self._clear.visible = asked != plain

    async def _download(self) -> None:
        if await permitted("read"):
            answer = await _find(self._asked, self._workspace, self._zone)
            name = f"{self._workspace}-{self._asked.by}.csv"
            with self._client:
                ui.download.content(as_csv(answer.table), name, "text/csv")


async def _find(asked: Asked, workspace: str, zone: ZoneInfo) -> _Answer:
    center = running().center
    choices = await center.figure_choices(workspace)
    question = asked.question(workspace, choices, zone)
    days = await center.figures("day", question)
    table = days if asked.by == "day" else await center.figures(asked.by, question)
    previous = question.previous()
    earlier = await center.figures(asked.by, previous) if previous else None
    before = Earlier(table, earlier) if earlier else None
    return _Answer(choices, question, days, table, before)


def _wide() -> ui.html:
    return ui.html(sanitize=escaped).classes("hf-wide")


def _with(act: Callable[[str], Awaitable[None]], one: str) -> Callable[[], Awaitable[None]]:
    return lambda: act(one)


def _with_name(ask: Callable[..., Awaitable[None]], name: str) -> Callable[[str], Awaitable[None]]:
    return lambda value: ask(**{name: value})


def _options(name: str, known: Sequence[str], chosen: str) -> list[tuple[str, str]]:
    named = known if chosen in known or not chosen else (*known, chosen)
    return [("", f"Any {name}"), *((one, format_numbers_in(one)) for one in named)]


def _nothing(choices: Choices) -> Markup:
    if choices.last(tests=True) is None:
        return _NO_CALLS
    return empty("No calls match these filters.", "Clear the filters, or include test calls.")
