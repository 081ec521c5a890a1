"""The table of calls: sorted by its heads, a page at a time, with rows that are links."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final

from nicegui import events, ui

from hookflash.orchestrator.console.badges import (
    follow_up_badge,
    promises_mark,
    stale_mark,
    status_badge,
    test_mark,
)
from hookflash.orchestrator.console.markup import joined, tag
from hookflash.orchestrator.console.navigation import call_address
from hookflash.orchestrator.console.phone_numbers import number
from hookflash.orchestrator.console.wording import moment
from hookflash.orchestrator.wording import lasting
from hookflash.projections.calls.filter import CallSort
from hookflash.projections.calls.queries import CallSummary

_COLUMNS: Final = (
    ("caller", "Caller", False),
    ("number", "Number", False),
    ("outcome", "Outcome", True),
    ("duration", "Duration", True),
    ("events", "Events", True),
    ("received", "Received", True),
)
_HEAD: Final = """
<q-tr :props="props">
  <q-th v-for="col in props.cols" :key="col.name" :props="props" :class="col.name"
    :aria-sort="!/ sorted/.test(col.__thClass) ? null
      : / sort-desc/.test(col.__thClass) ? 'descending' : 'ascending'">
    <button v-if="col.sortable" type="button" data-local>{{ col.label }}</button>
    <template v-else>{{ col.label }}</template>
  </q-th>
</q-tr>
"""
_BODY: Final = """
<q-tr :props="props" :data-call="props.row.call">
  <q-td v-for="col in props.cols" :key="col.name" :props="props" :class="col.name">
    <div v-html="props.row[col.name]"></div>
  </q-td>
</q-tr>
"""


class CallTable:
    """Shows one page of calls; ``reorder`` is told the order that a head was pressed for."""

    def __init__(self, sort: CallSort, reorder: Callable[[CallSort], Awaitable[None]]) -> None:
        self._reorder = reorder
        self._rows: list[dict[str, str]] = []
        self.table = ui.table(
            columns=[
                {"name": name, "label": label, "field": name, "align": "left", "sortable": sortable}
                for name, label, sortable in _COLUMNS
            ],
            rows=[],
            row_key="call",
            pagination=_pagination(sort, 0),
        )
        self.table.props("flat binary-state-sort hide-bottom hide-pagination data-rows")
        self.table.props('table-class="hf-list-table"')
        self.table.add_slot("header", _HEAD)
        self.table.add_slot("body", _BODY)
        self.table.on("request", self._requested, args=[["pagination"]])

    def show(self, calls: Sequence[CallSummary], sort: CallSort, count: int) -> None:
        """Show these calls, of ``count``; nothing is sent again that is shown already."""
        rows = [_row(call) for call in calls]
        if rows != self._rows:
            self.table.rows = self._rows = rows
        wanted = _pagination(sort, count)
        if self.table.pagination != wanted:
            self.table.pagination = wanted

    async def _requested(self, event: events.GenericEventArguments) -> None:
        wanted = event.args["pagination"]
        column, falls = wanted.get("sortBy") or "received", bool(wanted.get("descending"))
        await self._reorder(f"-{column}" if falls else column)  # type: ignore[arg-type]


def _pagination(sort: CallSort, count: int) -> dict[str, Any]:
    return {
        "sortBy": sort.removeprefix("-"),
        "descending": sort.startswith("-"),
        "page": 1,
        "rowsPerPage": 0,
        "rowsNumber": max(count, 1),
    }


def _row(call: CallSummary) -> dict[str, str]:
    link = tag("a", number(call.contact), href=call_address(call.call))
    how = (
        status_badge(call.outcome or call.state),
        follow_up_badge(call.follow_up_reason),
        promises_mark(call.promises_flagged),
        stale_mark(call.last_sign_at, stale=call.stale),
    )
    cells = {
        "caller": joined((link, " ", test_mark(test=call.test))),
        "number": number(call.number),
        "outcome": joined(mark for mark in how if mark),
        "duration": lasting(call.seconds) or "in progress",
        "events": f"{call.position:,}",
        "received": moment(call.received_at),
    }
    return {"call": call.call, **{name: str(cell) for name, cell in cells.items()}}
