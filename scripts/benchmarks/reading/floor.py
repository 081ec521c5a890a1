"""Reading by hand: a cursor, pydantic's decoder, the fold. No reader can do less."""

import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Final

import psycopg

from hookflash.domain.call.call import Call
from hookflash.domain.call.events import CallEvent
from hookflash.domain.call.evolve import evolve, fold
from hookflash.domain.event import TOPICS
from hookflash.orchestrator.log.seal import SLOT
from scripts.benchmarks.fleet import all_ready
from scripts.benchmarks.measuring import Run
from scripts.benchmarks.reading.job import Job

Query = Callable[..., Iterable[Any]]
PAGE: Final = 1_000
_DECODE: Final = {
    topic: kind.__pydantic_validator__.validate_json for topic, kind in TOPICS.items()
}
_SCAN: Final = "SELECT topic, state FROM hookflash_events WHERE topic LIKE 'call.%' ORDER BY "
_LOAD: Final = """
    SELECT topic, state FROM hookflash_events WHERE originator_id = {place}
    ORDER BY originator_version"""


def load(job: Job) -> Run:
    """Fold some calls, one after the other, and keep them in memory, as a call center does."""
    latencies, kept = [], []
    statement = _LOAD.format(place="?" if job.url.startswith("sqlite") else "%s")
    with _querying(job.url) as query:
        all_ready()
        begun = time.perf_counter()
        for call_id in job.some():
            before = time.perf_counter()
            kept.append(fold(call_id, _decoded(query(statement, [call_id]))))
            latencies.append(time.perf_counter() - before)
        return Run(time.perf_counter() - begun, latencies)


def scan(job: Job) -> Run:
    """Fold every call of the log, event by event."""
    position = "rowid" if job.url.startswith("sqlite") else "notification_id"
    calls: dict[str, Call] = {}
    count = 0
    with _querying(job.url, stream=True) as query:
        all_ready()
        begun = time.perf_counter()
        for event in _decoded(query(_SCAN + position)):
            count += 1
            call = calls.get(event.call_id) or calls.setdefault(event.call_id, Call(event.call_id))
            evolve(call, event)
        return Run(time.perf_counter() - begun, [0.0] * count)


def _decoded(rows: Iterable[Any]) -> Iterator[CallEvent]:
    for topic, state in rows:
        yield _DECODE[topic](state[: -len(SLOT)] + b"}")


@contextmanager
def _querying(url: str, *, stream: bool = False) -> Iterator[Query]:
    if url.startswith("sqlite"):
        connection = sqlite3.connect(url.removeprefix("sqlite:///"))
        yield connection.execute
        connection.close()
        return
    with psycopg.connect(url) as server, server.transaction():
        if not stream:
            cursor = server.cursor(binary=True)
            yield lambda *query: cursor.execute(*query, prepare=True)
            return
        paged = psycopg.ServerCursor(server, "scan")
        paged.itersize = PAGE
        yield lambda query: paged.execute(query, binary=True)
