"""What holds only for PostgreSQL."""

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from threading import Barrier, Event
from time import monotonic, sleep

import pytest

from hookflash.orchestrator.log.errors import (
    BadLogUrl,
    Conflict,
    LogClosed,
    LogFull,
    LogUnavailable,
)
from hookflash.orchestrator.log.postgres import PostgresRecorder
from hookflash.orchestrator.log.postgres_connections import CONNECTION_SECONDS
from hookflash.orchestrator.log.store import Store, open_store
from tests.contract.log.conftest import Sql
from tests.contract.log.noted import noted, pages
from tests.servers.postgres import PostgresServer
from tests.servers.proxy import Proxy

LONGEST = 60.0
"""Real seconds in which something has happened, if it ever will."""


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    """An empty log."""
    with open_store(database) as opened:
        yield opened


@contextmanager
def _held_to_one_connection(store: Store) -> Iterator[None]:
    """Borrow all connections but one, so that the pool can lend no other."""
    pool = _recorder(store)._log.pool
    pool.resize(1, 1)  # it opens no more
    _until(lambda: pool.get_stats()["pool_available"] == pool.get_stats()["pool_size"])
    with ExitStack() as borrowed:
        for _ in range(pool.get_stats()["pool_size"] - 1):
            borrowed.enter_context(pool.connection())
        yield


def _recorder(store: Store) -> PostgresRecorder:
    assert isinstance(store._recorder, PostgresRecorder)
    return store._recorder


def test_workers_that_append_to_the_same_streams_do_not_deadlock(database: str, sql: Sql) -> None:
    """Each uses two streams in opposite order; PostgreSQL never has to break a deadlock."""
    start = Barrier(2)
    rounds = 3

    def work(books: tuple[str, str]) -> int:
        won = 0
        with open_store(database) as store:
            for n in range(1, rounds + 1):
                start.wait(LONGEST)
                try:
                    store.append([noted(book, n) for book in books])
                    won += 1
                except Conflict:
                    pass
        return won

    open_store(database).close()
    _slow_down_every_row(sql)
    with ThreadPoolExecutor(2) as threads:
        won = threads.map(work, [("h.book.a", "h.book.b"), ("h.book.b", "h.book.a")])
        assert sum(won) == rounds
    sql.execute("SELECT pg_stat_force_next_flush()")
    query = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
    assert sql.execute(query).fetchone() == (0,)


def _slow_down_every_row(sql: Sql) -> None:
    sql.execute(
        "CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS "
        "$$BEGIN PERFORM pg_sleep(0.03); RETURN NEW; END$$"
    )
    sql.execute(
        "CREATE TRIGGER slow BEFORE INSERT ON hookflash_events FOR EACH ROW EXECUTE FUNCTION slow()"
    )


def test_a_commit_whose_answer_is_lost_on_the_network_is_recognised(
    postgres: PostgresServer, database: str
) -> None:
    """The server commits, the connection dies, the append counts once (fault 21)."""
    with (
        Proxy(postgres.port) as proxy,
        open_store(database.replace(str(postgres.port), str(proxy.port))) as store,
        _held_to_one_connection(store),  # a new one would be asked something before the commit
    ):
        store.append(pages("h.book.a", 1, 1))
        proxy.lose_next_answer()
        position = store.append(pages("h.book.a", 2, 3))
        assert proxy.lost == 1
        assert store.read_log()[-1] == (position, noted("h.book.a", 3))
        assert store.read_stream("h.book.a") == pages("h.book.a", 1, 3)


def test_connections_that_died_are_replaced(store: Store, sql: Sql) -> None:
    """Callers do not notice that the server closed every idle connection."""
    with ThreadPoolExecutor(5) as threads:
        list(threads.map(lambda n: store.append([noted(f"h.book.{n}", 1)]), range(20)))
    _break_off_others(sql)
    assert len(store.read_log()) == 20
    _break_off_others(sql)
    assert store.append(pages("h.book.a", 1, 1))


def test_a_server_that_was_down_for_long_is_found_again(postgres: PostgresServer) -> None:
    """The pool keeps trying to connect without requests, however often it has failed."""
    database = postgres.new_database()
    with Proxy(postgres.port) as proxy:
        behind = database.replace(str(postgres.port), str(proxy.port))
        with open_store(behind) as store:
            pool = _recorder(store).datastore.pool
            assert pool.reconnect_timeout < CONNECTION_SECONDS
            pool.reconnect_timeout = 0.01
            proxy.refuse()
            pool.check()
            _until(lambda: pool.get_stats().get("connections_errors", 0) > 20)
            proxy.accept()
            _until(lambda: pool.get_stats()["pool_available"] > 0)
            assert store.append(pages("h.book.a", 1, 1))


def test_a_listener_that_died_is_replaced(store: Store, sql: Sql) -> None:
    """Later appends are still noticed."""
    heard = Event()
    end = store.watch(heard.set)
    try:
        for n in range(1, 4):
            assert heard.wait(LONGEST)
            _break_off_others(sql)
            heard.clear()
            store.append(pages("h.book.a", n, n))
            assert heard.wait(LONGEST)
    finally:
        end()


def test_a_restart_under_load_loses_and_doubles_nothing(
    postgres: PostgresServer, database: str
) -> None:
    """The server is killed twice while four workers append; each append counts once (fault 23)."""
    finished = Event()

    def work(store: Store, book: str) -> int:
        """Append page after page; after a fault, read the head of the book and continue."""
        acknowledged = 0
        head: int | None = 0
        while not finished.is_set() or head is None:
            try:
                if head is None:
                    head = len(store.read_stream(book))
                    assert head >= acknowledged
                store.append([noted(book, head + 1)])
                head = acknowledged = head + 1
            except LogUnavailable:
                head = None
        return acknowledged

    books = [f"h.book.{n}" for n in range(4)]
    with open_store(database) as store, ThreadPoolExecutor(4) as threads:
        workers = [threads.submit(work, store, book) for book in books]
        try:
            for _ in range(2):
                Event().wait(0.3)
                postgres.kill()
                postgres.start()
            Event().wait(0.3)
        finally:
            finished.set()
        for book, worker in zip(books, workers, strict=True):
            acknowledged = worker.result()
            stored = [event.position for event in store.read_stream(book)]
            assert stored == list(range(1, acknowledged + 1))


def test_a_server_that_is_away_is_a_clear_error(postgres: PostgresServer) -> None:
    """It names the server but not the password."""
    away = f"postgresql://someone:secret@127.0.0.1:{Proxy(postgres.port).port + 1}/none"
    with pytest.raises(LogUnavailable) as raised:
        open_store(away)
    assert "postgresql://someone@127.0.0.1" in str(raised.value)
    assert "secret" not in str(raised.value)


def test_a_server_whose_disk_is_full_is_a_clear_error(store: Store, sql: Sql) -> None:
    """Nothing of the append is stored, and appends work again once there is space (fault 22)."""
    store.append(pages("h.book.a", 1, 1))
    sql.execute(
        "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS "
        "$$BEGIN RAISE 'could not extend file' USING ERRCODE = 'disk_full'; END$$"
    )
    sql.execute(
        "CREATE TRIGGER no_room AFTER INSERT ON hookflash_events EXECUTE FUNCTION no_room()"
    )
    with pytest.raises(LogFull, match=r"disk is full.*free some space"):
        store.append(pages("h.book.a", 2, 3))
    assert store.read_stream("h.book.a") == pages("h.book.a", 1, 1)
    sql.execute("DROP TRIGGER no_room ON hookflash_events")
    store.append(pages("h.book.a", 2, 3))
    assert store.read_stream("h.book.a") == pages("h.book.a", 1, 3)


def test_a_server_that_became_a_standby_is_left_for_another(
    store: Store, sql: Sql, database: str
) -> None:
    """All its connections are dropped, so that the next ones reach the new primary."""
    name = database.rpartition("/")[2]
    sql.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on".encode())
    _break_off_others(sql)
    with ExitStack() as at_once:
        made = [at_once.enter_context(_recorder(store)._log.connection()) for _ in range(8)]
    with pytest.raises(LogUnavailable):
        store.append(pages("h.book.a", 1, 1))
    assert all(connection.closed for connection in made)
    sql.execute("SET default_transaction_read_only = off")
    sql.execute(f"ALTER DATABASE {name} RESET default_transaction_read_only".encode())
    assert store.append(pages("h.book.a", 1, 1))


def test_commits_are_synced_whatever_the_url_says(database: str) -> None:
    """Durable before acknowledged does not depend on a setting; a stricter one is kept.

    ``local`` would be durable on this host only, although a standby should be waited for.
    """
    for said, done in [("off", "on"), ("local", "on"), ("remote_apply", "remote_apply")]:
        with open_store(f"{database}?options=-csynchronous_commit%3D{said}") as store:
            assert _recorder(store)._read("SHOW synchronous_commit", []) == [(done,)]


def test_only_the_notification_of_a_commit_does_without_a_sync(database: str) -> None:
    """The next commit on the same connection is synced again."""
    with open_store(database) as store, _held_to_one_connection(store):
        store.append(pages("h.book.a", 1, 1))
        assert _recorder(store)._read("SHOW synchronous_commit", []) == [("on",)]


def test_readers_do_not_use_an_old_snapshot(database: str) -> None:
    """With repeatable read, the snapshot would be taken before the locks are read."""
    with open_store(
        f"{database}?options=-cdefault_transaction_isolation%3Drepeatable%5C%20read"
    ) as store:
        assert _recorder(store)._read("SHOW transaction_isolation", []) == [("read committed",)]


def test_without_the_extra_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL's driver comes with an extra."""
    for module in [
        name for name in sys.modules if name.startswith("hookflash.orchestrator.log.po")
    ]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.delattr("hookflash.orchestrator.log.postgres", raising=False)
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(BadLogUrl, match=r"pip install 'hookflash\[postgres\]'"):
        open_store("postgresql://me@host/db")


def test_a_closed_store_says_so(database: str) -> None:
    """With an error of the log, not of the driver."""
    store = open_store(database)
    store.close()
    with pytest.raises(LogClosed):
        store.read_log()


def _until(so: Callable[[], bool]) -> None:
    deadline = monotonic() + LONGEST
    while not so():
        assert monotonic() < deadline
        sleep(0.01)


def _break_off_others(sql: Sql) -> None:
    sql.execute(
        "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        " AND backend_type = 'client backend'"
    )
