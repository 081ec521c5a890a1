"""What readers of a log on PostgreSQL see of appends that are on their way."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from unittest.mock import patch

import psycopg
import pytest

from hookflash.orchestrator.log import postgres_statements
from hookflash.orchestrator.log.mapper import EventMapper
from hookflash.orchestrator.log.postgres import PostgresRecorder
from hookflash.orchestrator.log.store import Store, open_store
from tests.contract.log.conftest import Sql
from tests.contract.log.noted import noted, pages


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    """An empty log."""
    with open_store(database) as opened:
        yield opened


def _recorder(store: Store) -> PostgresRecorder:
    assert isinstance(store._recorder, PostgresRecorder)
    return store._recorder


def _slow_append(sql: Sql, recorder: PostgresRecorder, page: int) -> None:
    """Run an append up to, but not including, its commit."""
    sql.execute("BEGIN")
    sql.execute(postgres_statements.ANNOUNCE, [recorder._lock])
    sql.execute(
        "INSERT INTO hookflash_events VALUES ('h.book.slow', %s, 'test.noted.v1', %s, default, 0)",
        [page, EventMapper().encode(noted("h.book.slow", page)).state],
    )


def test_no_reader_passes_by_an_append_that_is_on_its_way(store: Store, sql: Sql) -> None:
    """A later append that commits first is not shown before the earlier one is settled.

    A reader of the plain table would see position 2, continue from there, and never see position 1
    (fault 27).
    """
    _slow_append(sql, _recorder(store), 1)
    assert store.append(pages("h.book.a", 1, 1)) == 2
    shown = _recorder(store)._read("SELECT notification_id FROM hookflash_events", [])
    assert shown == [(2,)]
    assert store.read_log() == []
    assert store.last_position() == 0
    assert _recorder(store).select_notifications(None, 10) == []
    sql.execute("COMMIT")
    assert [position for position, _ in store.read_log()] == [1, 2]


def test_a_reader_asks_what_is_on_its_way_before_it_reads(store: Store, sql: Sql) -> None:
    """An append that is settled between the two is read, too (fault 27)."""
    recorder = _recorder(store)
    _slow_append(sql, recorder, 1)
    assert store.append(pages("h.book.a", 1, 1)) == 2
    ask = recorder._ask_settled

    def ask_when_settled(connection: psycopg.Connection[tuple[object, ...]]) -> Callable[[], int]:
        sql.execute("COMMIT")
        return ask(connection)

    with patch.object(recorder, "_ask_settled", ask_when_settled):
        assert [position for position, _ in store.read_log()] == [1, 2]


def test_an_aborted_append_does_not_block_readers(store: Store, sql: Sql) -> None:
    """It leaves a gap in the log positions, and readers continue."""
    _slow_append(sql, _recorder(store), 1)
    store.append(pages("h.book.a", 1, 1))
    sql.execute("ROLLBACK")
    assert [position for position, _ in store.read_log()] == [2]
    assert store.last_position() == 2


def test_a_worker_that_dies_during_an_append_does_not_block_readers(
    store: Store, sql: Sql, database: str
) -> None:
    """Its lock is released with its connection."""
    doomed = psycopg.connect(database, autocommit=True)
    _slow_append(doomed, _recorder(store), 1)
    store.append(pages("h.book.a", 1, 1))
    assert store.read_log() == []
    sql.execute("SELECT pg_terminate_backend(%s, 10000)", [doomed.info.backend_pid])
    doomed.close()
    assert [position for position, _ in store.read_log()] == [2]


def test_a_follower_of_many_workers_sees_every_event_once(database: str) -> None:
    """Six workers append concurrently while a reader follows; it misses nothing (fault 27)."""
    finished = Event()
    each = 60

    def work(me: int) -> None:
        with open_store(database) as store:
            for page in pages(f"h.book.{me}", 1, each):
                store.append([page])

    def follow() -> list[tuple[str, int]]:
        seen: list[tuple[str, int]] = []
        after = 0
        with open_store(database) as store:
            while True:
                last_look = finished.is_set()
                for position, event in store.read_log(after, 50):
                    seen.append((event.stream, event.position))
                    after = position
                if last_look and after == store.last_position():
                    return seen

    with ThreadPoolExecutor(7) as threads:
        follower = threads.submit(follow)
        list(threads.map(work, range(6)))
        finished.set()
        seen = follower.result()
    assert len(seen) == 6 * each
    for me in range(6):
        assert [n for book, n in seen if book == f"h.book.{me}"] == list(range(1, each + 1))
