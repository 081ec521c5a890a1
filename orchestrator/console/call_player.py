"""The body of the Call page: transcript, lanes that are the scrubber, and inspector.

The browser owns the position: it moves the playhead at once, and tells the server, which then
shows the inspector. See assets/call.js.
"""

import json
from collections.abc import Callable, Sequence
from typing import Any, Final

from markupsafe import Markup
from nicegui import events as ui_events
from nicegui import ui

from hookflash.domain.call.events import CallEvent
from hookflash.orchestrator.console.call_inspector import (
    changes_table,
    event_details,
    known_facts,
    next_up,
    refusal_list,
)
from hookflash.orchestrator.console.call_transcript import event_entry, transcript
from hookflash.orchestrator.console.chart_strip import chart_strip
from hookflash.orchestrator.console.lane_drawing import lane_names, lane_tracks, times_of
from hookflash.orchestrator.console.lane_scale import Scale
from hookflash.orchestrator.console.markup import escaped, joined, tag
from hookflash.orchestrator.console.phone_numbers import format_numbers_in
from hookflash.orchestrator.console.rows import Rows
from hookflash.projections.replay.findings import findings
from hookflash.projections.replay.lane import CallLanes
from hookflash.projections.replay.lanes import call_lanes
from hookflash.projections.replay.timeline import refusals, timeline

_MOVED: Final = "(event) => emit(event.detail)"
TABS: Final = ("Event", "State", "Difference", "Allowed", "Refusals")
PANES: Final = (("lanes", "Timeline"), ("talk", "Transcript"), ("inspect", "Inspector"))
_SPEEDS: Final = ((1, "1 x"), (4, "4 x"), (16, "16 x"))


def places(events: Sequence[CallEvent], seen: CallLanes, scale: Scale) -> dict[str, str]:
    """The attributes by which the browser places events: fractions of the width, and seconds."""
    start = seen.began_at
    if start is None:
        return {"xs": "[0]", "seconds": "[0]"}
    seconds = [max(0.0, (one.at - start).total_seconds()) for one in events]
    return {
        "xs": json.dumps([0.0, *(round(scale(at), 5) for at in seconds)]),
        "seconds": json.dumps([0.0, *(round(at, 2) for at in seconds)]),
    }


class CallPlayer:
    """Shows the events of a call at a position ``at``, compared with ``other`` if it is given."""

    def __init__(self, events: Sequence[CallEvent], at: int | None, other: int | None) -> None:
        self._events = events
        self._at = self._within(len(events) if at is None else at)
        self._other = None if other is None else self._within(other)
        self._tab = "Event" if other is None else "Difference"
        self._build()
        self._show_call()
        self._show_position()

    @property
    def at(self) -> int:
        """The position that is shown."""
        return self._at

    @property
    def events(self) -> Sequence[CallEvent]:
        """The events so far."""
        return self._events

    def take(self, events: Sequence[CallEvent]) -> None:
        """Show the call's new events; who is at the end stays at the end."""
        if len(events) == len(self._events):
            return
        at_the_end = self._at == len(self._events)
        self._events = events
        if at_the_end:
            self._at = len(events)
        self._show_call()
        self._show_position()

    def _build(self) -> None:
        with ui.element("div").classes("hf-one-call").props("data-view=lanes"):
            ui.html(_panes(), sanitize=escaped).classes("hf-call-panes")
            self._found = ui.html(sanitize=escaped).classes("hf-findings hf-maybe")
            self._build_lanes()
            self._build_transcript()
            self._build_inspector()

    def _build_lanes(self) -> None:
        look = "hf-card hf-call-lanes"
        with ui.element("section").classes(look).props('aria-label="Timeline"'):
            self._strip = ui.html(sanitize=escaped)
            with ui.element("div").classes("hf-lanes-scroll"):
                self._names = ui.html(sanitize=escaped)
                look = "tabindex=0 role=slider aria-label=Position aria-valuemin=0"
                self._lanes = ui.element("hf-lanes").props(look)
                self._lanes.props["at"] = self._at
                if self._other is not None:
                    self._lanes.props["other"] = self._other
                self._lanes.on("moved", self._move, js_handler=_MOVED, throttle=0.08)
                with self._lanes:
                    self._tracks = ui.html(sanitize=escaped).classes("hf-tracks")
            ui.html(_controls(), sanitize=escaped).classes("hf-transport")

    def _build_transcript(self) -> None:
        look = "hf-card hf-call-talk"
        with ui.element("section").classes(look).props('aria-label="Transcript" data-list=talk'):
            ui.html(_lists(), sanitize=escaped)
            self._talk = Rows(ui.element("ol").classes("hf-transcript"), "li")
            self._all = Rows(ui.element("ol").classes("hf-all-events"), "li")

    def _build_inspector(self) -> None:
        look = "hf-card hf-call-inspect"
        with ui.element("section").classes(look).props('aria-label="Inspector"'):
            with ui.tabs(on_change=self._choose).props("dense no-caps") as tabs:
                named = {name: ui.tab(name) for name in TABS}
            tabs.set_value(named[self._tab])
            tabs.classes("hf-call-tabs")
            self._inspected = ui.html(sanitize=escaped).classes("hf-inspected")

    def _choose(self, event: ui_events.ValueChangeEventArguments[Any]) -> None:
        self._tab = str(event.value)
        self._show_position()

    async def _move(self, event: ui_events.GenericEventArguments) -> None:
        at, other = event.args["at"], event.args["other"]
        self._at = self._within(int(at))
        self._other = None if other is None else self._within(int(other))
        self._show_position()

    def _within(self, position: int) -> int:
        return min(max(position, 0), len(self._events))

    def _show_call(self) -> None:
        """Show what depends on the events alone."""
        seen = call_lanes(self._events)
        scale = Scale(times_of(seen))
        self._names.content = lane_names(seen)
        self._tracks.content = lane_tracks(seen, scale)
        self._found.content = finding_list(self._events)
        self._lanes.props.update(places(self._events, seen, scale))
        self._lanes.props["aria-valuemax"] = len(self._events)
        self._lanes.props["live"] = "yes" if seen.live else "no"
        self._lanes.update()
        self._talk.show(transcript(self._events))
        refused = {line.position for line in refusals(self._events)}
        self._all.show(
            (str(line.position), event_entry(line, refused=line.position in refused))
            for line in timeline(self._events)
        )

    def _show_position(self) -> None:
        self._strip.content = chart_strip(self._events, self._at)
        self._inspected.content = self._inspectors()[self._tab]()

    def _inspectors(self) -> dict[str, Callable[[], Markup]]:
        events, at = self._events, self._at
        before = max(at - 1, 0) if self._other is None else self._other
        return {
            "Event": lambda: event_details(events, timeline(events), at),
            "State": lambda: known_facts(events, at),
            "Difference": lambda: changes_table(events, *sorted((before, at))),
            "Allowed": lambda: next_up(events, at),
            "Refusals": lambda: refusal_list(events, at),
        }


def finding_list(events: Sequence[CallEvent]) -> Markup:
    """What stands out in the call, each with a way to its event; empty if nothing does."""
    found = findings(events)
    if not found:
        return Markup()
    items = (
        tag(
            "li",
            tag(
                "button",
                format_numbers_in(one.words),
                type="button",
                data_position=one.position,
                class_=one.tone,
            ),
        )
        for one in found
    )
    return joined((tag("h2", "What stands out"), tag("ul", *items)))


def _panes() -> Markup:
    return joined(
        tag(
            "button",
            words,
            type="button",
            data_pane=pane,
            aria_pressed="true" if pane == "lanes" else "false",
        )
        for pane, words in PANES
    )


def _lists() -> Markup:
    buttons = (
        tag("button", words, type="button", data_list=name, aria_pressed=pressed)
        for name, words, pressed in (("talk", "Transcript", "true"), ("all", "All events", "false"))
    )
    return tag("div", *buttons, class_="hf-choice", role="group", aria_label="What to list")


def _controls() -> Markup:
    speeds = (
        tag("button", words, type="button", data_speed=speed, aria_pressed=_pressed(speed))
        for speed, words in _SPEEDS
    )
    return joined(
        (
            _control("← Previous", data_step=-1),
            _control("Next →", data_step=1),
            _control("Play", data_play=True),
            tag("div", *speeds, class_="hf-choice", role="group", aria_label="Speed"),
            tag("output", "", class_="hf-number hf-faint", data_told=True),
            _control("Compare from here", data_pin=True),
            tag("button", "Copy link", type="button", class_="hf-button quiet", data_link=True),
        )
    )


def _pressed(speed: int) -> str:
    return "true" if speed == 1 else "false"


def _control(words: str, **data: Any) -> Markup:
    return tag("button", words, type="button", class_="hf-button quiet", **data)
