"""The table of calls: sorted by its heads, a page at a time, with rows that are links.

A table of the framework would draw all rows again with every update of the page, and a row that
has the keyboard would lose it.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from markupsafe import Markup
from nicegui import ui

from hookflash.orchestrator.console.badges import (
    follow_up_badge,
    promises_mark,
    stale_mark,
    status_badge,
    test_mark,
)
from hookflash.orchestrator.console.markup import escaped, joined, tag
from hookflash.orchestrator.console.navigation import call_address
from hookflash.orchestrator.console.phone_numbers import number
from hookflash.orchestrator.console.rows import Rows
from hookflash.orchestrator.console.wording import moment
from hookflash.orchestrator.wording import lasting
from hookflash.projections.calls.filter import CallSort
from hookflash.projections.calls.queries import CallSummary

_HEADS: Final = {
    "caller": "Caller",
    "number": "Number",
    "outcome": "Outcome",
    "duration": "Duration",
    "events": "Events",
    "received": "Received",
}
_SORTED: Final = ("outcome", "duration", "events", "received")
Order = Callable[[CallSort], Awaitable[None]]


class CallTable:
    """Shows one page of calls; ``order`` is told the order that a head was pressed for."""

    def __init__(self, sort: CallSort, order: Order) -> None:
        self._sort = sort
        self._order = order
        self._heads: dict[str, ui.element] = {}
        with ui.element("table").classes("hf-table hf-list-table").props("data-rows") as self.table:
            caption = tag("span", "Calls", class_="hf-hidden")
            ui.html(caption, tag="caption", sanitize=escaped)
            with ui.element("thead"), ui.element("tr"):
                for name, words in _HEADS.items():
                    self._add_head(name, words)
            self._rows = Rows(ui.element("tbody"), "tr", row_of)

    def show(self, calls: Sequence[CallSummary], sort: CallSort) -> None:
        """Show these calls; only what has changed is sent."""
        self._sort = sort
        self._rows.show((call.call, call) for call in calls)
        for name, head in self._heads.items():
            if name == sort.removeprefix("-"):
                head.props["aria-sort"] = "descending" if sort[0] == "-" else "ascending"
            else:
                head.props.pop("aria-sort", None)

    def _add_head(self, name: str, words: str) -> None:
        with ui.element("th").classes(name).props("scope=col") as head:
            if name not in _SORTED:
                ui.html(words, sanitize=escaped)
                return
            button = ui.element("button").props("type=button")
            with button:
                ui.html(words, tag="span", sanitize=escaped)
            button.on("click", lambda: self._order(self._next(name)), args=[])
        self._heads[name] = head

    def _next(self, name: str) -> CallSort:
        """The order that a press on a head asks for: first falling, then the other way round."""
        return name if self._sort == f"-{name}" else f"-{name}"  # type: ignore[return-value]


def row_of(call: CallSummary) -> Markup:
    """Return the cells of a call."""
    there = call_address(call.call)
    how = (
        status_badge(call.outcome or call.state),
        follow_up_badge(call.follow_up_reason),
        promises_mark(call.promises_flagged),
        stale_mark(call.last_sign_at, stale=call.stale),
    )
    link = tag("a", number(call.contact), href=there, data_call=call.call)
    cells = {
        "caller": joined((link, " ", test_mark(test=call.test))),
        "number": number(call.number),
        "outcome": joined(mark for mark in how if mark),
        "duration": lasting(call.seconds) or "in progress",
        "events": f"{call.position:,}",
        "received": moment(call.received_at),
    }
    return joined(tag("td", tag("div", cell), class_=name) for name, cell in cells.items())
