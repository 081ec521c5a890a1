"""The log in PostgreSQL, for many workers on many hosts.

The library locks the whole table for each append, so that log positions become visible in order;
writers then wait for each other's disk syncs. Here writers commit concurrently, and readers stop
before appends that are not committed yet (docs/adr/0002-log.md):

* A writer first takes a shared advisory lock that carries the last log position assigned so far.
  Its own positions are assigned afterwards, so they are higher. Its commit releases the lock.
* A reader asks first for the last assigned position, then for the locks held, then for rows, and
  trusts rows up to the lowest of those positions: a writer with a lower position either holds a
  lock that was seen, or had finished before the rows were read.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from typing import Any, LiteralString, TypeVar, cast

from eventsourcing.persistence import IntegrityError, Notification, StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder
from psycopg import Connection, Cursor
from psycopg.errors import Diagnostic, InsufficientPrivilege, QueryCanceled, UniqueViolation
from psycopg.rows import tuple_row

from hookflash.orchestrator.log import postgres_statements as sql
from hookflash.orchestrator.log.batch import (
    Append,
    Stored,
    admit,
    presumed_heads,
    refuse_moved,
    streams_of,
)
from hookflash.orchestrator.log.errors import AnswerLost, Conflict, LogUnavailable
from hookflash.orchestrator.log.mapper import Row
from hookflash.orchestrator.log.notifier import watch_in_thread
from hookflash.orchestrator.log.postgres_connections import PostgresConnections
from hookflash.orchestrator.log.seal import LastSeals, body, last_seals, seal_of, sealed

R = TypeVar("R")

READS_TRIED = 4
"""How often a read is tried if its connection dies."""
STALLED_SECONDS = 2.0
"""How long a session may leave an append that it has begun. PostgreSQL's own limit for idle
transactions does not hold between the statements of a pipeline."""
_WRAP = 1 << 31


def open_recorder(url: str) -> "PostgresRecorder":
    """Open the log at ``url``, creating its tables if they do not exist."""
    return PostgresRecorder(PostgresConnections(url))


class PostgresRecorder(PostgresApplicationRecorder):
    """The library's recorder without its table lock; see the module for why that is safe."""

    is_local = False
    is_compact = False

    def __init__(self, connections: PostgresConnections) -> None:
        with connections.connect() as connection:
            with connection.transaction():
                connection.execute(sql.CREATE)
            ((self._number, table, schema),) = _cursor(connection).execute(sql.IDENTIFY)
        connections.schema = schema
        connections.pool.open()
        super().__init__(connections, events_table_name="hookflash_events")
        self._log = connections
        # Advisory locks are taken with signed numbers, but listed with unsigned ones.
        self._table = table
        self._lock = table - (1 << 32) if table >= 1 << 31 else table
        self._topics_stored: set[str] = set()
        self._seals = LastSeals()

    def commit(self, appends: Sequence[Append]) -> list[Stored]:
        """Store in one commit those of ``appends`` that do not conflict.

        The first attempt assumes that nothing conflicts, which saves a query. If another worker was
        first, or the last seal of a stream is not cached, the heads are queried and conflicting
        appends are left out. Each further attempt leaves out at least one more.
        """
        heads, looked = presumed_heads(appends), False
        seals = self._seals.at(_appended_to(appends, heads))
        with self._log.connection() as connection:
            for _ in range(len(appends) + 2):
                verdicts = admit(appends, heads)
                if seals is not None and (looked or not any(verdicts)):
                    admitted = [a for a, v in zip(appends, verdicts, strict=True) if not v]
                    if (stored := self._insert(connection, admitted, seals)) is not None:
                        given = iter(stored)
                        return [verdict or next(given) for verdict in verdicts]
                (heads, seals), looked = _heads(connection, streams_of(appends)), True
        raise LogUnavailable(f"{self._log.url}: hookflash_events does not assign new log positions")

    def commit_now(self, append: Append) -> None:
        """Return None: a server is always waited for."""

    def find(self, append: Append) -> int | None:
        """The last log position of ``append`` if this same recorder stored it, or None."""
        wanted = [
            (str(e.originator_id), e.originator_version, e.topic, body(e.state), len(e.state))
            for e in append
        ]
        ((found, last),) = self._read(sql.FIND, [*_columns(wanted), self._number])
        return last if found == len(append) else None

    def stream_rows(self, stream: str, after: int) -> list[Row]:
        """Read the rows of ``stream`` after position ``after``, in order."""
        rows: list[Row] = self._read(sql.STREAM, [stream, after])
        self._note_seals(rows)
        return rows

    def rows_of(self, streams: Iterable[str]) -> list[Row]:
        """Read all rows of ``streams``, each stream in order."""
        rows: list[Row] = self._read(sql.ROWS_OF, [list(streams)])
        self._note_seals(rows)
        return rows

    def streams(self, first: str, beyond: str) -> list[str]:
        """List the streams with names from ``first`` up to but not including ``beyond``, sorted."""
        return [stream for (stream,) in self._read(sql.STREAMS, [first, beyond])]

    def log_rows(self, after: int, limit: int) -> list[Row]:
        """Read up to ``limit`` rows after log position ``after``, before any uncommitted append."""
        return self._retried(partial(self._log_rows, sql.LOG, [after, limit]))

    def log_rows_of(self, topics: Sequence[str], after: int, limit: int) -> list[Row]:
        """Read like :meth:`log_rows`, but only events of ``topics``."""
        return self._retried(partial(self._log_rows, sql.LOG_OF, [after, list(topics), limit]))

    def rows_by_stream(self, after: tuple[str, int], limit: int) -> list[Row]:
        """Read up to ``limit`` rows after ``(stream, position)``, ordered by these."""
        return self._read(sql.BY_STREAM, [*after, limit])

    def heads(self, streams: Iterable[str]) -> dict[str, int]:
        """The last position of each existing stream."""
        with self._log.connection() as connection:
            return _heads(connection, streams)[0]

    def gaps(self) -> list[tuple[int, int]]:
        """Always empty: an aborted append legitimately leaves a gap in the log positions."""
        return []

    def rewrite(self, streams: Mapping[str, Append], append: Append) -> None:
        """Replace all events of ``streams`` and store ``append``, in one commit."""
        with self._log.connection() as connection:
            execute = _cursor(connection).execute
            with connection.transaction():
                execute(sql.ANNOUNCE, [self._lock])
                execute(sql.LOCK)
                heads, seals = _heads(connection, {*streams, *streams_of([append])})
                refuse_moved(streams, append, heads)
                for stream, events in streams.items():
                    rows = sealed(events, {})
                    seals |= last_seals(rows)
                    execute(sql.REWRITE, [*_columns(rows), stream])
                columns = _columns(sealed(append, seals))
                execute(sql.INSERT_TOPICS, [sorted(set(columns[2]))])
                given = [*columns, list(range(len(append))), self._number]
                given += [*_columns((), 3), *_columns((), 2)]
                execute(sql.INSERT, given)
            execute(sql.NOTIFY)

    def scrub(self, *, whole: bool = False) -> tuple[str, ...]:
        """Free the old versions of rewritten rows; returns what removes them from the disk.

        ``whole``: run that too. It locks each table while it is written again, and what the role
        may not run is returned. Backups, archives and the write-ahead log keep theirs.
        """
        with self._log.connection() as connection:
            connection.execute(sql.VACUUM)
            found = connection.execute(sql.SCRUBBED).fetchall()
            statements = [row["statement"] for row in found]
            return tuple(s for s in statements if not (whole and _vacuumed(connection, s)))

    def now(self) -> datetime:
        """Return the time by the server's clock, UTC."""
        ((now,),) = self._read(sql.NOW, [])
        return cast(datetime, now).astimezone(UTC)

    def last_position(self) -> int:
        """Return the last log position before any uncommitted append, 0 if there is none."""
        ((last,),) = self._read(sql.LAST, [self._retried(self._settled)])
        return last or 0

    def newest_position(self) -> int:
        """Return the log position of the newest committed event, 0 if there is none."""
        ((last,),) = self._read(sql.NEWEST, [])
        return last or 0

    def end_stalled(self) -> list[str]:
        """End the sessions that began an append and have left it for ``STALLED_SECONDS``.

        Such a worker was stopped, or cut off. Its append is rolled back; once it goes on, it finds
        its connection closed and appends again.
        """
        found = self._read(sql.STALLED, [self._table, STALLED_SECONDS])
        return [self._ended(*one) for one in found]

    def _ended(self, pid: int, host: str, seconds: float) -> str:
        done = "ended it"
        with self._log.connection() as connection:
            try:
                connection.execute(sql.END_SESSION, [pid])
            except InsufficientPrivilege:
                done = "this role may not end it"
        return f"session {pid} from {host} has left its append for {seconds:.1f} s; {done}"

    def topics(self) -> set[str]:
        """Return all topics that were ever stored."""
        return {topic for (topic,) in self._read(sql.TOPICS, [])}

    def topics_since(self, newest: int | None) -> set[str]:
        """Return the topics of the ``newest`` events, or of all with None, by looking at them."""
        after = 0 if newest is None else self.newest_position() - newest
        return {topic for (topic,) in self._read(sql.TOPICS_SINCE, [after])}

    def add_topics(self, topics: Iterable[str]) -> None:
        """Add ``topics`` to the list, where it lacks them."""
        with self._log.connection() as connection:
            _cursor(connection).execute(sql.INSERT_TOPICS, [sorted(topics)])

    def watch(self, grown: Callable[[], None]) -> Callable[[], None]:
        """Call ``grown`` from a thread when any process has appended."""
        return watch_in_thread(partial(self._log.listen, grown))

    def close(self) -> None:
        """Close all connections."""
        self._log.close()

    def create_table(self) -> None:
        """Do nothing: the tables were created on connecting."""

    def insert_events(self, stored_events: Sequence[StoredEvent], **_: Any) -> Sequence[int]:
        """Store one append for the library's own event store."""
        if not stored_events:
            return []
        outcome = self.commit([stored_events])[0]
        if isinstance(outcome, Conflict):
            raise IntegrityError(str(outcome))
        return outcome

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        """Limit the library's readers, too, to rows before any uncommitted append."""
        settled = self._retried(self._settled)
        trusted = settled if stop is None else min(stop, settled)
        found: Sequence[Notification] = super().select_notifications(
            start, limit, trusted, topics, inclusive_of_start=inclusive_of_start
        )
        return found

    def _insert(
        self, connection: Connection[Any], appends: Sequence[Append], seals: dict[str, bytes]
    ) -> list[list[int]] | None:
        """Insert all of ``appends``, each stream after its seal in ``seals``.

        Returns None if a position is taken, if the previous event is missing or has another seal,
        or if a stream that was read has grown.
        """
        if not appends:
            return []
        rows = sealed((event for append in appends for event in append), seals)
        # All workers insert in the same order of streams, which rules out deadlocks.
        order = sorted(range(len(rows)), key=lambda n: rows[n][:2])
        columns = _columns(rows[n] for n in order)
        presumed = presumed_heads(appends)
        continued = _appended_to(appends, presumed)
        befores = [(s, head, seals[s]) for s, head in continued.items() if head]
        reads = [(s, head) for s, head in presumed.items() if s not in continued]
        new_topics = set(columns[2]) - self._topics_stored
        execute = partial(_cursor(connection).execute, prepare=True)
        insert = _cursor(connection)
        try:
            with connection.pipeline():
                execute("BEGIN")
                execute(sql.ANNOUNCE, [self._lock])
                if new_topics:
                    execute(sql.INSERT_TOPICS, [sorted(new_topics)])
                given = [*columns, order, self._number]
                given += [*_columns(befores, 3), *_columns(reads, 2)]
                insert.execute(sql.INSERT, given, prepare=True)
                execute("COMMIT")
                execute(sql.NOTIFY)  # in a transaction of its own, without a sync
        except UniqueViolation:
            connection.rollback()
            return None
        positions = dict(zip(order, (position for (position,) in insert), strict=False))
        if not positions:
            return None
        self._topics_stored |= new_topics
        for stream, version, _, state in rows:
            self._seals.note(stream, version, state)
        in_order = iter([positions[n] for n in range(len(rows))])
        return [list(islice(in_order, len(append))) for append in appends]

    def _note_seals(self, rows: Iterable[Row]) -> None:
        lasts = {row[1]: row for row in rows}
        for _, stream, position, _, state in lasts.values():
            self._seals.note(stream, position, state)

    def _log_rows(self, query: LiteralString, params: list[Any]) -> list[Row]:
        with self._log.connection() as connection, connection.pipeline():
            settled = self._ask_settled(connection)
            rows = _cursor(connection).execute(query, params, prepare=True)
            last = settled()
            return [row for row in rows if row[0] <= last]

    def _settled(self) -> int:
        """The last log position before any uncommitted append."""
        with self._log.connection() as connection, connection.pipeline():
            return self._ask_settled(connection)()

    def _ask_settled(self, connection: Connection[Any]) -> Callable[[], int]:
        given = _cursor(connection).execute(sql.POSITION_GIVEN, prepare=True)
        announced = _cursor(connection).execute(sql.ANNOUNCED, [self._table], prepare=True)

        def settled() -> int:
            last: int
            ((last,),) = given.fetchall()
            return min((last, *(_restored(low, last) for (low,) in announced.fetchall())))

        return settled

    def _read(self, query: LiteralString, params: list[Any]) -> list[Any]:
        def read() -> list[Any]:
            with self._log.connection() as connection:
                return _cursor(connection).execute(query, params, prepare=True).fetchall()

        return self._retried(read)

    def _retried(self, read: Callable[[], R]) -> R:
        """Retry ``read`` if its connection dies."""
        for _ in range(READS_TRIED):
            with suppress(AnswerLost):
                return read()
        raise LogUnavailable(f"{self._log.url}: {READS_TRIED} connections died during one read")


def _appended_to(appends: Iterable[Append], heads: Mapping[str, int]) -> dict[str, int]:
    """The ``heads`` of the streams to which ``appends`` add events."""
    streams = {str(event.originator_id) for append in appends for event in append}
    return {stream: head for stream, head in heads.items() if stream in streams}


def _vacuumed(connection: Connection[Any], statement: LiteralString) -> bool:
    """Run a VACUUM; False if the role may not, which PostgreSQL says in a warning."""
    warnings: list[Diagnostic] = []
    connection.add_notice_handler(warnings.append)
    try:
        connection.execute(statement)
    except (InsufficientPrivilege, QueryCanceled):
        return False
    finally:
        connection.remove_notice_handler(warnings.append)
    return not any(warning.severity_nonlocalized == "WARNING" for warning in warnings)


def _cursor(connection: Connection[Any]) -> Cursor[Any]:
    return connection.cursor(binary=True, row_factory=tuple_row)


def _columns(rows: Iterable[tuple[Any, ...]], width: int = 4) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)] or [[] for _ in range(width)]


def _heads(
    connection: Connection[Any], streams: Iterable[str]
) -> tuple[dict[str, int], dict[str, bytes]]:
    """The last position of each existing stream, and its seal there."""
    found = _cursor(connection).execute(sql.HEADS, [list(streams)], prepare=True).fetchall()
    heads = {stream: head for stream, head, _ in found}
    return heads, {stream: seal_of(end) for stream, _, end in found}


def _restored(low: int, near: int) -> int:
    """Restore a log position from its lowest 31 bits, as carried by a lock, and a nearby one."""
    ahead = (low - near) % _WRAP
    return near + ahead - (_WRAP if ahead > _WRAP // 2 else 0)
