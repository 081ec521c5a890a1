"""The log in an SQLite file, or in memory; several processes may share a file."""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any, cast
from urllib.parse import quote

from eventsourcing.persistence import (
    ConnectionPoolClosedError,
    IntegrityError,
    OperationalError,
    StoredEvent,
)
from eventsourcing.sqlite import (
    SQLiteApplicationRecorder,
    SQLiteConnection,
    SQLiteConnectionPool,
    SQLiteDatastore,
)

from hookflash.orchestrator.log.batch import Append, Outcome, admit, streams_of
from hookflash.orchestrator.log.bell import watch_in_thread
from hookflash.orchestrator.log.errors import (
    BadLogUrl,
    Conflict,
    LogClosed,
    LogFull,
    LogUnavailable,
)
from hookflash.orchestrator.log.mapper import Row

MEMORY = ":memory:"
PATIENCE = 10.0
"""Seconds to wait for another process that is writing."""
POLL = 0.05
"""Seconds between looks for what another process has written."""

_TABLES = (
    # VACUUM renumbers a rowid that is not declared; AUTOINCREMENT never gives a number twice,
    # so that a tail that was cut off shows.
    """CREATE TABLE IF NOT EXISTS hookflash_events (
        rowid INTEGER PRIMARY KEY AUTOINCREMENT,
        originator_id TEXT NOT NULL,
        originator_version INTEGER NOT NULL,
        topic TEXT NOT NULL,
        state BLOB NOT NULL,
        recorder INTEGER NOT NULL,
        UNIQUE (originator_id, originator_version))""",
    "CREATE TABLE IF NOT EXISTS hookflash_topics (topic TEXT PRIMARY KEY) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS hookflash_recorders (number INTEGER PRIMARY KEY AUTOINCREMENT)",
)
_NEXT_RECORDER = "INSERT INTO hookflash_recorders DEFAULT VALUES RETURNING number"
_INSERT_TOPIC = "INSERT OR IGNORE INTO hookflash_topics VALUES (?)"
_INSERT_EVENT = """
    INSERT INTO hookflash_events (originator_id, originator_version, topic, state, recorder)
    VALUES (?, ?, ?, ?, ?)"""
_HEADS = """
    SELECT value, (SELECT max(originator_version) FROM hookflash_events WHERE originator_id = value)
    FROM json_each(?)"""
_FIND = """
    SELECT rowid FROM hookflash_events
    WHERE originator_id = ? AND originator_version = ? AND topic = ? AND state = ?
    AND recorder = ?"""
_STREAM = """
    SELECT rowid, originator_id, originator_version, topic, state FROM hookflash_events
    WHERE originator_id = ? AND originator_version > ? ORDER BY originator_version"""
_LOG = """
    SELECT rowid, originator_id, originator_version, topic, state FROM hookflash_events
    WHERE rowid > ? ORDER BY rowid LIMIT ?"""


def open_recorder(url: str) -> "SqliteRecorder":
    """Open the log under ``url``, making it if it is not there."""
    datastore = LogDatastore(url, _database(url))
    try:
        recorder = SqliteRecorder(datastore)
        recorder.create_table()
    except BaseException:
        datastore.close()
        raise
    return recorder


def _database(url: str) -> str:
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
        raw.execute("PRAGMA journal_mode = WAL")
        raw.execute("PRAGMA synchronous = FULL")
        raw.row_factory = sqlite3.Row
        return raw

    def _create_connection(self) -> SQLiteConnection:
        return LogConnection(self.connect())


class LogDatastore(SQLiteDatastore):
    """The library's datastore over :class:`LogPool`, with text for stream names."""

    def __init__(self, url: str, database: str) -> None:
        super().__init__(database, originator_id_type="text")
        self.url = url
        self.database = database
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
            raw.execute("BEGIN IMMEDIATE")
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
        return LogUnavailable(f"{self.url}: {error}")


class SqliteRecorder(SQLiteApplicationRecorder):
    """The library's recorder, with commits of many appends and rows read as plain tuples."""

    def __init__(self, datastore: LogDatastore) -> None:
        super().__init__(datastore, "hookflash_events")
        self._log = datastore
        self._number: int | None = None
        self._topics_stored: set[str] = set()

    def create_table(self) -> None:
        """Make the log's tables, unless another process has."""
        with self._log.writing() as cursor:
            for statement in _TABLES:
                cursor.execute(statement)

    def commit(self, appends: Sequence[Append]) -> list[Outcome]:
        """Store in one commit those of ``appends`` that conflict with nothing."""
        number = self._number or self._take_number()
        with self._log.writing() as cursor:
            verdicts = admit(appends, _heads(cursor, streams_of(appends)))
            admitted = [a for a, verdict in zip(appends, verdicts, strict=True) if not verdict]
            new_topics = {event.topic for append in admitted for event in append}
            new_topics -= self._topics_stored
            cursor.executemany(_INSERT_TOPIC, [(topic,) for topic in sorted(new_topics)])
            cursor.executemany(_INSERT_EVENT, _rows(admitted, number))
            last = int(cursor.execute("SELECT last_insert_rowid()").fetchone()[0])
        self._topics_stored |= new_topics
        return _outcomes(appends, verdicts, last)

    def find(self, append: Append) -> int | None:
        """Find ``append`` as this very recorder stored it: its log position, or None."""
        with self._log.reading() as cursor:
            found = [
                cursor.execute(_FIND, row).fetchone() for row in _rows([append], self._number or 0)
            ]
        return max(int(row[0]) for row in found) if all(found) else None

    def stream_rows(self, stream: str, after: int) -> list[Row]:
        """Read what ``stream`` holds beyond position ``after``, in order."""
        with self._log.reading() as cursor:
            return cursor.execute(_STREAM, (stream, after)).fetchall()

    def log_rows(self, after: int, limit: int) -> list[Row]:
        """Read up to ``limit`` rows beyond log position ``after``; one writer leaves no gaps."""
        with self._log.reading() as cursor:
            return cursor.execute(_LOG, (after, limit)).fetchall()

    def last_position(self) -> int:
        """Return the log position of the last row, 0 if there is none."""
        with self._log.reading() as cursor:
            return int(cursor.execute("SELECT max(rowid) FROM hookflash_events").fetchone()[0] or 0)

    def topics(self) -> set[str]:
        """Return every topic that was ever stored."""
        with self._log.reading() as cursor:
            return {topic for (topic,) in cursor.execute("SELECT topic FROM hookflash_topics")}

    def watch(self, grown: Callable[[], None]) -> Callable[[], None]:
        """Call ``grown`` from a thread whenever any other connection has written."""
        if self._log.database == MEMORY:
            return lambda: None
        return watch_in_thread(partial(self._watch, grown))

    def close(self) -> None:
        """Close every connection."""
        self._log.close()

    def insert_events(self, stored_events: Sequence[StoredEvent], **_: Any) -> Sequence[int]:
        """Store one append for the library's own event store."""
        outcome = self.commit([stored_events])[0] if stored_events else 0
        if isinstance(outcome, Conflict):
            raise IntegrityError(str(outcome))
        return range(outcome - len(stored_events) + 1, outcome + 1)

    def _take_number(self) -> int:
        """Take the number that tells this recorder's rows from equal ones of another."""
        with self._log.writing() as cursor:
            (number,) = cursor.execute(_NEXT_RECORDER).fetchone()
        self._number = number
        return int(number)

    def _watch(self, grown: Callable[[], None], ended: Event) -> None:
        connection = self._log.pool.connect()
        seen = None
        while not ended.wait(POLL):
            version = connection.execute("PRAGMA data_version").fetchone()[0]
            if version != seen:
                seen = version
                grown()
        connection.close()


def _heads(cursor: sqlite3.Cursor, streams: Iterable[str]) -> dict[str, int]:
    found = cursor.execute(_HEADS, (json.dumps(list(streams), ensure_ascii=False),))
    return {stream: head for stream, head in found if head is not None}


def _rows(appends: Iterable[Append], recorder: int) -> list[tuple[Any, ...]]:
    return [
        (e.originator_id, e.originator_version, e.topic, e.state, recorder)
        for append in appends
        for e in append
    ]


def _outcomes(
    appends: Sequence[Append], verdicts: Sequence[Conflict | None], last: int
) -> list[Outcome]:
    """Count log positions back from ``last``, that of the commit's last row."""
    outcomes: list[Outcome] = []
    for append, verdict in zip(reversed(appends), reversed(verdicts), strict=True):
        outcomes.append(verdict or last)
        last -= 0 if verdict else len(append)
    return outcomes[::-1]
