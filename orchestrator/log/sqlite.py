"""The log in an SQLite file or in memory; several processes may share a file."""

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from threading import Event
from typing import Any

from eventsourcing.persistence import (
    IntegrityError,
    StoredEvent,
)
from eventsourcing.sqlite import (
    SQLiteApplicationRecorder,
)

from hookflash.orchestrator.log.batch import Append, Stored, admit, refuse_moved, streams_of
from hookflash.orchestrator.log.errors import Conflict, LogClosed, LogUnavailable
from hookflash.orchestrator.log.mapper import Row
from hookflash.orchestrator.log.notifier import watch_in_thread
from hookflash.orchestrator.log.seal import (
    FIRST,
    LastSeals,
    SealedRow,
    body,
    last_seals,
    seal_of,
    sealed,
)
from hookflash.orchestrator.log.sqlite_connections import LogDatastore, WriterBusy, database_under
from hookflash.orchestrator.log.sqlite_layouts import COMPACT, WIDE, create

POLL_SECONDS = 0.05
"""Interval at which to check for writes by other processes."""

_NEXT_RECORDER = "INSERT INTO hookflash_recorders DEFAULT VALUES RETURNING number"
_INSERT_TOPIC = "INSERT OR IGNORE INTO hookflash_topics VALUES (?)"
_TOPICS_SINCE = "SELECT DISTINCT topic FROM hookflash_events WHERE rowid > ?"
# Enough of the end of a state for seal.py to find its seal.
_HEADS = """
    SELECT originator_id, originator_version, substr(state, -27)
    FROM json_each(?) JOIN hookflash_events ON rowid = (
        SELECT rowid FROM hookflash_events WHERE originator_id = value
        ORDER BY originator_version DESC LIMIT 1)"""
_LAST = "SELECT max(rowid) FROM hookflash_events"
_GIVEN = "SELECT seq FROM sqlite_sequence WHERE name IN ('hookflash_events', 'hookflash_rows')"
_FIND = """
    SELECT rowid FROM hookflash_events
    WHERE originator_id = ? AND originator_version = ? AND topic = ? AND recorder = ?
    AND length(state) = ? AND substr(state, 1, ?) = ?"""
_STREAM = """
    SELECT rowid, originator_id, originator_version, topic, state FROM hookflash_events
    WHERE originator_id = ? AND originator_version > ? ORDER BY originator_version"""
_ROWS_OF = """
    SELECT rowid, originator_id, originator_version, topic, state FROM hookflash_events
    WHERE originator_id IN (SELECT value FROM json_each(?))
    ORDER BY originator_id, originator_version"""
_STREAMS = """
    SELECT originator_id FROM hookflash_events
    WHERE originator_id >= ? AND originator_id < ? AND originator_version = 1
    ORDER BY originator_id"""
_LOG = """
    SELECT rowid, originator_id, originator_version, topic, state FROM hookflash_events
    WHERE rowid > ? ORDER BY rowid LIMIT ?"""

_LOG_OF = """
    SELECT rowid, originator_id, originator_version, topic, state FROM hookflash_events
    WHERE rowid > ? AND +topic IN (SELECT value FROM json_each(?)) ORDER BY rowid LIMIT ?"""
_BY_STREAM = """
    SELECT rowid, originator_id, originator_version, topic, state FROM hookflash_events
    WHERE (originator_id, originator_version) > (?, ?)
    ORDER BY originator_id, originator_version LIMIT ?"""
_COUNT = f"SELECT (SELECT count(*) FROM hookflash_events), coalesce(({_GIVEN}), 0)"  # noqa: S608 - our own
_GAPS = """
    WITH given AS (
        SELECT rowid AS position FROM hookflash_events UNION ALL
        SELECT seq + 1 FROM sqlite_sequence WHERE name IN ('hookflash_events', 'hookflash_rows'))
    SELECT before + 1, position - 1
    FROM (SELECT position, lag(position, 1, 0) OVER (ORDER BY position) AS before FROM given)
    WHERE position > before + 1 ORDER BY position LIMIT 100"""
_VACUUM = "VACUUM"
_TRUNCATE = "PRAGMA wal_checkpoint(TRUNCATE)"
_CHECKPOINTS = 3
"""How often the file is tried to be written whole; each waits for other processes' reads."""


def open_recorder(url: str, *, compact: bool = False) -> "SqliteRecorder":
    """Open the log at ``url``, creating it if it does not exist, ``compact`` for packed events."""
    datastore = LogDatastore(url, database_under(url))
    try:
        recorder = SqliteRecorder(datastore, compact=compact)
        recorder.create_table()
    except BaseException:
        datastore.close()
        raise
    return recorder


class SqliteRecorder(SQLiteApplicationRecorder):
    """The library's recorder, extended to commit many appends at once and read plain tuples."""

    is_local = True

    def __init__(self, datastore: LogDatastore, *, compact: bool = False) -> None:
        super().__init__(datastore, "hookflash_events")
        self._log = datastore
        self._layout = COMPACT if compact else WIDE
        self._number: int | None = None
        self._topics_stored: set[str] = set()
        self._seals = LastSeals()
        self._last = -1
        """The log position up to which the cached seals are the last ones of their streams."""

    def create_table(self) -> None:
        """Create the log's tables if they are missing."""
        with self._log.writing() as cursor:
            self._layout = create(cursor, compact=self._layout is COMPACT)
        self._log.note_files()

    @property
    def is_compact(self) -> bool:
        """Whether the log was made for packed events."""
        return self._layout is COMPACT

    def commit(self, appends: Sequence[Append]) -> list[Stored]:
        """Store in one commit those of ``appends`` that do not conflict."""
        return self._commit(appends, self._number or self._draw_number(), wait=True)

    def commit_now(self, append: Append) -> Stored | None:
        """Commit one append, unless another connection is writing."""
        if self._number is None:
            return None
        try:
            return self._commit([append], self._number, wait=False)[0]
        except WriterBusy:
            return None

    def _commit(self, appends: Sequence[Append], number: int, *, wait: bool) -> list[Stored]:
        with self._log.writing(wait=wait) as cursor:
            before = _last_position(cursor)
            heads, seals = self._known_heads(cursor, streams_of(appends), before)
            verdicts = admit(appends, heads)
            admitted = [a for a, verdict in zip(appends, verdicts, strict=True) if not verdict]
            rows = sealed((event for append in admitted for event in append), seals)
            if new_topics := {topic for _, _, topic, _ in rows} - self._topics_stored:
                cursor.executemany(_INSERT_TOPIC, [(topic,) for topic in sorted(new_topics)])
            self._insert(cursor, rows, number)
            last = before
            if rows:
                last = int(cursor.execute("SELECT last_insert_rowid()").fetchone()[0])
            self._last = -1  # until it is certain that this was committed
        self._topics_stored |= new_topics
        for stream, version, _, state in rows:
            self._seals.note(stream, version, state)
        self._last = last
        return _outcomes(appends, verdicts, last)

    def _known_heads(
        self, cursor: sqlite3.Cursor, streams: set[str], last: int
    ) -> tuple[dict[str, int], dict[str, bytes]]:
        """As :func:`_heads`, from memory where nothing was appended but by this recorder.

        ``last`` is the last log position, read while no other connection can write.
        """
        if last != self._last:
            self._seals.forget()
        known = {stream: found for stream in streams if (found := self._seals.get(stream))}
        heads = {stream: head for stream, (head, _) in known.items()}
        seals = {stream: mark for stream, (_, mark) in known.items()}
        if unknown := streams - known.keys():
            more, their_seals = _heads(cursor, unknown)
            for stream in unknown:
                self._seals.put(stream, more.get(stream, 0), their_seals.get(stream, FIRST))
            return heads | more, seals | their_seals
        return heads, seals

    def rewrite(self, streams: Mapping[str, Append], append: Append) -> None:
        """Replace all events of ``streams`` and store ``append``, in one commit."""
        number = self._number or self._draw_number()
        with self._log.writing() as cursor:
            heads, seals = _heads(cursor, {*streams, *streams_of([append])})
            refuse_moved(streams, append, heads)
            for stream, events in streams.items():
                rows = sealed(events, {})
                seals |= last_seals(rows)
                self._replace(cursor, stream, rows)
            self._last = -1
            rows = sealed(append, seals)
            cursor.executemany(_INSERT_TOPIC, [(topic,) for _, _, topic, _ in rows])
            self._insert(cursor, rows, number)

    def _insert(self, cursor: sqlite3.Cursor, rows: Sequence[SealedRow], number: int) -> None:
        self._name(cursor, rows)
        cursor.executemany(self._layout.insert, [(*row, number) for row in rows])

    def _replace(self, cursor: sqlite3.Cursor, stream: str, rows: Sequence[SealedRow]) -> None:
        """Put ``rows`` in the place of the events of ``stream``, whose name may be forgotten."""
        self._name(cursor, rows)
        changed = [(name, topic, state, stream, at) for name, at, topic, state in rows]
        cursor.executemany(self._layout.rewrite, changed)
        if self._layout.forget:
            cursor.execute(self._layout.forget, (stream,))

    def _name(self, cursor: sqlite3.Cursor, rows: Sequence[SealedRow]) -> None:
        if self._layout.name:
            names = {name for stream, _, topic, _ in rows for name in (stream, topic)}
            cursor.executemany(self._layout.name, [(name,) for name in sorted(names)])

    def scrub(self, *, whole: bool = False) -> tuple[str, ...]:  # noqa: ARG002 - it is always whole
        """Rewrite the file without freed pages, and truncate the write-ahead log.

        Returns the statements for it if other processes did not let go of the file.
        """
        try:
            with self._log.reading() as cursor:
                cursor.execute(_VACUUM)
                for _ in range(_CHECKPOINTS):
                    busy, *_rest = cursor.execute(_TRUNCATE).fetchone()
                    if not busy:
                        return ()
        except LogClosed:
            raise
        except LogUnavailable:
            pass  # the rows are rewritten all the same
        return (_VACUUM, _TRUNCATE)

    def find(self, append: Append) -> int | None:
        """The last log position of ``append`` if this same recorder stored it, or None."""
        with self._log.reading() as cursor:
            wanted = (
                (e.originator_id, e.originator_version, e.topic, self._number, *_likeness(e.state))
                for e in append
            )
            found = [cursor.execute(_FIND, row).fetchone() for row in wanted]
        return max(int(row[0]) for row in found) if all(found) else None

    def stream_rows(self, stream: str, after: int) -> list[Row]:
        """Read the rows of ``stream`` after position ``after``, in order."""
        with self._log.reading() as cursor:
            return cursor.execute(_STREAM, (stream, after)).fetchall()

    def rows_of(self, streams: Iterable[str]) -> list[Row]:
        """Read all rows of ``streams``, each stream in order."""
        with self._log.reading() as cursor:
            return cursor.execute(_ROWS_OF, (_listed(streams),)).fetchall()

    def streams(self, first: str, beyond: str) -> list[str]:
        """List the streams with names from ``first`` up to but not including ``beyond``, sorted."""
        with self._log.reading() as cursor:
            return [stream for (stream,) in cursor.execute(_STREAMS, (first, beyond))]

    def log_rows(self, after: int, limit: int) -> list[Row]:
        """Read up to ``limit`` rows after log position ``after``; one writer leaves no gaps."""
        with self._log.reading() as cursor:
            return cursor.execute(_LOG, (after, limit)).fetchall()

    def log_rows_of(self, topics: Sequence[str], after: int, limit: int) -> list[Row]:
        """Read up to ``limit`` rows of ``topics`` after log position ``after``."""
        with self._log.reading() as cursor:
            return cursor.execute(_LOG_OF, (after, _listed(topics), limit)).fetchall()

    def rows_by_stream(self, after: tuple[str, int], limit: int) -> list[Row]:
        """Read up to ``limit`` rows after ``(stream, position)``, ordered by these."""
        with self._log.reading() as cursor:
            return cursor.execute(_BY_STREAM, (*after, limit)).fetchall()

    def heads(self, streams: Iterable[str]) -> dict[str, int]:
        """The last position of each existing stream."""
        with self._log.reading() as cursor:
            return _heads(cursor, streams)[0]

    def gaps(self) -> list[tuple[int, int]]:
        """Find the first ranges of missing log positions; one writer leaves no gaps."""
        with self._log.reading() as cursor:
            rows, last = cursor.execute(_COUNT).fetchone()
            return [] if rows == last else cursor.execute(_GAPS).fetchall()

    def now(self) -> None:
        """Return None: the file is on this host."""

    def last_position(self) -> int:
        """Return the log position of the last row, 0 if the log is empty."""
        with self._log.reading() as cursor:
            return int(cursor.execute(_LAST).fetchone()[0] or 0)

    def newest_position(self) -> int:
        """Return the log position of the last row: readers see every committed event."""
        return self.last_position()

    def end_stalled(self) -> list[str]:
        """Do nothing: readers never wait for a writer."""
        return []

    def topics(self) -> set[str]:
        """Return all topics that were ever stored."""
        with self._log.reading() as cursor:
            return {topic for (topic,) in cursor.execute("SELECT topic FROM hookflash_topics")}

    def topics_since(self, newest: int | None) -> set[str]:
        """Return the topics of the ``newest`` events, or of all with None, by looking at them."""
        after = 0 if newest is None else max(0, self.last_position() - newest)
        with self._log.reading() as cursor:
            return {str(topic) for (topic,) in cursor.execute(_TOPICS_SINCE, (after,))}

    def add_topics(self, topics: Iterable[str]) -> None:
        """Add ``topics`` to the list, where it lacks them."""
        with self._log.writing() as cursor:
            cursor.executemany(_INSERT_TOPIC, [(topic,) for topic in topics])

    def watch(self, grown: Callable[[], None]) -> Callable[[], None]:
        """Call ``grown`` from a thread after a write by any other connection."""
        if self._log.in_memory:
            return lambda: None
        return watch_in_thread(partial(self._watch, grown))

    def close(self) -> None:
        """Close every connection."""
        self._log.close()

    def insert_events(self, stored_events: Sequence[StoredEvent], **_: Any) -> Sequence[int]:
        """Store one append for the library's own event store."""
        if not stored_events:
            return []
        outcome = self.commit([stored_events])[0]
        if isinstance(outcome, Conflict):
            raise IntegrityError(str(outcome))
        return outcome

    def _draw_number(self) -> int:
        """Draw the number that distinguishes this recorder's rows from another's equal ones."""
        with self._log.writing() as cursor:
            (number,) = cursor.execute(_NEXT_RECORDER).fetchone()
        self._number = number
        return int(number)

    def _watch(self, grown: Callable[[], None], stopped: Event) -> None:
        connection = self._log.pool.connect()
        seen = None
        while not stopped.wait(POLL_SECONDS):
            self._log.notice_moved()
            version = connection.execute("PRAGMA data_version").fetchone()[0]
            if version != seen:
                seen = version
                grown()
        connection.close()


def _last_position(cursor: sqlite3.Cursor) -> int:
    """The highest log position that was ever given, even if its row was cut off."""
    found = cursor.execute(_GIVEN).fetchone()
    return int(found[0]) if found else 0


def _heads(
    cursor: sqlite3.Cursor, streams: Iterable[str]
) -> tuple[dict[str, int], dict[str, bytes]]:
    """The last position of each existing stream, and its seal there."""
    found = cursor.execute(_HEADS, (_listed(streams),)).fetchall()
    heads = {stream: head for stream, head, _ in found}
    return heads, {stream: seal_of(end) for stream, _, end in found}


def _likeness(state: bytes) -> tuple[int, int, bytes]:
    """What a state that differs at most in its seal has: its length, and what is before that."""
    content = body(state)
    return len(state), len(content), content


def _listed(streams: Iterable[str]) -> str:
    return json.dumps(list(streams), ensure_ascii=False)


def _outcomes(
    appends: Sequence[Append], verdicts: Sequence[Conflict | None], last: int
) -> list[Stored]:
    """Compute log positions backwards from ``last``, that of the commit's last row."""
    outcomes: list[Stored] = []
    for append, verdict in zip(reversed(appends), reversed(verdicts), strict=True):
        first = last if verdict else last - len(append)
        outcomes.append(verdict or range(first + 1, last + 1))
        last = first
    return outcomes[::-1]
