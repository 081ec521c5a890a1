"""Calls: every call, found by filters, sorted, counted, with a preview beside the list."""

import asyncio
from math import ceil
from typing import Final

from markupsafe import Markup
from nicegui import events, ui

from hookflash.orchestrator.console.call_filters import OutcomeChips, options_of, pickers
from hookflash.orchestrator.console.call_preview import call_preview
from hookflash.orchestrator.console.call_question import (
    PAGE,
    CallQuestion,
    read_question,
)
from hookflash.orchestrator.console.call_table import CallTable
from hookflash.orchestrator.console.controls import Button
from hookflash.orchestrator.console.current import (
    MARKED_EVERY,
    on_change,
    once_shown,
    parameters,
    signed_in,
)
from hookflash.orchestrator.console.frame import page, reader_zone
from hookflash.orchestrator.console.markup import escaped, joined, tag
from hookflash.orchestrator.console.navigation import address
from hookflash.orchestrator.console.placeholders import empty
from hookflash.orchestrator.console.running import running
from hookflash.orchestrator.console.saved_views import SavedViews
from hookflash.orchestrator.console.scripts import call_script
from hookflash.orchestrator.wording import counted
from hookflash.projections.calls.filter import CallSort
from hookflash.projections.reports.question import Question

REST: Final = 4
"""Pause between two refreshes that nobody asked for, as a multiple of what the last one took."""
_ALL: Final = CallQuestion().address()
_SEARCH: Final = "Search words, numbers, call ids"
_NONE: Final = empty(
    "No calls yet.",
    joined((tag("a", "Start a test call", href=address("/test")), " to see one without a phone.")),
)
_NO_MATCH: Final = empty("No calls match.", tag("a", "Clear all filters", href=_ALL))


async def show() -> None:
    """Build the page."""
    await _Page().build()


class _Page:
    """The page in one window."""

    def __init__(self) -> None:
        self._workspace = signed_in().workspace
        self._zone = reader_zone()
        self._asked = read_question(parameters(), self._zone)
        self._client = ui.context.client
        self._turn = 0
        """Counts what was asked: an answer that comes after a later question is dropped."""
        self._rest = 0.0

    async def build(self) -> None:
        """Build the page and fill it."""
        center = running().center
        choices = await center.figure_choices(self._workspace)
        report = await center.figures("number", Question(workspace=self._workspace, tests=True))
        options = options_of(choices, report.total)
        today = center.now().astimezone(self._zone).date()
        assert center.call_views is not None  # noqa: S101 - the console needs a database
        with page("Calls", "Every call: find it, read it, open it."):
            self._views = SavedViews(center.call_views, lambda: self._asked, self._zone)
            with ui.element("search").classes("hf-list-filters"):
                self._build_search()
                pickers(lambda: self._asked, self._ask, options, today)
            self._chips = OutcomeChips(lambda: self._asked, self._ask)
            with ui.element("div").classes("hf-list-panes"):
                self._build_list()
                with (
                    ui.element("aside").classes("hf-preview").props("aria-label=Preview tabindex=0")
                ):
                    self._preview = ui.html(sanitize=escaped)
        await self._views.load()
        await on_change(self._workspace, self._follow, every=MARKED_EVERY)
        once_shown(self._mark_shown)

    def _build_search(self) -> None:
        search = ui.input(
            placeholder="Search words, numbers, call ids", value=self._asked.value("q")
        )
        search.props('type=search dense outlined debounce=250 aria-label="Search calls"')
        search.classes("hf-list-search")
        search.on_value_change(lambda event: self._ask(self._asked.narrow(q=(event.value or "",))))

    def _build_list(self) -> None:
        with ui.element("section").classes("hf-list").props("aria-label=Calls") as section:
            section.on("chosen", self._choose, args=["detail"])
            with ui.element("div").classes("hf-list-bar"):
                self._count = ui.html(tag="p", sanitize=escaped).props("role=status")
                self._files = ui.html(sanitize=escaped)
            self._nothing = ui.html(_NO_MATCH, sanitize=escaped)
            self._table = CallTable(
                self._asked.sort, lambda sort: self._ask(self._asked.order(sort))
            )
            with ui.element("nav").classes("hf-list-bar").props("aria-label=Pages") as self._pager:
                self._place = ui.html(tag="p", sanitize=escaped)
                with ui.element("div").classes("hf-bar"):
                    self._back = Button("Previous", lambda: self._leaf(-1), "quiet")
                    self._on = Button("Next", lambda: self._leaf(1), "quiet")

    async def _ask(self, asked: CallQuestion) -> None:
        """Ask another question, under an address of its own."""
        if asked == self._asked:
            return
        self._asked = asked
        ui.navigate.history.push(asked.address())
        await self._refresh()

    async def _order(self, sort: CallSort) -> None:
        await self._ask(self._asked.order(sort))

    async def _leaf(self, pages: int) -> None:
        await self._ask(self._asked.turn(self._asked.page + pages))
        call_script(self._client, "scrollTo", 0, 0)

    async def _choose(self, event: events.GenericEventArguments) -> None:
        self._asked = self._asked.show(str(event.args["detail"])[:300])
        ui.navigate.history.replace(self._asked.address())
        await self._show_preview()

    async def _follow(self) -> None:
        """Refresh after something happened; a large workspace is counted less often."""
        await asyncio.sleep(self._rest)
        loop = asyncio.get_running_loop()
        begun = loop.time()
        await self._refresh()
        self._rest = REST * (loop.time() - begun)

    async def _refresh(self) -> None:
        self._turn += 1
        turn, asked, center = self._turn, self._asked, running().center
        where = asked.where(self._zone)
        skip = (asked.page - 1) * PAGE
        counts, calls = await asyncio.gather(
            center.count_calls(self._workspace, where),
            center.calls(self._workspace, where=where, sort=asked.sort, limit=PAGE, skip=skip),
        )
        if turn != self._turn:
            return
        self._views.show()
        self._chips.show(asked, counts)
        self._table.show(calls, asked.sort)
        self._show_place(asked, counts.count)
        await self._show_preview()

    def _show_place(self, asked: CallQuestion, count: int) -> None:
        self._count.content = joined((tag("strong", counted(count, "call")), _clear(asked)))
        self._files.content = _downloads(asked) if count else Markup()
        self._nothing.content = _NO_MATCH if asked.narrowed else _NONE
        self._nothing.visible, self._table.table.visible = not count, bool(count)
        first, pages = (asked.page - 1) * PAGE, ceil(count / PAGE)
        self._place.content = f"{first + 1:,} to {min(first + PAGE, count):,} of {count:,}"
        self._pager.visible = pages > 1 or asked.page > 1
        self._back.can(be_pressed=asked.page > 1)
        self._on.can(be_pressed=asked.page < pages)

    async def _show_preview(self) -> None:
        self._preview.content = await call_preview(self._workspace, self._asked.call)
        self._mark_shown()

    def _mark_shown(self) -> None:
        if self._client.has_socket_connection:
            call_script(self._client, "hookflash.showCall", self._asked.call)


def _clear(asked: CallQuestion) -> Markup | None:
    return tag("a", "Clear all filters", href=_ALL) if asked.narrowed else None


def _downloads(asked: CallQuestion) -> Markup:
    there, query = address("/calls/export"), asked.query()
    more = f"&{query}" if query else ""
    return joined(
        (
            tag("a", "CSV", href=f"{there}?format=csv{more}", download=True, data_native=True),
            tag("a", "JSON", href=f"{there}?format=jsonl{more}", download=True, data_native=True),
        )
    )
