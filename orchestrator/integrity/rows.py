"""The rows of a log, stream by stream, with the events in them as far as they can be read."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from hookflash.domain.event import Event
from hookflash.orchestrator.log.errors import UnreadableEvent
from hookflash.orchestrator.log.mapper import Row
from hookflash.orchestrator.log.store import Store

PAGE: Final = 2_000


class Stored(NamedTuple):
    """A row, and the event in it, or why there is none."""

    log_position: int
    stream: str
    position: int
    topic: str
    state: bytes
    event: Event | UnreadableEvent


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
        return [Stored(*row, _event(store, row)) for row in rows]
    return [Stored(*row, event) for row, (_, event) in zip(rows, events, strict=True)]


def _event(store: Store, row: Row) -> Event | UnreadableEvent:
    try:
        return store.mapper.decode([row])[0][1]
    except UnreadableEvent as error:
        return error
