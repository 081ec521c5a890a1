"""Replay: the list of calls to step through."""

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
from hookflash.orchestrator.console.current import (
    MARKED_EVERY,
    on_change,
    parameters,
    signed_in,
)
from hookflash.orchestrator.console.frame import page
from hookflash.orchestrator.console.markup import escaped, joined, tag
from hookflash.orchestrator.console.navigation import address
from hookflash.orchestrator.console.phone_numbers import contact_name, number
from hookflash.orchestrator.console.placeholders import empty
from hookflash.orchestrator.console.running import running
from hookflash.orchestrator.console.tables import cells, live_table
from hookflash.orchestrator.console.wording import moment
from hookflash.orchestrator.wording import counted, lasting, short
from hookflash.projections.calls.queries import CallSummary

HEADINGS: Final = ("Call", "Received", "Caller", "Outcome", "Duration", "Events", "")
LIMIT: Final = 50
_NOTHING: Final = empty(
    "No calls yet.",
    joined((tag("a", "Start a test call", href=address("/test")), " to see one without a phone.")),
)


async def show() -> None:
    """Build the page."""
    workspace = signed_in().workspace
    before = _before()
    with page("Replay", "Step through a call event by event: what happened, and what was allowed."):
        nothing = ui.html(_NOTHING, sanitize=escaped)
        table, rows = live_table(HEADINGS, "Calls, newest first", _row)
        more = ui.html(sanitize=escaped)

    async def refresh() -> None:
        calls = await running().center.calls(workspace, limit=LIMIT, before=before)
        rows.show((call.call, call) for call in calls)
        table.visible, nothing.visible = bool(calls), not calls
        more.content = _older(calls[-1].log_position) if len(calls) == LIMIT else ""

    await on_change(workspace, refresh, every=MARKED_EVERY)


def _before() -> int | None:
    asked = parameters().get("before", "")
    return int(asked) if asked.isdecimal() and len(asked) < len(str(2**63)) else None


def _row(call: CallSummary) -> Markup:
    there = address(f"/replay/{call.call}")
    values = (
        tag("code", short(call.call)),
        moment(call.received_at),
        joined((number(call.contact), " ", test_mark(test=call.test))),
        joined(
            (
                status_badge(call.outcome or call.state),
                " ",
                follow_up_badge(call.follow_up_reason),
                " ",
                promises_mark(call.promises_flagged),
                _stale(call),
            )
        ),
        lasting(call.seconds) or "in progress",
        counted(call.position, "event"),
        tag(
            "a", "Replay", href=there, aria_label=f"Replay the call of {contact_name(call.contact)}"
        ),
    )
    return cells(HEADINGS, values)


def _stale(call: CallSummary) -> Markup | None:
    return stale_mark(call.last_sign_at, stale=call.stale)


def _older(before: int) -> Markup:
    there = address(f"/replay?before={before}")
    return tag("p", tag("a", "Older calls", href=there), class_="hf-more")
