"""Live: the calls in progress, with their states."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from markupsafe import Markup
from nicegui import ui

from hookflash.orchestrator.console.badges import promises_mark, stale_mark, status_badge, test_mark
from hookflash.orchestrator.console.current import MARKED_EVERY, on_change, signed_in
from hookflash.orchestrator.console.frame import page
from hookflash.orchestrator.console.markup import escaped, joined, tag
from hookflash.orchestrator.console.navigation import address
from hookflash.orchestrator.console.phone_numbers import contact_name, number
from hookflash.orchestrator.console.placeholders import empty
from hookflash.orchestrator.console.running import running
from hookflash.orchestrator.console.tables import cells, live_table
from hookflash.orchestrator.console.wording import clock, since
from hookflash.projections.calls.queries import CallSummary

HEADINGS: Final = ("Caller", "Number", "State", "In state for", "Duration", "Started", "")
_COUNTED: Final = {
    "conversing": "talking to the agent",
    "confirm_transfer": "being asked about a transfer",
    "transferring": "hearing phones ring",
    "dropped": "with a person",
    "voicemail_fallback": "on voicemail",
}
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
    workspace = signed_in().workspace
    with page("Live", "Calls in progress, updated as they happen."):
        counts = ui.html(sanitize=escaped)
        nothing = ui.html(_NOTHING, sanitize=escaped)
        table, rows = live_table(HEADINGS, "Calls in progress", _row)

    async def refresh() -> None:
        calls = await running().center.calls_in_progress(workspace)
        counts.content = _counts(calls)
        rows.show((call.call, call) for call in calls)
        nothing.visible, table.visible, counts.visible = not calls, bool(calls), bool(calls)

    await on_change(workspace, refresh, every=MARKED_EVERY)


def _counts(calls: Sequence[CallSummary]) -> Markup:
    states = Counter(call.state for call in calls)
    figures = [(len(calls), "in progress"), *((states[one], _COUNTED[one]) for one in _COUNTED)]  # type: ignore[index]
    return tag("dl", *(_figure(*figure) for figure in figures), class_="hf-figures")


def _figure(count: int, what: str) -> Markup:
    return tag("div", tag("dd", count), tag("dt", what), class_=None if count else "none")


def _row(call: CallSummary) -> Markup:
    who = joined((number(call.contact), " ", test_mark(test=call.test)))
    replay = address(f"/calls/{call.call}")
    values = (
        who,
        number(call.number),
        joined(
            (
                status_badge(call.state),
                " ",
                promises_mark(call.promises_flagged),
                " ",
                stale_mark(call.last_sign_at, stale=call.stale),
            )
        ),
        since(call.state_at),
        since(call.received_at),
        clock(call.received_at),
        tag(
            "a",
            "Follow",
            href=replay,
            aria_label=f"Follow the call of {contact_name(call.contact)}",
        ),
    )
    return cells(HEADINGS, values)
