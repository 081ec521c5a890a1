"""SQLite connections: every commit synced, fair turns to write, errors translated."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import cast
from urllib.parse import quote

from eventsourcing.persistence import (
    ConnectionPoolClosedError,
    ConnectionUnavailableError,
    OperationalError,
)
from eventsourcing.sqlite import SQLiteConnection, SQLiteConnectionPool, SQLiteDatastore

from hookflash.orchestrator.log.errors import (
    BadLogUrl,
    LogClosed,
    LogFault,
    LogFull,
    LogMoved,
    LogUnavailable,
)
from hookflash.orchestrator.log.sqlite_files import OpenFiles
from hookflash.orchestrator.telemetry.logs import get_logger
from hookflash.projections.database.sqlite_wal import enable_wal

MEMORY = ":memory:"
BUSY_SECONDS = 10.0
"""Longest wait for another process that is writing."""
TURN_MILLISECONDS = 4
"""Interval at which a process that waits to write tries again, within one or two."""

TRIES = int(BUSY_SECONDS * 1_000 / TURN_MILLISECONDS)

_UNWRITABLE = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM)
"""SQLite's codes for missing permissions: even readers need to create files beside the log."""

logger = get_logger(__name__)


class WriterBusy(Exception):
    """Another connection is writing, so a transaction would have to wait."""


class LogConnection(SQLiteConnection):
    """A library connection that exposes the plain one."""

    def __init__(self, raw: sqlite3.Connection) -> None:
        super().__init__(raw, max_age=None)
        self.raw = raw
        self._patience = int(BUSY_SECONDS * 1_000)

    def wait_at_most(self, milliseconds: int) -> None:
        """Limit how long a statement waits for another process's lock."""
        if milliseconds != self._patience:
            self.raw.execute(f"PRAGMA busy_timeout = {milliseconds}")
            self._patience = milliseconds


class LogPool(SQLiteConnectionPool):
    """Connections that sync every commit to disk; an in-memory database has only one."""

    def __init__(self, database: str) -> None:
        in_memory = database == MEMORY
        super().__init__(
            db_name=database,
            pool_size=1 if in_memory else 5,
            max_overflow=0 if in_memory else 10,
            pool_timeout=BUSY_SECONDS,
        )

    def connect(self) -> sqlite3.Connection:
        """Open a connection outside the pool."""
        raw = sqlite3.connect(
            self.db_name,
            uri=True,
            timeout=BUSY_SECONDS,
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
        """Close each connection once it is free: closing one during a query crashes the process."""
        with self._put_condition:
            self._put_condition.wait_for(lambda: not self._in_use, BUSY_SECONDS)
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
        self.files = None if self.in_memory else OpenFiles(url, file_under(url))
        self.pool: LogPool = LogPool(database)
        self._told_of_move = False

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Cursor]:
        """Provide a cursor that returns rows as plain tuples."""
        with self._connection(writes=False) as raw:
            cursor = raw.cursor()
            cursor.row_factory = None
            yield cursor

    @contextmanager
    def writing(self, *, wait: bool = True) -> Iterator[sqlite3.Cursor]:
        """Run a write transaction, rolled back on any exception.

        It takes the write lock at its start: a transaction that reads first cannot be upgraded once
        another process has written. If another connection has the lock, this waits for it, or
        raises :class:`WriterBusy` unless it may ``wait``.
        """
        with self._connection(writes=True, wait=wait) as raw:
            _begin(raw, TRIES if wait else 1)
            try:
                cursor = raw.cursor()
                cursor.row_factory = None
                yield cursor
                raw.execute("COMMIT")
            finally:
                # SQLite has already rolled back if the disk is full.
                if raw.in_transaction:
                    raw.execute("ROLLBACK")
            self._check_files(raw)  # before anybody is told that it was stored

    def note_files(self) -> None:
        """Remember the database's files, which exist from its first transaction on."""
        if self.files is not None:
            self.files.note()

    def notice_moved(self) -> None:
        """Log the loss of a file once, although nothing is asked of the database just now."""
        try:
            with self._connection(writes=False):
                self._told_of_move = False
        except LogMoved as error:
            if not self._told_of_move:
                logger.error("database_file_moved", error=str(error))  # noqa: TRY400
            self._told_of_move = True
        except LogFault:
            return

    @contextmanager
    def _connection(self, *, writes: bool, wait: bool = True) -> Iterator[sqlite3.Connection]:
        connection = None
        try:
            timeout = None if wait else 0.0
            connection = self.pool.get_connection(timeout, is_writer=writes)
            log_connection = cast("LogConnection", connection)
            log_connection.wait_at_most(TURN_MILLISECONDS if writes else int(BUSY_SECONDS * 1_000))
            self._check_files(log_connection.raw)
            yield log_connection.raw
        except ConnectionUnavailableError as error:
            if not wait:
                raise WriterBusy from error
            raise self._translated(error) from error
        except ConnectionPoolClosedError as error:
            raise LogClosed(f"{self.url} was closed") from error
        except (sqlite3.Error, OperationalError) as error:
            raise self._translated(error) from error
        finally:
            if connection is not None:
                self.pool.put_connection(connection)

    def _check_files(self, raw: sqlite3.Connection) -> None:
        if self.files is None:
            return
        try:
            self.files.check()
        except LogMoved:
            if self.files.only_the_log_is_gone:
                # What was acknowledged may be in the deleted file alone, which we still have open.
                with suppress(sqlite3.Error):
                    raw.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
            raise

    def _translated(self, error: Exception) -> LogUnavailable:
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
            return LogFull(
                f"{self.url}: the disk is full, so nothing was stored; free some space and try "
                "again"
            )
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in _UNWRITABLE:
            return LogUnavailable(
                f"{self.url}: {error}; the folder must exist, and file and folder must be "
                "writable, even for reading"
            )
        return LogUnavailable(f"{self.url}: {error}")


def _begin(raw: sqlite3.Connection, tries: int) -> None:
    """Wait for the write lock, and begin a transaction.

    SQLite's own busy handler backs off to ten attempts per second, so a process would rarely get
    the lock from a busy one. Raises :class:`WriterBusy` if it may try only once.
    """
    for _ in range(tries):
        if _has_begun(raw):
            return
    if tries == 1:
        raise WriterBusy
    raise sqlite3.OperationalError(f"another process has kept it locked for {BUSY_SECONDS:.0f} s")


def _has_begun(raw: sqlite3.Connection) -> bool:
    try:
        raw.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
            raise
    return raw.in_transaction


def file_under(url: str) -> Path:
    """The file of the database at ``url``, which is not in memory."""
    return Path(url.removeprefix("sqlite://")[1:])


def database_under(url: str) -> str:
    """Translate ``url`` to SQLite's name of the database. Raises :class:`BadLogUrl`."""
    rest = url.removeprefix("sqlite://")
    if rest in ("", "/", f"/{MEMORY}"):
        return MEMORY
    path = file_under(url)
    if not rest.startswith("/"):
        raise BadLogUrl(f"{url}: a file URL needs a third slash: sqlite:///{rest}")
    if path.is_dir():
        raise BadLogUrl(f"{url}: {path} is a folder; use a file in it")
    if not path.parent.is_dir():
        raise BadLogUrl(f"{url}: the folder {path.parent} does not exist; create it first")
    return f"file:{quote(str(path))}"
