"""Appends on PostgreSQL that a worker began and left."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event, current_thread
from time import monotonic
from typing import Any, Self
from unittest.mock import patch

import psycopg
import pytest
from psycopg.pq import Format
from psycopg.rows import tuple_row

from hookflash.orchestrator.log import postgres, postgres_statements
from hookflash.orchestrator.log.store import Store, open_store
from tests.contract.log import test_postgres
from tests.contract.log.noted import noted, pages
from tests.contract.reading.held import held_open, office, patience

AT_ONCE = 0.1
"""Seconds after which an append counts as left, in these tests."""
WRITER = "stopped-writer"


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    """An empty log."""
    with open_store(database) as opened:
        yield opened


def ended(store: Store) -> list[str]:
    """Look for stalled appends until one was ended."""
    deadline = monotonic() + test_postgres.LONGEST
    while not (found := store.end_stalled()):
        assert monotonic() < deadline, "no append was ended"
    return found


def test_an_append_that_was_left_is_ended_and_stored_once(database: str, store: Store) -> None:
    """Fault 53: readers go on, and the worker appends again when it goes on.

    It was stopped between two statements of its pipeline, where no limit of PostgreSQL's holds.
    """
    stopped, go_on = Event(), Event()
    before = pages("h.book.b", 1, 1)
    store.append(before)

    class Stopping(psycopg.Cursor[Any]):
        def execute(self, query: Any, *given: Any, **more: Any) -> Self:
            writes = current_thread().name.startswith(WRITER)
            if writes and query is postgres_statements.INSERT and not stopped.is_set():
                stopped.set()
                assert go_on.wait(test_postgres.LONGEST)
            return super().execute(query, *given, **more)

    def cursor(connection: psycopg.Connection[Any]) -> psycopg.Cursor[Any]:
        opened = Stopping(connection, row_factory=tuple_row)
        opened.format = Format.BINARY
        return opened

    with (
        open_store(database) as other,
        patch.object(postgres, "_cursor", cursor),
        patch.object(postgres, "STALLED_SECONDS", AT_ONCE),
        ThreadPoolExecutor(1, thread_name_prefix=WRITER) as threads,
    ):
        appending = threads.submit(other.append, [noted("h.book.slow", 1)])
        assert stopped.wait(test_postgres.LONGEST)
        with psycopg.connect(database, autocommit=True) as watching:
            held = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2"
            while watching.execute(held).fetchone() == (0,):
                pass
        store.append(pages("h.book.a", 1, 1))
        assert [event for _, event in store.read_log()] == before
        (found,) = ended(store)
        assert "ended it" in found
        while len(shown := store.read_log()) < 2:
            pass
        assert [event for _, event in shown] == [*before, *pages("h.book.a", 1, 1)]
        go_on.set()
        appending.result(test_postgres.LONGEST)
        assert store.read_stream("h.book.slow") == [noted("h.book.slow", 1)]
        assert len(store.read_log()) == 3


def test_an_append_that_works_or_waits_is_left_alone(database: str, store: Store) -> None:
    """Only a session whose client sends nothing is ended: not one that waits for a lock."""
    with (
        patch.object(postgres, "STALLED_SECONDS", 0.0),
        open_store(database) as other,
        psycopg.connect(database) as locking,
    ):
        locking.execute("LOCK TABLE hookflash_events IN ACCESS EXCLUSIVE MODE")
        with ThreadPoolExecutor(1) as threads:
            appending = threads.submit(other.append, [noted("h.book.slow", 1)])
            try:
                with psycopg.connect(database, autocommit=True) as watching:
                    waits = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                    while watching.execute(waits).fetchone() == (0,):
                        pass
                assert store.end_stalled() == []
            finally:
                locking.rollback()  # or the append waits for ever
            assert appending.result(test_postgres.LONGEST)


def test_a_worker_ends_what_another_one_left(database: str, tmp_path: Path) -> None:
    """Fault 53: as long as it runs; the views then show what came after."""

    async def story() -> None:
        with patience(60.0, stalled=AT_ONCE):
            async with office(database, tmp_path) as at:
                with held_open(database) as left:
                    await at.call("CA1")
                    listed = (await at.ask("GET", "/v1/calls")).json()["items"]
                    assert len(listed) == 1
                    with pytest.raises(psycopg.OperationalError):
                        left.execute("SELECT 1")

    asyncio.run(story())
