"""The log in PostgreSQL: many workers on many hosts append to it at once.

The library locks the whole table for each append, so that log positions become visible in
their order; then writers queue for the disk one after another. Here they commit side by side,
and readers stop short of what is still on its way (ADR 2):

* A writer first takes a shared advisory lock that carries the last log position given so far.
  Its own positions are given after that, so they lie beyond. The lock ends with its commit.
* A reader asks first which position was given last, then which locks are held, then for rows,
  and trusts rows up to the lowest of those positions: whoever has been given one below holds a
  lock that was seen, or had ended before the rows were read.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from itertools import islice
from typing import Any, LiteralString, TypeVar

from eventsourcing.persistence import IntegrityError, Notification, StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder
from psycopg import Connection, Cursor
from psycopg.errors import UniqueViolation
from psycopg.rows import tuple_row

from hookflash.orchestrator.log import postgres_statements as sql
from hookflash.orchestrator.log.batch import (
    Append,
    Outcome,
    admit,
    presumed_heads,
    refuse_moved,
    streams_of,
)
from hookflash.orchestrator.log.errors import AnswerLost, Conflict, LogUnavailable
from hookflash.orchestrator.log.mapper import Row
from hookflash.orchestrator.log.notifier import watch_in_thread
from hookflash.orchestrator.log.postgres_connections import PostgresConnections
from hookflash.orchestrator.log.seal import LastSeals, body, sealed

R = TypeVar("R")

READS_TRIED = 4
"""How often a read is begun when its connection dies."""
_WRAP = 1 << 31


def open_recorder(url: str) -> "PostgresRecorder":
    """Open the log under ``url``, making its tables if they are not there."""
    return PostgresRecorder(PostgresConnections(url))


class PostgresRecorder(PostgresApplicationRecorder):
    """The library's recorder without its table lock: see the module on why nothing is skipped."""

    at_hand = False

    def __init__(self, connections: PostgresConnections) -> None:
        with connections.connect() as connection:
            with connection.transaction():
                connection.execute(sql.CREATE)
            ((self._number, table, schema),) = _cursor(connection).execute(sql.IDENTIFY)
        connections.schema = schema
        connections.pool.open()
        super().__init__(connections, events_table_name="hookflash_events")
        self._log = connections
        # Advisory locks are named by signed numbers, and seen under unsigned ones.
        self._table = table
        self._lock = table - (1 << 32) if table >= 1 << 31 else table
        self._topics_stored: set[str] = set()
        self._seals = LastSeals()

    def commit(self, appends: Sequence[Append]) -> list[Outcome]:
        """Store in one commit those of ``appends`` that conflict with nothing."""
        outcomes = self._commit(appends)
        return [out if isinstance(out, Conflict) else max(out) for out in outcomes]

    def find(self, append: Append) -> int | None:
        """Find ``append`` as this very recorder stored it: its log position, or None."""
        wanted = [
            (str(e.originator_id), e.originator_version, e.topic, body(e.state)) for e in append
        ]
        ((found, last),) = self._read(sql.FIND, [*_columns(wanted), self._number])
        return last if found == len(append) else None

    def stream_rows(self, stream: str, after: int) -> list[Row]:
        """Read what ``stream`` holds beyond position ``after``, in order."""
        rows: list[Row] = self._read(sql.STREAM, [stream, after])
        self._note_seals(rows)
        return rows

    def rows_of(self, streams: Iterable[str]) -> list[Row]:
        """Read all that ``streams`` hold, each in order."""
        rows: list[Row] = self._read(sql.ROWS_OF, [list(streams)])
        self._note_seals(rows)
        return rows

    def streams(self, first: str, beyond: str) -> list[str]:
        """Name the streams from ``first`` on whose names stand before ``beyond``, in order."""
        return [stream for (stream,) in self._read(sql.STREAMS, [first, beyond])]

    def log_rows(self, after: int, limit: int) -> list[Row]:
        """Read up to ``limit`` rows beyond log position ``after``, up to what is on its way."""
        return self._retried(partial(self._log_rows, after, limit))

    def rows_by_stream(self, after: tuple[str, int], limit: int) -> list[Row]:
        """Read up to ``limit`` rows beyond a stream's position, by stream and then position."""
        return self._read(sql.BY_STREAM, [*after, limit])

    def heads(self, streams: Iterable[str]) -> dict[str, int]:
        """Look up the last position of each stream; nothing for one that is not there."""
        with self._log.connection() as connection:
            return _heads(connection, streams)[0]

    def gaps(self) -> list[tuple[int, int]]:
        """Find nothing: an append that was given up leaves a gap in the log positions."""
        return []

    def rewrite(self, streams: Mapping[str, Append], append: Append) -> None:
        """Put other events in the place of all those of ``streams``, and store ``append``."""
        with self._log.connection() as connection:
            execute = _cursor(connection).execute
            with connection.transaction():
                execute(sql.ANNOUNCE, [self._lock])
                execute(sql.LOCK)
                heads, seals = _heads(connection, {*streams, *streams_of([append])})
                refuse_moved(streams, append, heads)
                for stream, events in streams.items():
                    execute(sql.REWRITE, [*_columns(sealed(events, {})), stream])
                columns = _columns(sealed(append, seals))
                execute(sql.INSERT_TOPICS, [sorted(set(columns[2]))])
                given = [*columns, list(range(len(append))), self._number, *_columns((), 3)]
                execute(sql.INSERT, given)
            execute(sql.NOTIFY)

    def scrub(self) -> None:
        """Have the rows that were rewritten removed; what backups and archives hold, stays."""
        with self._log.connection() as connection:
            connection.execute(sql.VACUUM)

    def last_position(self) -> int:
        """Return the log position of the last row before what is on its way, 0 if none."""
        ((last,),) = self._read(sql.LAST, [self._retried(self._settled)])
        return last or 0

    def topics(self) -> set[str]:
        """Return every topic that was ever stored."""
        return {topic for (topic,) in self._read(sql.TOPICS, [])}

    def watch(self, grown: Callable[[], None]) -> Callable[[], None]:
        """Call ``grown`` from a thread when anybody has appended."""
        return watch_in_thread(partial(self._log.listen, grown))

    def close(self) -> None:
        """Close every connection."""
        self._log.close()

    def create_table(self) -> None:
        """Make nothing more: the tables were there before the first statement."""

    def insert_events(self, stored_events: Sequence[StoredEvent], **_: Any) -> Sequence[int]:
        """Store one append for the library's own event store."""
        if not stored_events:
            return []
        outcome = self._commit([stored_events])[0]
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
        """Give the library's readers rows up to what is on its way, too."""
        settled = self._retried(self._settled)
        trusted = settled if stop is None else min(stop, settled)
        found: Sequence[Notification] = super().select_notifications(
            start, limit, trusted, topics, inclusive_of_start=inclusive_of_start
        )
        return found

    def _commit(self, appends: Sequence[Append]) -> list[list[int] | Conflict]:
        """Store what fits; give each append's log positions, or why it was turned away.

        Presumes at first that all fit, which needs no look before. If another worker was first,
        or a stream's last seal is not known here, it looks where the streams are and leaves out
        what conflicts: more, each time round.
        """
        heads, looked = presumed_heads(appends), False
        seals = self._seals.at(heads)
        with self._log.connection() as connection:
            for _ in range(len(appends) + 2):
                verdicts = admit(appends, heads)
                if seals is not None and (looked or not any(verdicts)):
                    admitted = [a for a, v in zip(appends, verdicts, strict=True) if not v]
                    if (stored := self._insert(connection, admitted, seals)) is not None:
                        given = iter(stored)
                        return [verdict or next(given) for verdict in verdicts]
                (heads, seals), looked = _heads(connection, streams_of(appends)), True
        raise LogUnavailable(f"{self._log.url}: hookflash_events takes no new log positions")

    def _insert(
        self, connection: Connection[Any], appends: Sequence[Append], seals: dict[str, bytes]
    ) -> list[list[int]] | None:
        """Insert all of ``appends``, each stream after its seal in ``seals``.

        None, if a position is taken, or the one before is missing or sealed otherwise.
        """
        if not appends:
            return []
        rows = sealed((event for append in appends for event in append), seals)
        # All workers insert in one order of streams, so that no two wait for each other.
        order = sorted(range(len(rows)), key=lambda n: rows[n][:2])
        columns = _columns(rows[n] for n in order)
        befores = [(s, head, seals[s]) for s, head in presumed_heads(appends).items() if head]
        new_topics = set(columns[2]) - self._topics_stored
        execute = partial(_cursor(connection).execute, prepare=True)
        insert = _cursor(connection)
        try:
            with connection.pipeline():
                execute("BEGIN")
                execute(sql.ANNOUNCE, [self._lock])
                if new_topics:
                    execute(sql.INSERT_TOPICS, [sorted(new_topics)])
                given = [*columns, order, self._number, *_columns(befores, 3)]
                insert.execute(sql.INSERT, given, prepare=True)
                execute("COMMIT")
                execute(sql.NOTIFY)  # in a transaction of its own, which waits for no disk
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

    def _log_rows(self, after: int, limit: int) -> list[Row]:
        with self._log.connection() as connection, connection.pipeline():
            settled = self._ask_settled(connection)
            rows = _cursor(connection).execute(sql.LOG, [after, limit], prepare=True)
            last = settled()
            return [row for row in rows if row[0] <= last]

    def _settled(self) -> int:
        """Find the log position up to which nothing is on its way."""
        with self._log.connection() as connection, connection.pipeline():
            return self._ask_settled(connection)()

    def _ask_settled(self, connection: Connection[Any]) -> Callable[[], int]:
        given = _cursor(connection).execute(sql.POSITION_GIVEN, prepare=True)
        announced = _cursor(connection).execute(sql.ANNOUNCED, [self._table], prepare=True)

        def settled() -> int:
            last: int
            ((last,),) = given.fetchall()
            return min((last, *(_whole(low, last) for (low,) in announced.fetchall())))

        return settled

    def _read(self, query: LiteralString, params: list[Any]) -> list[Any]:
        def read() -> list[Any]:
            with self._log.connection() as connection:
                return _cursor(connection).execute(query, params, prepare=True).fetchall()

        return self._retried(read)

    def _retried(self, read: Callable[[], R]) -> R:
        """Begin ``read`` anew when its connection dies."""
        for _ in range(READS_TRIED):
            with suppress(AnswerLost):
                return read()
        raise LogUnavailable(f"{self._log.url}: the server broke off {READS_TRIED} reads")


def _cursor(connection: Connection[Any]) -> Cursor[Any]:
    return connection.cursor(binary=True, row_factory=tuple_row)


def _columns(rows: Iterable[tuple[Any, ...]], width: int = 4) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)] or [[] for _ in range(width)]


def _heads(
    connection: Connection[Any], streams: Iterable[str]
) -> tuple[dict[str, int], dict[str, bytes]]:
    """Look up where each stream is, and the seal it is at."""
    found = _cursor(connection).execute(sql.HEADS, [list(streams)], prepare=True).fetchall()
    heads = {stream: head for stream, head, _ in found}
    return heads, {stream: mark for stream, _, mark in found}


def _whole(low: int, near: int) -> int:
    """Complete a log position of which a lock told the lowest 31 bits, from one near it."""
    ahead = (low - near) % _WRAP
    return near + ahead - (_WRAP if ahead > _WRAP // 2 else 0)
