"""Reads the rows of a log stream by stream, and decodes the events that can be decoded."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from hookflash.domain.event import Event
from hookflash.orchestrator.log.errors import UnreadableEvent
from hookflash.orchestrator.log.mapper import Row
from hookflash.orchestrator.log.store import Store

PAGE: Final = 2_000


class Stored(NamedTuple):
    """A row, and the event in it, or the reason why it is unreadable.

    ``retyped``: the state was not bytes, as after an edit in SQL; ``state`` is its encoded text.
    """

    log_position: int
    stream: str
    position: int
    topic: str
    state: bytes
    event: Event | UnreadableEvent
    retyped: bool = False


def by_stream(store: Store) -> Iterator[list[Stored]]:
    """Yield all rows of the log by stream and position, in pages."""
    after = ("", 0)
    while rows := store.recorder.rows_by_stream(after, PAGE):
        yield decoded(store, rows)
        after = (rows[-1][1], rows[-1][2])


def decoded(store: Store, rows: list[Row]) -> list[Stored]:
    """Decode ``rows``; each undecodable one holds its error instead of an event."""
    try:
        events = store.mapper.decode(rows)
    except UnreadableEvent:
        return [_one_by_one(store, row) for row in rows]
    return [Stored(*row, event) for row, (_, event) in zip(rows, events, strict=True)]


def _one_by_one(store: Store, row: Row) -> Stored:
    state: object = row[4]
    # SQLite does not enforce column types: after replace(state, …) in SQL, the state is text.
    retyped = not isinstance(state, bytes)
    known: Row = (*row[:4], str(state).encode()) if retyped else row
    try:
        return Stored(*known, store.mapper.decode([known])[0][1], retyped)
    except UnreadableEvent as error:
        return Stored(*known, error, retyped)
