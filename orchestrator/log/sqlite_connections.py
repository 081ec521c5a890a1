"""Connections to SQLite: synced at every commit, taking turns to write, errors by name."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast
from urllib.parse import quote

from eventsourcing.persistence import ConnectionPoolClosedError, OperationalError
from eventsourcing.sqlite import SQLiteConnection, SQLiteConnectionPool, SQLiteDatastore

from hookflash.orchestrator.log.errors import (
    BadLogUrl,
    LogClosed,
    LogFull,
    LogUnavailable,
)
from hookflash.projections.database.sqlite_wal import enable_wal

MEMORY = ":memory:"
PATIENCE = 10.0
"""Seconds to wait for another process that is writing."""
TURN = 4
"""Milliseconds after which a process that waits to write looks anew, every one or two."""

_UNWRITABLE = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM)
"""SQLite's codes where rights are missing: it keeps files beside the log, also for readers."""


class LogConnection(SQLiteConnection):
    """A library connection with the plain one in reach."""

    def __init__(self, raw: sqlite3.Connection) -> None:
        super().__init__(raw, max_age=None)
        self.raw = raw


class LogPool(SQLiteConnectionPool):
    """Connections that sync every commit to the disk; a database in memory has only one."""

    def __init__(self, database: str) -> None:
        in_memory = database == MEMORY
        super().__init__(
            db_name=database,
            pool_size=1 if in_memory else 5,
            max_overflow=0 if in_memory else 10,
            pool_timeout=PATIENCE,
        )

    def connect(self) -> sqlite3.Connection:
        """Open one more connection, outside the pool."""
        raw = sqlite3.connect(
            self.db_name,
            uri=True,
            timeout=PATIENCE,
            isolation_level=None,
            check_same_thread=False,
        )
        try:
            enable_wal(raw)
            raw.execute("PRAGMA synchronous = FULL")
        except BaseException:
            raw.close()
            raise
        raw.row_factory = sqlite3.Row
        return raw

    def close(self) -> None:
        """Close every connection once nobody uses it: closed under a query, it takes us with it."""
        with self._put_condition:
            self._put_condition.wait_for(lambda: not self._in_use, PATIENCE)
            self._in_use.clear()
        super().close()

    def _create_connection(self) -> SQLiteConnection:
        return LogConnection(self.connect())


class LogDatastore(SQLiteDatastore):
    """The library's datastore over :class:`LogPool`, with text for stream names."""

    def __init__(self, url: str, database: str) -> None:
        super().__init__(database, originator_id_type="text")
        self.url = url
        self.in_memory = database == MEMORY
        self.pool: LogPool = LogPool(database)

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Cursor]:
        """Lend a cursor that gives rows as plain tuples."""
        with self._connection(writes=False) as raw:
            cursor = raw.cursor()
            cursor.row_factory = None
            yield cursor

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Cursor]:
        """Run a transaction, rolled back if anything is raised in it.

        Writers queue at its start: one that had read first could not go on after another wrote.
        """
        with self._connection(writes=True) as raw:
            _begin(raw)
            try:
                cursor = raw.cursor()
                cursor.row_factory = None
                yield cursor
                raw.execute("COMMIT")
            finally:
                # SQLite rolls back by itself when the disk is full.
                if raw.in_transaction:
                    raw.execute("ROLLBACK")

    @contextmanager
    def _connection(self, *, writes: bool) -> Iterator[sqlite3.Connection]:
        try:
            with self.get_connection(commit=writes) as connection:
                yield cast("LogConnection", connection).raw
        except ConnectionPoolClosedError as error:
            raise LogClosed(f"{self.url} was closed") from error
        except (sqlite3.Error, OperationalError) as error:
            raise self._named(error) from error

    def _named(self, error: Exception) -> LogUnavailable:
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
            return LogFull(
                f"{self.url}: the disk is full, nothing of this was stored; free some space and "
                "try again"
            )
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in _UNWRITABLE:
            return LogUnavailable(
                f"{self.url}: {error}; its folder must be there, and both must be writable, even "
                "to be read"
            )
        return LogUnavailable(f"{self.url}: {error}")


def _begin(raw: sqlite3.Connection) -> None:
    """Wait for a turn to write.

    SQLite itself looks ever more rarely, at last ten times a second, and a busy process would
    hardly ever let another in.
    """
    raw.execute(f"PRAGMA busy_timeout = {TURN}")
    try:
        for _ in range(int(PATIENCE * 1_000 / TURN)):
            if _has_begun(raw):
                return
    finally:
        raw.execute(f"PRAGMA busy_timeout = {int(PATIENCE * 1_000)}")
    raise sqlite3.OperationalError(f"another process has kept it locked for {PATIENCE:.0f} s")


def _has_begun(raw: sqlite3.Connection) -> bool:
    try:
        raw.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
            raise
    return raw.in_transaction


def database_under(url: str) -> str:
    """Tell SQLite's name for the database under ``url``. Raises :class:`BadLogUrl`."""
    rest = url.removeprefix("sqlite://")
    if rest in ("", "/", f"/{MEMORY}"):
        return MEMORY
    path = Path(rest[1:])
    if not rest.startswith("/"):
        raise BadLogUrl(f"{url}: a file takes a third slash, as in sqlite:///{rest}")
    if path.is_dir():
        raise BadLogUrl(f"{url}: {path} is a folder; name a file in it")
    if not path.parent.is_dir():
        raise BadLogUrl(f"{url}: there is no folder {path.parent}; make it first")
    return f"file:{quote(str(path))}"
