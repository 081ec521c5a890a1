"""The log as JSON lines: one event a line, with its topic, exactly as it was stored."""

from collections.abc import Callable, Iterator
from typing import Final, cast

from pydantic_core import to_json

from hookflash.domain.call.errors import NoSuchCall
from hookflash.domain.call.events import CallEvent
from hookflash.domain.erasure.fixture import fixture
from hookflash.orchestrator.log.mapper import Row
from hookflash.orchestrator.log.store import Store

PAGE: Final = 5_000
Progress = Callable[[int, int], None]
"""Is told how far of how far, as log positions."""


def export_log(store: Store, progress: Progress = lambda _done, _all: None) -> Iterator[bytes]:
    """Give every event up to now, in the order of the log, each as a line."""
    position, last = 0, store.last_position()
    while position < last and (rows := store.recorder.log_rows(position, PAGE)):
        position = rows[-1][0]
        yield from (_line(store, row) for row in rows if row[0] <= last)
        progress(min(position, last), last)


def export_call(store: Store, call_id: str) -> Iterator[bytes]:
    """Give the events of one call. Raises ``NoSuchCall``."""
    rows = store.recorder.stream_rows(call_id, 0)
    if not rows:
        raise NoSuchCall(call_id)
    return (_line(store, row) for row in rows)


def export_fixture(store: Store, call_id: str) -> Iterator[bytes]:
    """Give a call that takes the same course, with nobody in it.

    Raises ``NoSuchCall``, or ``NoFixture`` if today's rules do not decide what was recorded.
    """
    events = cast("list[CallEvent]", store.read_stream(call_id))
    if not events:
        raise NoSuchCall(call_id)
    return (_written(event.TOPIC, event.model_dump_json().encode()) for event in fixture(events))


def _line(store: Store, row: Row) -> bytes:
    return _written(row[3], store.mapper.open(row[4]))


def _written(topic: str, event: bytes) -> bytes:
    return b'{"topic":%b,"event":%b}\n' % (to_json(topic), event)
