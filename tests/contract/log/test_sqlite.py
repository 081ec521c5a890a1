"""What holds only for SQLite."""

import sqlite3
import threading
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from unittest.mock import patch

import pytest

from hookflash.orchestrator.log import sqlite_connections
from hookflash.orchestrator.log.batch import admit
from hookflash.orchestrator.log.errors import (
    BadLogUrl,
    LogClosed,
    LogFull,
    LogMoved,
    LogUnavailable,
)
from hookflash.orchestrator.log.sqlite import SqliteRecorder
from hookflash.orchestrator.log.store import Store, open_store
from tests.contract.log.noted import noted, pages


def _recorder(store: Store) -> SqliteRecorder:
    assert isinstance(store._recorder, SqliteRecorder)
    return store._recorder


def test_every_connection_syncs_every_commit_to_the_disk(file_url: str) -> None:
    """Write-ahead logging and synchronous=FULL, for readers and writers alike."""
    with open_store(file_url) as store:
        pool = _recorder(store).datastore.pool
        connections = [pool.get_connection() for _ in range(3)]
        for connection in connections:
            cursor = connection.cursor()
            cursor.execute("PRAGMA synchronous")
            assert cursor.fetchone()[0] == 2
            cursor.execute("PRAGMA journal_mode")
            assert cursor.fetchone()[0] == "wal"
            pool.put_connection(connection)


def test_a_full_disk_is_a_clear_error_and_loses_nothing(file_url: str) -> None:
    """Nothing of the append is stored, earlier events are; with space it continues (fault 22)."""
    with open_store(file_url) as store:
        store.append(pages("h.book.a", 1, 3))
        pool = _recorder(store).datastore.pool
        connection = pool.get_connection()
        cursor = connection.cursor()
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")
        pool.put_connection(connection)
        big = [noted("h.book.a", n, "x" * 4_000) for n in range(4, 40)]
        with pytest.raises(LogFull, match=r"disk is full.*free some space"):
            store.append(big)
        assert store.read_stream("h.book.a") == pages("h.book.a", 1, 3)
        connection = pool.get_connection()
        connection.cursor().execute("PRAGMA max_page_count = 1000000")
        pool.put_connection(connection)
        store.append(big)
        assert len(store.read_stream("h.book.a")) == 39


def test_a_writer_waits_for_another_process_that_writes(
    file_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It waits up to the timeout, then reports that the database is locked; nothing is stored."""
    monkeypatch.setattr(sqlite_connections, "BUSY_SECONDS", 0.05)
    with open_store(file_url) as store:
        other = sqlite3.connect(file_url.removeprefix("sqlite:///"), isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LogUnavailable, match="locked"):
            store.append(pages("h.book.a", 1, 1))
        assert store.read_log() == []
        other.execute("ROLLBACK")
        other.close()
        assert store.append(pages("h.book.a", 1, 1)) == 1


def test_a_new_file_is_waited_for_while_another_process_writes_its_first_page(
    tmp_path: Path,
) -> None:
    """SQLite itself would at once report it as locked, and not switch to write-ahead logging."""
    path = tmp_path / "log.db"
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    soon = threading.Timer(0.1, lambda: other.execute("COMMIT"))
    soon.start()
    with open_store(f"sqlite:///{path}") as store:
        assert store.append(pages("h.book.a", 1, 1)) == 1
    soon.join()
    assert other.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    other.close()


def test_log_positions_survive_a_vacuum_and_are_never_given_twice(file_url: str) -> None:
    """An implicit rowid would be renumbered, and the last one reused."""
    with open_store(file_url) as store:
        store.append(pages("h.book.a", 1, 4))
        with _recorder(store)._log.writing() as cursor:
            cursor.execute("DELETE FROM hookflash_events WHERE rowid IN (2, 4)")
        with _recorder(store)._log.reading() as cursor:
            cursor.execute("VACUUM")
        assert [position for position, _ in store.read_log()] == [1, 3]
        assert store.append(pages("h.book.b", 1, 1)) == 5


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("sqlite:///{tmp}/none/log.db", "the folder .*none does not exist; create it first"),
        ("sqlite:///{tmp}", "is a folder; use a file in it"),
        ("sqlite://log.db", "needs a third slash: sqlite:///log.db"),
        ("mysql://host/db", r"sqlite:///file.db or postgresql://user@host/name"),
        ("log.db", r"sqlite:///file.db or postgresql://user@host/name"),
    ],
)
def test_a_url_that_names_no_log_is_refused_with_advice(
    url: str, says: str, tmp_path: Path
) -> None:
    """The error says what is wrong and what to use."""
    with pytest.raises(BadLogUrl, match=says):
        open_store(url.format(tmp=tmp_path))


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    """And is left unchanged."""
    path = tmp_path / "letter.txt"
    path.write_text("Dear all, " * 500)
    with pytest.raises(LogUnavailable, match="not a database"):
        open_store(f"sqlite:///{path}")
    assert path.read_text() == "Dear all, " * 500


def test_the_error_for_a_file_that_cannot_be_opened_says_what_it_needs(tmp_path: Path) -> None:
    """A dangling link here, since root may write anywhere."""
    (tmp_path / "log.db").symlink_to(tmp_path / "none" / "log.db")
    with pytest.raises(LogUnavailable, match="file and folder must be writable"):
        open_store(f"sqlite:///{tmp_path / 'log.db'}")


def test_a_path_with_odd_characters_is_just_a_path(tmp_path: Path) -> None:
    """No part of a file name is read as a setting."""
    path = tmp_path / "what? 100% #1 é.db"
    with open_store(f"sqlite:///{path}") as store:
        store.append(pages("h.book.a", 1, 1))
    assert path.exists()


def test_a_closed_store_says_so(file_url: str) -> None:
    """With an error of the log, not of the driver."""
    store = open_store(file_url)
    store.close()
    with pytest.raises(LogClosed):
        store.read_log()


@pytest.mark.parametrize("end", ["", "-wal", "-shm"])
@pytest.mark.parametrize("way", ["moved", "deleted", "replaced"])
def test_nothing_is_acknowledged_once_a_file_is_not_in_its_place(
    file_url: str, end: str, way: str
) -> None:
    """Fault 55: neither stored nor read; other processes would never see what is written then."""
    file = Path(file_url.removeprefix("sqlite:///") + end)
    with open_store(file_url) as store:
        store.append([noted("h.book.a", 1)])
        lose(file, way)
        with pytest.raises(LogMoved, match=f"{file.name} was moved"):
            store.append([noted("h.book.a", 2)])
        with pytest.raises(LogMoved):
            store.read_stream("h.book.a")
        with pytest.raises(LogMoved):
            store.last_position()


def lose(file: Path, way: str) -> None:
    """Take a file away, in one of three ways."""
    if way != "deleted":
        copy = file.read_bytes()
        file.rename(file.with_name("elsewhere"))
        if way == "replaced":
            file.write_bytes(copy)
    else:
        file.unlink()


def test_a_commit_during_which_a_file_is_lost_is_not_acknowledged(file_url: str) -> None:
    """Fault 55: the files are looked at after the commit, too."""
    file = Path(file_url.removeprefix("sqlite:///"))

    def lose_first(*given: Any) -> Any:
        file.rename(file.with_name("elsewhere"))
        return admit(*given)

    with open_store(file_url) as store:
        store.append([noted("h.book.a", 1)])
        losing = patch("hookflash.orchestrator.log.sqlite.admit", lose_first)
        with losing, pytest.raises(LogMoved):
            store.append([noted("h.book.a", 2)])


def test_what_was_acknowledged_before_outlives_a_deleted_write_ahead_log(file_url: str) -> None:
    """Fault 55: it was in the deleted file alone, and is brought into the database from there."""
    file = Path(file_url.removeprefix("sqlite:///"))
    with open_store(file_url) as store:
        store.append(pages("h.book.a", 1, 20))
        Path(f"{file}-wal").unlink()
        with pytest.raises(LogMoved):
            store.append([noted("h.book.a", 21)])
        copy = file.with_name("copy.db")  # as after a crash: nothing more is written
        copy.write_bytes(file.read_bytes())
    with open_store(f"sqlite:///{copy}") as store:
        assert store.read_stream("h.book.a") == pages("h.book.a", 1, 20)


def test_a_file_that_is_back_in_its_place_is_used_again(file_url: str) -> None:
    """The same file, not a copy."""
    file = Path(file_url.removeprefix("sqlite:///"))
    with open_store(file_url) as store:
        store.append([noted("h.book.a", 1)])
        file.rename(file.with_name("elsewhere"))
        with pytest.raises(LogMoved):
            store.append([noted("h.book.a", 2)])
        file.with_name("elsewhere").rename(file)
        store.append([noted("h.book.a", 2)])
        assert len(store.read_stream("h.book.a")) == 2


def test_a_lost_file_is_noticed_without_any_work(
    file_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Fault 55: by what watches the log; it is said once."""
    file = Path(file_url.removeprefix("sqlite:///"))
    with open_store(file_url) as store:
        store.append([noted("h.book.a", 1)])
        looked = threading.Event()
        stop = store.watch(looked.set)
        assert looked.wait(60)
        file.rename(file.with_name("elsewhere"))
        deadline = monotonic() + 60
        while "database_file_moved" not in caplog.text and monotonic() < deadline:
            sleep(0.02)
        stop()
    assert caplog.text.count("database_file_moved") == 1
