"""Durable delivery state: cursors, leases, queue, attempt log."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, Literal, NamedTuple

from sqlalchemy import ColumnElement, Engine, Table, and_, delete, func, insert, select, update

from hookflash.domain.value import Value
from hookflash.orchestrator.log.cursors import Cursors, add_columns, create_tables, drop, move
from hookflash.orchestrator.webhooks.outgoing.ordered_queues import Waiting
from hookflash.orchestrator.webhooks.outgoing.tables import ATTEMPTS, METADATA, WAITING
from hookflash.projections.database.engine import reading, writing

MAX_ATTEMPTS: Final = 1_000
"""Attempts kept in the delivery log of an endpoint; older ones are deleted."""

AttemptOutcome = Literal["delivered", "failed", "given_up", "gone"]


class Key(NamedTuple):
    """Identifies an endpoint: its workspace and its id."""

    workspace: str
    endpoint: str


class Attempt(Value):
    """An entry of the delivery log.

    ``status`` is None if there was no response; ``error`` then says why. ``seconds`` is the
    duration. A ``failed`` attempt is retried at ``next_at``, a ``given_up`` one never; ``gone``
    is a 410, which disables the endpoint. ``position`` is that of the event in the log; None for
    a test, and for attempts of older versions.
    """

    id: int
    message: str
    type: str
    subject: str
    attempt: int
    at: datetime
    seconds: float
    status: int | None
    outcome: AttemptOutcome
    error: str
    next_at: datetime | None
    position: int | None = None


class Settled(NamedTuple):
    """The result for a queued event; ``attempt`` is a row of the attempt log without its id.

    The event is retried at ``due_at``; if that is None, it leaves the queue.
    """

    waiting: Waiting
    attempt: dict[str, Any] | None
    due_at: datetime | None


class DeliveryStore:
    """Stores delivery state in the log's database. Thread-safe; all methods block."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._cursors = Cursors(engine)
        with writing(engine) as connection:
            create_tables(connection, METADATA)
            add_columns(connection, ATTEMPTS)

    def open(self, key: Key, position: int) -> None:
        """Create an endpoint's cursor after log ``position``; an existing cursor is kept."""
        self._cursors.open(_name(key), position)

    def hold(self, key: Key, worker: str, now: datetime, until: datetime) -> int | None:
        """Acquire or renew the lease until ``until``; returns the endpoint's log position.

        Returns None if another worker holds the lease, or if the endpoint has no cursor.
        """
        return self._cursors.hold(_name(key), worker, now, until)

    def release(self, key: Key, worker: str) -> None:
        """Release the lease, so that another worker can take over at once."""
        self._cursors.release(_name(key), worker)

    def waiting(self, key: Key) -> list[Waiting]:
        """Return an endpoint's queue, in log order."""
        columns = [WAITING.c[name] for name in Waiting._fields]
        query = select(*columns).where(_of(WAITING, key)).order_by(WAITING.c.position)
        with reading(self._engine) as connection:
            return [Waiting(*row) for row in connection.execute(query)]

    def enqueue(self, key: Key, worker: str, position: int, new: Sequence[Waiting]) -> None:
        """Advance the cursor to ``position`` and queue ``new``, in one transaction.

        Raises :class:`LeaseLost`.
        """
        with writing(self._engine) as connection:
            move(connection, _name(key), worker, position)
            if new:
                rows = [{**key._asdict(), **one._asdict()} for one in new]
                connection.execute(insert(WAITING), rows)

    def settle(self, key: Key, settled: Sequence[Settled]) -> None:
        """Update the queue and append the attempts, in one transaction."""
        with writing(self._engine) as connection:
            for waiting, attempt, due_at in settled:
                this = and_(_of(WAITING, key), WAITING.c.position == waiting.position)
                if due_at is None:
                    connection.execute(delete(WAITING).where(this))
                else:
                    retry = {"attempts": waiting.attempts + 1, "due_at": due_at}
                    connection.execute(update(WAITING).where(this).values(retry))
                if attempt is not None:
                    connection.execute(insert(ATTEMPTS).values({**key._asdict(), **attempt}))
            self._trim(connection, key)

    def record(self, key: Key, attempt: dict[str, Any]) -> Attempt:
        """Append an attempt that was not queued, such as a test."""
        with writing(self._engine) as connection:
            row = connection.execute(
                insert(ATTEMPTS).values({**key._asdict(), **attempt}).returning(ATTEMPTS.c.id)
            )
            new_id = row.scalar_one()
            self._trim(connection, key)
        return Attempt(id=new_id, **attempt)

    def attempts(self, key: Key, limit: int, before: int | None = None) -> tuple[Attempt, ...]:
        """Return up to ``limit`` attempts, newest first; only older ones than id ``before``."""
        columns = [ATTEMPTS.c[name] for name in Attempt.model_fields]
        query = select(*columns).where(_of(ATTEMPTS, key))
        if before is not None:
            query = query.where(ATTEMPTS.c.id < before)
        with reading(self._engine) as connection:
            rows = connection.execute(query.order_by(ATTEMPTS.c.id.desc()).limit(limit)).mappings()
            return tuple(Attempt(**row) for row in rows)

    def attempt(self, key: Key, number: int) -> tuple[Attempt, int] | None:
        """The attempt with the id ``number``, and how often its message has been sent."""
        columns = [ATTEMPTS.c[name] for name in Attempt.model_fields]
        query = select(*columns).where(_of(ATTEMPTS, key), ATTEMPTS.c.id == number)
        with reading(self._engine) as connection:
            row = connection.execute(query).mappings().first()
            if row is None:
                return None
            same = and_(_of(ATTEMPTS, key), ATTEMPTS.c.message == row["message"])
            most = select(func.max(ATTEMPTS.c.attempt)).where(same)
            return Attempt(**row), connection.scalar(most)

    def delete(self, key: Key) -> None:
        """Delete everything about an endpoint."""
        with writing(self._engine) as connection:
            drop(connection, _name(key))
            for table in (WAITING, ATTEMPTS):
                connection.execute(delete(table).where(_of(table, key)))

    def close(self) -> None:
        """Close the database connections."""
        self._engine.dispose()

    def _trim(self, connection: Any, key: Key) -> None:
        newest = select(ATTEMPTS.c.id).where(_of(ATTEMPTS, key)).order_by(ATTEMPTS.c.id.desc())
        newest_expired = newest.offset(MAX_ATTEMPTS).limit(1).scalar_subquery()
        connection.execute(
            delete(ATTEMPTS).where(_of(ATTEMPTS, key), ATTEMPTS.c.id <= newest_expired)
        )


def _name(key: Key) -> str:
    return f"webhooks/{key.workspace}/{key.endpoint}"


def _of(table: Table, key: Key) -> ColumnElement[bool]:
    return and_(table.c.workspace == key.workspace, table.c.endpoint == key.endpoint)
