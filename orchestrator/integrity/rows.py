"""The rows of a log, stream by stream, with the events in them as far as they can be read."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from hookflash.domain.event import Event
from hookflash.orchestrator.log.errors import UnreadableEvent
from hookflash.orchestrator.log.mapper import Row
from hookflash.orchestrator.log.store import Store

PAGE: Final = 2_000


class Stored(NamedTuple):
    """A row, and the event in it, or why there is none.

    ``retyped``: its state was not bytes, as if edited in SQL; it is looked at as bytes anyway.
    """

    log_position: int
    stream: str
    position: int
    topic: str
    state: bytes
    event: Event | UnreadableEvent
    retyped: bool = False


def by_stream(store: Store) -> Iterator[list[Stored]]:
    """Give every row of the log, by stream and then position, some thousands at a time."""
    after = ("", 0)
    while rows := store.recorder.rows_by_stream(after, PAGE):
        yield readable(store, rows)
        after = (rows[-1][1], rows[-1][2])


def readable(store: Store, rows: list[Row]) -> list[Stored]:
    """Read ``rows`` as far as they can be."""
    try:
        events = store.mapper.decode(rows)
    except UnreadableEvent:
        return [_one_by_one(store, row) for row in rows]
    return [Stored(*row, event) for row, (_, event) in zip(rows, events, strict=True)]


def _one_by_one(store: Store, row: Row) -> Stored:
    state: object = row[4]
    # SQLite stores what it is given, whatever the column's type: text after replace(state, …).
    retyped = not isinstance(state, bytes)
    known: Row = (*row[:4], str(state).encode()) if retyped else row
    try:
        return Stored(*known, store.mapper.decode([known])[0][1], retyped)
    except UnreadableEvent as error:
        return Stored(*known, error, retyped)
