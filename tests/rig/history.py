"""Reads the calls of a log directly from its database."""

from collections import defaultdict

from hookflash.domain.call.call import Call, Text, Transfer
from hookflash.domain.call.events import CallEvent
from hookflash.domain.call.evolve import fold
from hookflash.domain.event import Event
from hookflash.orchestrator.log.store import Store

SECTION = 5_000


def all_events(store: Store) -> list[tuple[int, Event]]:
    """Return every event of the log with its position."""
    events: list[tuple[int, Event]] = []
    while section := store.read_log(events[-1][0] if events else 0, SECTION):
        events += [(at, event) for at, event in section if isinstance(event, Event)]
    return events


def calls_in(store: Store) -> dict[str, Call]:
    """Return every call, folded from its events."""
    streams: dict[str, list[CallEvent]] = defaultdict(list)
    for _, event in all_events(store):
        if isinstance(event, CallEvent):
            streams[event.call_id].append(event)
    return {call_id: fold(call_id, events) for call_id, events in streams.items()}


def unsettled(call: Call) -> list[Text | Transfer]:
    """Return the actions of a call whose outcome is unknown and not flagged for review."""
    actions: list[Text | Transfer] = [*call.texts.values(), *call.transfers.values()]
    return [
        action
        for action in actions
        if action.effect not in ("accepted", "settled") and not action.flagged
    ]
