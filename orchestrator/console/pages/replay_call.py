"""Replay of one call: a slider through its events, the chart, changes, and a comparison."""

from collections.abc import Sequence
from typing import Any, Final

from markupsafe import Markup
from nicegui import events as ui_events
from nicegui import ui

from hookflash.domain.call.errors import NoSuchCall
from hookflash.domain.call.events import CallEvent
from hookflash.domain.call.evolve import fold
from hookflash.domain.erasure.fixture import NoFixture
from hookflash.domain.event import Event
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
    path_part,
    signed_in,
)
from hookflash.orchestrator.console.fixture_text import as_lines, as_python, staged
from hookflash.orchestrator.console.forms import button
from hookflash.orchestrator.console.frame import page
from hookflash.orchestrator.console.markup import escaped, joined, tag
from hookflash.orchestrator.console.navigation import address
from hookflash.orchestrator.console.phone_numbers import contact_name, number
from hookflash.orchestrator.console.replay_view import (
    changes_table,
    chart_at,
    event_details,
    event_entry,
    next_up,
)
from hookflash.orchestrator.console.rows import Rows
from hookflash.orchestrator.console.running import running
from hookflash.orchestrator.console.scripts import call_script
from hookflash.orchestrator.console.visit import NotThere
from hookflash.orchestrator.console.wording import moment
from hookflash.orchestrator.provider_reports.message import CALL_ID
from hookflash.orchestrator.wording import lasting
from hookflash.projections.calls.outcome import in_words
from hookflash.projections.calls.queries import ANONYMOUS, CallSummary
from hookflash.projections.replay.timeline import refusals, timeline

_POSITION: Final = "(event) => emit(Number(event.target.value))"
_CHOSEN: Final = (
    "(event) => { const one = event.target.closest('[data-position]');"
    " if (one) emit(Number(one.dataset.position)) }"
)


async def show() -> None:
    """Build the page."""
    call_id = path_part("call")
    events = await _events(call_id)
    back = tag("a", "← All calls", href=address("/replay"))
    if not events:
        raise NotThere("This workspace has no such call.", back)
    with page("Replay of a call"):
        ui.html(back, tag="p", sanitize=escaped)
        ui.page_title(f"{contact_name(_contact(events))} · Replay · Hookflash")
        about = ui.html(tag="p", sanitize=escaped).classes("hf-bar")
        player = Player(events, _asked("at"), _asked("with"))

    async def refresh() -> None:
        try:
            about.content = _about(await running().center.call(call_id))
        except NoSuchCall:  # not in the view yet; its events can still be shown
            about.content = ""
        player.take(await _events(call_id))

    def concerns(event: Event) -> bool:
        return bool(event.stream == call_id)

    await on_change(signed_in().workspace, refresh, concerns, every=MARKED_EVERY)


async def _events(call_id: str) -> Sequence[CallEvent]:
    """Return the call's events; empty if the workspace has no such call."""
    if not CALL_ID.fullmatch(call_id) or call_id.partition(".")[0] != signed_in().workspace:
        return ()
    try:
        return await running().center.events(call_id)
    except NoSuchCall:
        return ()


def _contact(events: Sequence[CallEvent]) -> str:
    return fold(events[0].call_id, events[:1]).contact or ANONYMOUS


def _asked(name: str) -> int | None:
    """Parse an event position from the URL's query."""
    text = parameters().get(name, "")
    return int(text) if text.isdecimal() and len(text) < 10 else None  # noqa: PLR2004 - digits


def _about(call: CallSummary) -> str:
    return joined(
        (
            tag("strong", number(call.contact)),
            tag("span", "to ", number(call.number), ", ", moment(call.received_at)),
            tag("span", lasting(call.seconds)) if call.seconds else None,
            status_badge(call.outcome or call.state),
            follow_up_badge(call.follow_up_reason),
            promises_mark(call.promises_flagged),
            stale_mark(call.last_sign_at, stale=call.stale),
            test_mark(test=call.test),
            tag("span", in_words(call.follow_up_reason)) if call.needs_follow_up else None,
        )
    )


class Player:
    """The slider, and everything that depends on its position."""

    def __init__(self, events: Sequence[CallEvent], at: int | None, other: int | None) -> None:
        self._events = events
        self._lines = timeline(events)
        self._refused = {line.position for line in refusals(events)}
        self._at = self._within(len(events) if at is None else at)
        self._other = None if other is None else self._within(other)
        self._build()

    def take(self, events: Sequence[CallEvent]) -> None:
        """Show the call's new events; a slider at the end stays at the end."""
        at_the_end = self._at == len(self._events)
        self._events, self._lines = events, timeline(events)
        self._refused = {line.position for line in refusals(events)}
        if at_the_end:
            self._at = len(events)
        for slider in (self._slider, self._other_slider):
            slider.props(f"max={len(events)}")
        self._show(by_slider=False)

    def _build(self) -> None:
        with ui.element("section").classes("hf-card hf-transport").props('aria-label="Position"'):
            self._told = ui.html(sanitize=escaped)
            self._slider = self._make_slider("Event", self._go)
            with ui.element("div").classes("hf-bar"):
                button("← Previous", lambda: self._step(-1))
                button("Next →", lambda: self._step(1))
                self._compare = button("Compare with another", self._toggle)
                button("Copy as a fixture", self._copy)
            with ui.element("div").classes("hf-other") as self._other_part:
                self._other_told = ui.html(sanitize=escaped)
                self._other_slider = self._make_slider("Compared with event", self._go_other)
        with ui.element("div").classes("hf-charts"):
            self._chart = ui.html(sanitize=escaped)
            self._other_chart = ui.html(sanitize=escaped)
        with ui.element("div").classes("hf-charts"):
            self._next = ui.html(tag="dl", sanitize=escaped).classes("hf-card hf-facts")
            self._other_next = ui.html(tag="dl", sanitize=escaped).classes("hf-card hf-facts")
        with ui.element("div").classes("hf-replay"):
            with ui.element("section").classes("hf-stack").props('aria-label="Changes"'):
                self._heading = ui.html(tag="h2", sanitize=escaped)
                self._changed = ui.html(sanitize=escaped)
            with ui.element("section").classes("hf-events").props('aria-label="All events"'):
                ui.html("All events", tag="h2", sanitize=escaped)
                entries = ui.element("ol").on("click", self._jump, js_handler=_CHOSEN)
                self._rows = Rows(entries, "li")
        self._show(by_slider=False)

    def _make_slider(self, label: str, moved: Any) -> ui.element:
        slider = ui.element("input").classes("hf-slider")
        slider.props(f'type=range min=0 max={len(self._events)} step=1 aria-label="{label}"')
        return slider.on("input", moved, js_handler=_POSITION, throttle=0.05)

    async def _go(self, event: ui_events.GenericEventArguments) -> None:
        self._at = self._within(int(event.args))
        self._show(by_slider=True)

    async def _go_other(self, event: ui_events.GenericEventArguments) -> None:
        self._other = self._within(int(event.args))
        self._show(by_slider=True)

    async def _jump(self, event: ui_events.GenericEventArguments) -> None:
        self._at = self._within(int(event.args))
        self._show(by_slider=False)

    async def _step(self, by: int) -> None:
        self._at = self._within(self._at + by)
        self._show(by_slider=False)

    async def _toggle(self) -> None:
        self._other = max(self._at - 1, 0) if self._other is None else None
        self._show(by_slider=False)

    async def _copy(self) -> None:
        try:
            given = staged(self._events, max(self._at, 1))
        except NoFixture as error:
            ui.notify(f"This call cannot be anonymised: {error}.", type="warning")
            return
        with (
            ui.dialog(value=True).props('aria-label="A fixture"') as dialog,
            ui.element("div").classes("hf-card hf-fixture"),
        ):
            about = "The call up to this event, without anyone’s number, name or words."  # noqa: RUF001
            ui.html(joined((tag("h2", "A fixture"), tag("p", about))), sanitize=escaped)
            for name, text in (("Python", as_python(given)), ("JSON lines", as_lines(given))):
                ui.html(_copyable(name, text), sanitize=escaped)
            with ui.element("div").classes("hf-bar"):
                button("Close", _closing(dialog))

    def _within(self, position: int) -> int:
        return min(max(position, 0), len(self._events))

    def _show(self, *, by_slider: bool) -> None:
        events, at, other = self._events, self._at, self._other
        self._told.content = event_details(events, self._lines, at)
        self._chart.content = chart_at(events, at)
        self._next.content = next_up(events, at)
        self._show_other(other)
        before = max(at - 1, 0) if other is None else other
        first, last = sorted((before, at))
        self._heading.content = (
            "Changes" if other is None else f"Changes from event {first} to {last}"
        )
        self._changed.content = changes_table(events, first, last)
        self._rows.show(
            (
                str(line.position),
                event_entry(
                    line, current=line.position == at, refused=line.position in self._refused
                ),
            )
            for line in self._lines
        )
        self._tell_browser(by_slider=by_slider)

    def _show_other(self, other: int | None) -> None:
        parts = (self._other_part, self._other_chart, self._other_next)
        for part in parts:
            part.visible = other is not None
        self._compare.content = "Compare with another" if other is None else "Stop comparing"
        if other is not None:
            self._other_told.content = event_details(self._events, self._lines, other)
            self._other_chart.content = chart_at(self._events, other)
            self._other_next.content = next_up(self._events, other)

    def _tell_browser(self, *, by_slider: bool) -> None:
        """Update the sliders, and put the positions into the URL so that it can be shared."""
        query = f"?at={self._at}" + ("" if self._other is None else f"&with={self._other}")
        client = ui.context.client
        call_script(client, "history.replaceState", None, "", query)
        call_script(client, "hookflash.keepInSight")
        if not by_slider:
            call_script(client, "hookflash.slide", self._slider.id, self._at)
            call_script(client, "hookflash.slide", self._other_slider.id, self._other or 0)


def _copyable(name: str, text: str) -> Markup:
    copied = tag("button", f"Copy {name}", type="button", data_copy=True, class_="hf-button")
    shown = tag("textarea", text, readonly=True, rows=6, spellcheck="false", aria_label=name)
    return tag("div", shown, copied, class_="hf-copy")


def _closing(dialog: ui.dialog) -> Any:
    async def close() -> None:
        dialog.close()

    return close
