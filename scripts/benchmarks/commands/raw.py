"""Raw SQL: the rows that Hookflash stored, in the same commits, through the plain drivers."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice

import psycopg

from scripts.benchmarks.commands.ours import prefix
from scripts.benchmarks.fleet import all_ready
from scripts.benchmarks.measuring import Run
from scripts.benchmarks.meter import Meter

Row = tuple[str, int, str, bytes]
Insert = Callable[[list[Row]], None]
_ROWS = """
    SELECT originator_id, originator_version, topic, state FROM hookflash_events
    WHERE originator_id LIKE '{prefix}%' AND originator_id NOT LIKE '%-warm' ORDER BY {position}"""
_SQLITE_TABLE = """
    CREATE TABLE IF NOT EXISTS events (
        id INTEGER PRIMARY KEY AUTOINCREMENT, stream TEXT NOT NULL, position INTEGER NOT NULL,
        topic TEXT NOT NULL, state BLOB NOT NULL, UNIQUE (stream, position))"""
_SQLITE_INSERT = "INSERT INTO events (stream, position, topic, state) VALUES (?, ?, ?, ?)"
_POSTGRES_TABLE = """
    SELECT pg_advisory_xact_lock(1);
    CREATE TABLE IF NOT EXISTS events (
        id bigserial UNIQUE, stream text COLLATE "C" NOT NULL, position bigint NOT NULL,
        topic text NOT NULL, state bytea NOT NULL, PRIMARY KEY (stream, position))"""
_POSTGRES_INSERT = """
    INSERT INTO events (stream, position, topic, state)
    SELECT * FROM unnest(%b::text[], %b::bigint[], %b::text[], %b::bytea[])"""


@dataclass(frozen=True)
class RawJob:
    """Commit under ``url`` what one Hookflash worker committed under ``source``."""

    url: str
    source: str
    worker: int
    sizes: list[int]


def work(job: RawJob) -> Run:
    """Commit everything as fast as possible. Runs in a worker process."""
    opened = _sqlite(job) if job.url.startswith("sqlite") else _postgres(job)
    with opened as (rows, insert):
        given = iter(rows)
        commits = [list(islice(given, size)) for size in job.sizes]
        latencies: list[float] = []
        all_ready()
        meter, begun = Meter(job.url, alone=job.worker > 0), time.perf_counter()
        for commit in commits:
            before = time.perf_counter()
            insert(commit)
            latencies.extend([time.perf_counter() - before] * len(commit))
        return Run(time.perf_counter() - begun, latencies, meter.seconds)


@contextmanager
def _sqlite(job: RawJob) -> Iterator[tuple[list[Row], Insert]]:
    source = sqlite3.connect(job.source.removeprefix("sqlite:///"))
    rows = source.execute(_ROWS.format(prefix=prefix(job.worker), position="rowid")).fetchall()
    source.close()
    connection = sqlite3.connect(job.url.removeprefix("sqlite:///"), isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(_SQLITE_TABLE)

    def insert(commit: list[Row]) -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(_SQLITE_INSERT, commit)
        connection.execute("COMMIT")

    yield rows, insert
    connection.close()


@contextmanager
def _postgres(job: RawJob) -> Iterator[tuple[list[Row], Insert]]:
    with psycopg.connect(job.source) as source:
        query = _ROWS.format(prefix=prefix(job.worker), position="notification_id")
        rows = source.cursor(binary=True).execute(query.encode()).fetchall()
    with psycopg.connect(job.url, autocommit=True) as connection:
        with connection.transaction():
            connection.execute(_POSTGRES_TABLE)

        def insert(commit: list[Row]) -> None:
            columns = [list(column) for column in zip(*commit, strict=True)]
            connection.execute(_POSTGRES_INSERT, columns, prepare=True)

        yield rows, insert
