"""Live: the wall board of the calls in progress."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from markupsafe import Markup
from nicegui import events, ui

from hookflash.domain.call.errors import NoSuchCall
from hookflash.orchestrator.console.action_failures import taking_event
from hookflash.orchestrator.console.checklist import Checklist
from hookflash.orchestrator.console.confirming import confirmed
from hookflash.orchestrator.console.current import MARKED_EVERY, on_change, permitted, signed_in
from hookflash.orchestrator.console.frame import page
from hookflash.orchestrator.console.markup import escaped, joined, tag
from hookflash.orchestrator.console.navigation import address
from hookflash.orchestrator.console.phone_numbers import contact_name
from hookflash.orchestrator.console.placeholders import empty
from hookflash.orchestrator.console.running import running
from hookflash.orchestrator.console.tables import live_table
from hookflash.orchestrator.console.wall_board import HEADINGS, Board, LiveRow, board_of, live_row
from hookflash.projections.calls.queries import CallSummary

LIMIT: Final = 100
"""How many calls the board shows; the figures count all."""
_COUNTED: Final = {
    "conversing": "with the agent",
    "confirm_transfer": "asked about a transfer",
    "transferring": "ringing phones",
    "dropped": "connected",
    "voicemail_fallback": "on voicemail",
}
_PRESSED: Final = (
    "(event) => { const one = event.target.closest('[data-end]'); if (one) emit(one.dataset.end) }"
)
_NOTHING: Final = empty(
    "No calls in progress.",
    joined(
        (
            "New calls appear here within a second. ",
            tag("a", "Start a test call", href=address("/test")),
            " to see one without a phone.",
        )
    ),
)


async def show() -> None:
    """Build the page."""
    with page("Live", "Calls in progress, updated as they happen."):
        await _WallBoard().build()


class _WallBoard:
    """The figures, the rows, and what was read of each call at which position."""

    def __init__(self) -> None:
        self._workspace = signed_in().workspace
        self._may_end = signed_in().key.may("operate")
        self._known: dict[str, tuple[int, Board]] = {}

    async def build(self) -> None:
        self._counts = ui.html(sanitize=escaped)
        self._checklist = Checklist(self._workspace)
        self._nothing = ui.html(_NOTHING, sanitize=escaped)
        self._table, self._rows = live_table(HEADINGS, "Calls in progress", live_row)
        self._table.classes("hf-wall")
        self._table.on("click", taking_event(self._end), js_handler=_PRESSED)
        self._more = ui.html(sanitize=escaped).classes("hf-maybe hf-faint")
        await on_change(self._workspace, self._refresh, every=MARKED_EVERY)

    async def _refresh(self) -> None:
        calls = await running().center.calls_in_progress(self._workspace)
        self._counts.content = _counts(calls)
        shown = calls[-LIMIT:][::-1]
        self._known = {call.call: await self._read(call) for call in shown}
        rows = (LiveRow(call, self._known[call.call][1], self._may_end) for call in shown)
        self._rows.show((row.call.call, row) for row in rows)
        hidden = len(calls) - len(shown)
        self._more.content = f"{hidden} older calls are not shown." if hidden else ""
        self._nothing.visible = not calls
        self._table.visible = self._counts.visible = bool(calls)
        await self._checklist.refresh(asked_for=not calls)

    async def _read(self, call: CallSummary) -> tuple[int, Board]:
        """Read a call's events again only if there are new ones."""
        known = self._known.get(call.call)
        if known is not None and known[0] == call.position:
            return known
        try:
            events = await running().center.events(call.call)
        except NoSuchCall:  # erased meanwhile
            return call.position, Board()
        return call.position, board_of(call.call, events)

    async def _end(self, event: events.GenericEventArguments) -> None:
        call_id = str(event.args)
        if call_id not in self._known or not await permitted("operate"):
            return
        call = await running().center.call(call_id)
        who = contact_name(call.contact)
        if await confirmed(f"End the call of {who}?", "The caller is disconnected.", "End call"):
            await running().center.hang_up(call_id, key=signed_in().key.id)
            ui.notify("The call is being ended.")


def _counts(calls: Sequence[CallSummary]) -> Markup:
    states: Counter[str] = Counter(call.state for call in calls)
    figures = [(len(calls), "in progress"), *((states[one], _COUNTED[one]) for one in _COUNTED)]
    return tag("dl", *(_figure(*figure) for figure in figures), class_="hf-figures")


def _figure(count: int, what: str) -> Markup:
    return tag("div", tag("dd", count), tag("dt", what), class_=None if count else "none")
