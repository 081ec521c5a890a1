"""Exports the log as JSON lines: one event per line, with its topic, exactly as stored."""

from collections.abc import Callable, Iterator
from typing import Final, cast

from pydantic_core import to_json

from hookflash.domain.call.errors import NoSuchCall
from hookflash.domain.call.events import CallEvent
from hookflash.domain.carrying.events import STREAM
from hookflash.domain.erasure.fixture import fixture
from hookflash.orchestrator.carrying import is_simulated
from hookflash.orchestrator.log.mapper import Row
from hookflash.orchestrator.log.store import Store

PAGE: Final = 5_000
Progress = Callable[[int, int], None]
"""Called with the log position reached, and the last one."""


def export_log(store: Store, progress: Progress = lambda _done, _all: None) -> Iterator[bytes]:
    """Yield every event up to now as a line, in log order."""
    position, last = 0, store.last_position()
    while position < last and (rows := store.recorder.log_rows(position, PAGE)):
        position = rows[-1][0]
        yield from (_line(store, row) for row in rows if row[0] <= last)
        progress(min(position, last), last)


def export_call(store: Store, call_id: str) -> Iterator[bytes]:
    """The events of one call as lines, after the mark of a simulated database.

    Where the call is imported, it must not become a real one. Raises ``NoSuchCall`` if the log does
    not have it.
    """
    rows = store.recorder.stream_rows(call_id, 0)
    if not rows:
        raise NoSuchCall(call_id)
    mark = store.recorder.stream_rows(STREAM, 0) if is_simulated(store) else []
    return (_line(store, row) for row in (*mark, *rows))


def export_fixture(store: Store, call_id: str) -> Iterator[bytes]:
    """A call that takes the same course, without anyone's number, name or words, as lines.

    Raises ``NoSuchCall`` if the log does not have it; ``NoFixture`` if today's rules would not
    decide what was recorded.
    """
    events = cast("list[CallEvent]", store.read_stream(call_id))
    if not events:
        raise NoSuchCall(call_id)
    return (_as_line(event.TOPIC, event.model_dump_json().encode()) for event in fixture(events))


def _line(store: Store, row: Row) -> bytes:
    return _as_line(row[3], store.mapper.open(row[4], row[1]))


def _as_line(topic: str, event: bytes) -> bytes:
    return b'{"topic":%b,"event":%b}\n' % (to_json(topic), event)
