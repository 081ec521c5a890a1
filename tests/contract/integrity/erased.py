"""Erasing the caller of the finished calls in stories.py, and reading what is left."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from typing import Any

from hookflash.domain.call import events as e
from hookflash.domain.event import Event
from hookflash.orchestrator.integrity.erasing import EraseContact, Erasure, erase_contact
from hookflash.orchestrator.log.store import Store, open_store
from hookflash.orchestrator.simulation.virtual_time import SeededIds
from hookflash.projections.database.engine import open_database
from hookflash.projections.projections import Projections
from tests.cast import CALLER, NOON

LATER = NOON + timedelta(days=30)


@contextmanager
def opened(url: str, *streams: list[Any]) -> Iterator[tuple[Store, Projections]]:
    """A log with ``streams``, and its views."""
    with open_store(url) as store:
        for events in streams:
            store.append(events)
        with closing(Projections(store, open_database(url))) as views:
            views.catch_up()
            yield store, views


def erase(
    store: Store,
    views: Projections,
    contact: str = CALLER,
    workspace: str | None = "harbor-dental",
    **more: Any,
) -> tuple[Erasure, ...]:
    """Erase the caller, by default from one of the two workspaces, long after the calls."""
    asked = {"operator": "Kim", "at": LATER, "workspace": workspace, **more}
    command = EraseContact(contact=contact, **asked)
    return erase_contact(store, views, command, SeededIds("seed"))


def entries(store: Store) -> list[tuple[int, Event]]:
    """Every event, with its log position."""
    return [(at, event) for at, event in store.read_log() if isinstance(event, Event)]


def written(store: Store, *but: str) -> str:
    """The text of the whole log, except for some streams."""
    events = [event for _, event in entries(store) if event.stream not in but]
    return "\n".join(f"{event.stream} {event.model_dump_json()}" for event in events)


def stream(store: Store, call_id: str) -> list[e.CallEvent]:
    """The events of a call."""
    return [event for event in store.read_stream(call_id) if isinstance(event, e.CallEvent)]
