"""Makes long logs quickly: plays one call, then copies it under other ids."""

import asyncio
import sqlite3
from collections.abc import Iterator
from itertools import islice
from typing import Final
from uuid import UUID

import psycopg
from eventsourcing.persistence import StoredEvent

from hookflash.domain.call.events import CallEvent
from hookflash.orchestrator.log.mapper import Row as StoredRow
from hookflash.orchestrator.log.store import Store, open_store
from scripts.benchmarks.whole_call.hookflash import open_office
from scripts.benchmarks.whole_call.story import CONTACT

Row = tuple[str, int, str, bytes]
CONTACTS: Final = 10_000
"""The number of different callers."""
EVENTS: Final = 34
"""In a whole call."""
_PACKED_AT_ONCE: Final = 5_000
_ROWS_A_TRANSACTION: Final = 100_000
_END: Final = b"\0"


def fill(url: str, calls: int, events: int = EVENTS) -> None:
    """Add ``calls`` calls to the log at ``url``, with the first ``events`` of each.

    This bypasses the log's writer, so the seals of these events are wrong. No measurement reads
    them.
    """
    rows = _copies(_played(url)[:events], calls)
    write = _write_file if url.startswith("sqlite") else _write_server
    write(url, rows)


def pack(url: str, into: str) -> None:
    """Copy the log at ``url`` to a new, compressed one."""
    with open_store(url) as plain, open_store(into, compress=True) as packed:
        position = 0
        while rows := plain.recorder.log_rows(position, _PACKED_AT_ONCE):
            position = rows[-1][0]
            packed.commit([[_packed(plain, packed, row)] for row in rows])


def _packed(plain: Store, packed: Store, row: StoredRow) -> StoredEvent:
    _, stream, position, topic, state = row
    json = plain.mapper.open(state, stream)
    return StoredEvent(stream, position, topic, packed.mapper.close(json, stream))


def _played(url: str) -> list[Row]:
    """Play one whole call into the log; return its rows."""
    asyncio.run(_play(url))
    with open_store(url) as store:
        return [
            (event.stream, event.position, event.TOPIC, store.mapper.encode(event).state)
            for _, event in store.read_log()
            if isinstance(event, CallEvent)
        ][:EVENTS]


async def _play(url: str) -> None:
    async with open_office(url) as office:
        await office.play()


def call_id(number: int) -> str:
    """The id of a copied call."""
    return f"harbor-dental.call.{_scattered(number):016x}"


def contact(number: int) -> str:
    """The caller of a copied call."""
    return f"+1415{5_550_000 + number % CONTACTS:07}"


def _scattered(number: int) -> int:
    """A unique id, as evenly distributed as the digests in the ids of real calls."""
    return number * 0x9E3779B97F4A7C15 % 2**64


def _copies(rows: list[Row], calls: int) -> Iterator[Row]:
    original = rows[0][0].encode()
    pattern = _END.join(state for *_, state in rows)
    keys = sorted(set(_keys(pattern)))
    for number in range(calls):
        stream = call_id(number)
        states = pattern.replace(original, stream.encode())
        states = states.replace(CONTACT.encode(), contact(number).encode())
        for n, key in enumerate(keys):
            own = UUID(int=_scattered(number) << 64 | n)
            states = states.replace(key, str(own).encode())
        for (_, position, topic, _), state in zip(rows, states.split(_END), strict=True):
            yield stream, position, topic, state


def _keys(pattern: bytes) -> Iterator[bytes]:
    """The effect keys in a call's events."""
    for piece in pattern.split(b'"effect_key":"')[1:]:
        yield piece.partition(b'"')[0]


def _write_file(url: str, rows: Iterator[Row]) -> None:
    connection = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
    connection.execute("PRAGMA synchronous = OFF")
    while some := list(islice(rows, _ROWS_A_TRANSACTION)):
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(
            "INSERT INTO hookflash_events (originator_id, originator_version, topic, state, "
            "recorder) VALUES (?, ?, ?, ?, 0)",
            some,
        )
        connection.execute("COMMIT")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    connection.close()


def _write_server(url: str, rows: Iterator[Row]) -> None:
    into = (
        b"COPY hookflash_events (originator_id, originator_version, topic, state, recorder) "
        b"FROM STDIN (FORMAT BINARY)"
    )
    with psycopg.connect(url) as connection, connection.cursor().copy(into) as copy:
        copy.set_types(["text", "int8", "text", "bytea", "int8"])
        for row in rows:
            copy.write_row((*row, 0))
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
