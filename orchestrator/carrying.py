"""Whether the live calls of a database are simulated (docs/explanation/effects.md, Roles).

A new database gets a mark from the process that first can carry its calls: the simulator's, or
that of a live port. A database without a mark that has live calls is live. Test calls do not count:
their phones and texts are simulated everywhere.
"""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime

from hookflash.domain.call.events import CallReceived
from hookflash.domain.carrying.events import (
    STREAM,
    CarryingEvent,
    DatabaseSimulated,
    DatabaseWentLive,
)
from hookflash.domain.errors import HookflashError
from hookflash.domain.event import Actor
from hookflash.domain.unreadable import Entry
from hookflash.domain.upcasting import resolve_topic
from hookflash.orchestrator.log.errors import Conflict
from hookflash.orchestrator.log.store import Store

PAGE = 1_000


class SimulatedDatabase(HookflashError, RuntimeError):
    """A live port was given for a database whose calls are simulated."""

    def __init__(self) -> None:
        super().__init__(
            "the calls in this database are simulated, so no telephony or messaging that reaches "
            "real phones may be used with it; use a new database for real calls"
        )


class LiveDatabase(HookflashError, RuntimeError):
    """Calls cannot be simulated in this database: real ones are in it, or may come."""

    def __init__(self) -> None:
        super().__init__(
            "this database is live, so no call may be simulated in it; use a new database: "
            "--db sqlite:///new.db, or HOOKFLASH_DB=sqlite:///new.db"
        )


def is_simulated(store: Store) -> bool:
    """Whether the database carries the mark of the simulator."""
    return isinstance(_mark_of(store), DatabaseSimulated)


def simulate(store: Store, at: datetime) -> bool:
    """Mark a new database as simulated; returns whether it is simulated now.

    A database is new while it has neither a mark nor a live call.
    """
    mark = _mark_of(store)
    if mark is None and has_live_calls(store):
        return False
    return isinstance(mark or _marked(store, DatabaseSimulated, at), DatabaseSimulated)


def go_live(store: Store, at: datetime) -> None:
    """Mark the database as live, so that none of its calls is ever simulated.

    Raises :class:`SimulatedDatabase`. It is called before a live port is used, so a call is never
    carried in a database that the simulator has marked first.
    """
    if isinstance(_marked(store, DatabaseWentLive, at), DatabaseSimulated):
        raise SimulatedDatabase


def has_live_calls(store: Store) -> bool:
    """Whether the log has a call that is no test call."""
    return any(not isinstance(one, CallReceived) or not one.test for one in _received(store))


def _received(store: Store) -> Iterator[Entry]:
    """The beginnings of all calls; one that cannot be read may be a live call's."""
    topics = {one for one in store.recorder.topics() if resolve_topic(one)[0] == CallReceived.TOPIC}
    position = 0
    while topics and (rows := store.recorder.log_rows(position, PAGE)):
        for _, event in store.mapper.read([row for row in rows if row[3] in topics]):
            yield event
        position = rows[-1][0]


def _mark_of(store: Store) -> CarryingEvent | None:
    events = store.read_stream(STREAM)
    return events[0] if events and isinstance(events[0], CarryingEvent) else None


def _marked(
    store: Store, kind: type[DatabaseSimulated] | type[DatabaseWentLive], at: datetime
) -> CarryingEvent:
    """The mark of the database, which is one of ``kind`` if there was none."""
    while (mark := _mark_of(store)) is None:
        with suppress(Conflict):  # another process was faster; its mark is read next
            store.append([kind(position=1, at=at, by=Actor.SYSTEM, cause="opened")])
    return mark
