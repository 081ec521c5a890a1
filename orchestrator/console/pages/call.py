"""One call: its transcript, its lanes over time, and an inspector of any of its events."""

from nicegui import ui

from hookflash.domain.call.events import CallEvent
from hookflash.domain.call.evolve import fold
from hookflash.domain.event import Event
from hookflash.orchestrator.console.call_fixture import offer_fixture
from hookflash.orchestrator.console.call_header import about_call, events_of
from hookflash.orchestrator.console.call_player import CallPlayer
from hookflash.orchestrator.console.current import (
    MARKED_EVERY,
    on_change,
    parameters,
    path_part,
    signed_in,
)
from hookflash.orchestrator.console.forms import button
from hookflash.orchestrator.console.frame import page
from hookflash.orchestrator.console.markup import escaped, tag
from hookflash.orchestrator.console.navigation import address
from hookflash.orchestrator.console.phone_numbers import contact_name
from hookflash.orchestrator.console.visit import NotThere
from hookflash.projections.calls.queries import ANONYMOUS

_DIGITS = 10


async def show() -> None:
    """Build the page."""
    call_id = path_part("call")
    events = await events_of(call_id)
    back = tag("a", "← All calls", href=address("/calls"))
    if not events:
        raise NotThere("This workspace has no such call.", back)
    with page(f"Call from {contact_name(_contact(events))}"):
        with ui.element("div").classes("hf-bar hf-call-top"):
            ui.html(back, tag="p", sanitize=escaped)
            about = ui.html(tag="p", sanitize=escaped).classes("hf-bar")
            what_if = tag("a", "What if…", href=address(f"/calls/{call_id}/what-if"))
            ui.html(what_if, sanitize=escaped).classes("hf-what-if-link")
        player = CallPlayer(events, position("at"), position("with"))
        with ui.element("div").classes("hf-bar"):
            button("Copy as a fixture", lambda: _fixture(player))

    async def refresh() -> None:
        about.content = await about_call(call_id)
        player.take(await events_of(call_id))

    def concerns(event: Event) -> bool:
        return bool(event.stream == call_id)

    await on_change(signed_in().workspace, refresh, concerns, every=MARKED_EVERY)


def position(name: str) -> int | None:
    """Parse an event's position from the URL's query."""
    text = parameters().get(name, "")
    return int(text) if text.isdecimal() and len(text) < _DIGITS else None


async def _fixture(player: CallPlayer) -> None:
    offer_fixture(player.events, player.at)


def _contact(events: list[CallEvent]) -> str:
    return fold(events[0].call_id, events[:1]).contact or ANONYMOUS
