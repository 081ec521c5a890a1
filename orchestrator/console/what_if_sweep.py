"""Decides all calls of a workspace again under a change, with progress, and lists what changes."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Final

from markupsafe import Markup
from nicegui import events as ui_events
from nicegui import ui

from hookflash.orchestrator.console.badges import status_badge
from hookflash.orchestrator.console.current import signed_in, still_signed_in
from hookflash.orchestrator.console.markup import escaped, joined, tag
from hookflash.orchestrator.console.navigation import address
from hookflash.orchestrator.console.phone_numbers import format_numbers_in
from hookflash.orchestrator.console.placeholders import empty
from hookflash.orchestrator.console.running import running
from hookflash.orchestrator.console.tables import table
from hookflash.orchestrator.console.wording import moment
from hookflash.orchestrator.time_machine.change import Change
from hookflash.orchestrator.time_machine.sweep import Changed, Result
from hookflash.orchestrator.wording import counted, plain

A_PAGE: Final = 25
"""Calls that are decided between two reports of progress."""
_HEADINGS: Final = ("Call", "It was", "It would be", "Why", "Test")
_CHOSEN: Final = (
    "(event) => { const one = event.target.closest('[data-keep]');"
    " if (one) emit(one.dataset.keep) }"
)
Keep = Callable[[str], Awaitable[None]]


class WhatIfSweep:
    """The progress and the result of a sweep; ``keep`` gives a call's branch as a test."""

    def __init__(self, keep: Keep) -> None:
        self._keep = keep
        self._running = False
        self._progress = ui.linear_progress(0, show_value=False).props("aria-label=Progress")
        self._told = ui.html(tag="p", sanitize=escaped).props("role=status")
        self._stop = ui.button("Stop", on_click=self._cancel).props("flat no-caps")
        self._list = ui.html(sanitize=escaped).on("click", self._chosen, js_handler=_CHOSEN)
        self._busy(now=False)

    async def run(self, change: Change, since: datetime | None, query: str) -> None:
        """Decide page after page of calls again, newest first, until it is stopped."""
        if self._running:
            return
        client = ui.context.client
        center, workspace = running().center, signed_in().workspace
        newest, result, before = await center.position(), Result(), None
        self._busy(now=True)
        self._list.content = ""
        while self._running and client.id in client.instances and await still_signed_in():
            page, before = await center.what_if(
                workspace, change, since=since, limit=A_PAGE, before=before
            )
            result = result.plus(page)
            self._progress.value = 1.0 if before is None else 1 - before / max(newest, 1)
            self._told.content = _counts(result)
            self._list.content = _table(result, query)
            if before is None:
                break
        if before is not None:
            self._told.content = _counts(result, stopped=True)
            self._list.content = _table(result, query, stopped=True)
        self._busy(now=False)

    def _cancel(self) -> None:
        self._running = False

    def _busy(self, *, now: bool) -> None:
        self._running = now
        for one in (self._progress, self._stop):
            one.set_visibility(now)

    async def _chosen(self, event: ui_events.GenericEventArguments) -> None:
        await self._keep(str(event.args))


def since_day(day: str) -> datetime | None:
    """The beginning of an ISO day, in UTC; None for an empty or an impossible one."""
    try:
        return datetime.fromisoformat(day).replace(tzinfo=UTC) if day else None
    except ValueError:
        return None


def _counts(result: Result, *, stopped: bool = False) -> Markup:
    parts = (
        *(("Stopped: older calls were not decided",) if stopped else ()),
        f"Decided {counted(result.calls, 'call')} again",
        f"{result.different} would end differently",
        f"{result.alike} would go otherwise and end as they did",
        f"{result.undecidable} cannot be decided",
        f"{result.same} would go as they went",
    )
    return tag("span", " · ".join(parts))


def _table(result: Result, query: str, *, stopped: bool = False) -> Markup:
    changed = [one for one in reversed(result.changed) if one.verdict != "alike"]
    if not changed:
        words = f"{'None of these calls' if stopped else 'No call'} would end differently."
        return empty(words) if result.calls else empty("There are no calls to decide again.")
    rows = [_row(one, query) for one in changed]
    return table(_HEADINGS, rows, "Calls that would end differently", "dense")


def _row(one: Changed, query: str) -> tuple[object, ...]:
    there = address(f"/calls/{one.call}/what-if?{query}")
    would = "undecidable" if one.undecidable else ""
    keep = tag(
        "button", "Keep as a test", type="button", data_keep=one.call, class_="hf-button quiet"
    )
    return (
        tag("a", moment(one.received_at), href=there),
        status_badge(one.was.outcome),
        tag("span", would, class_="hf-badge test") if would else status_badge(one.would_be.outcome),
        _why(one),
        keep if not would else "",
    )


def _why(one: Changed) -> Markup:
    instead = one.difference.instead or "nothing more"
    shown = tag("span", f"Event {one.difference.position}: {format_numbers_in(instead)}")
    if not one.undecidable:
        return shown
    return joined((shown, tag("span", f": {plain(one.undecidable)}", class_="hf-faint")))
