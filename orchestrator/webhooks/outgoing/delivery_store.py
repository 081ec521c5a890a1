"""What has to outlive a worker: positions, who sends, what waits, the delivery log."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, Literal, NamedTuple

from sqlalchemy import ColumnElement, Engine, Table, and_, delete, insert, select, update

from hookflash.domain.value import Value
from hookflash.orchestrator.log.cursors import Cursors, create_tables, drop, move
from hookflash.orchestrator.webhooks.outgoing.ordered_queues import Waiting
from hookflash.orchestrator.webhooks.outgoing.tables import ATTEMPTS, METADATA, WAITING
from hookflash.projections.database.engine import reading, writing

KEPT: Final = 1_000
"""How many attempts the delivery log of an endpoint keeps, the newest."""

AttemptOutcome = Literal["delivered", "failed", "given_up", "gone"]


class Key(NamedTuple):
    """Which endpoint of which workspace."""

    workspace: str
    endpoint: str


class Attempt(Value):
    """A line of the delivery log.

    ``status`` is None when no answer came, and ``error`` says why; ``seconds`` is how long it
    took. ``failed`` is tried again at ``next_at``, ``given_up`` never; ``gone`` is a 410, which
    switches the endpoint off.
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


class Settled(NamedTuple):
    """What became of a message that waited; ``attempt`` is a row of the log without its id.

    It is tried again at ``due_at``, or waits no more.
    """

    waiting: Waiting
    attempt: dict[str, Any] | None
    due_at: datetime | None


class DeliveryStore:
    """The rows behind deliveries, in the log's own database. Safe to use from several threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._cursors = Cursors(engine)
        with writing(engine) as connection:
            create_tables(connection, METADATA)

    def open(self, key: Key, position: int) -> None:
        """Have an endpoint begin beyond log ``position``, unless it has begun."""
        self._cursors.open(_name(key), position)

    def hold(self, key: Key, worker: str, now: datetime, until: datetime) -> int | None:
        """Take, or keep, the right to send; gives the position that the endpoint has come to.

        None while another worker has it, or if nobody opened it.
        """
        return self._cursors.hold(_name(key), worker, now, until)

    def release(self, key: Key, worker: str) -> None:
        """Let the next worker take over at once."""
        self._cursors.release(_name(key), worker)

    def waiting(self, key: Key) -> list[Waiting]:
        """All that waits for an endpoint, in the order of the log."""
        columns = [WAITING.c[name] for name in Waiting._fields]
        query = select(*columns).where(_of(WAITING, key)).order_by(WAITING.c.position)
        with reading(self._engine) as connection:
            return [Waiting(*row) for row in connection.execute(query)]

    def take_in(self, key: Key, worker: str, position: int, new: Sequence[Waiting]) -> None:
        """Come to log ``position``, with what is ``new`` on the way; raises :class:`LeaseLost`."""
        with writing(self._engine) as connection:
            move(connection, _name(key), worker, position)
            if new:
                rows = [{**key._asdict(), **one._asdict()} for one in new]
                connection.execute(insert(WAITING), rows)

    def settle(self, key: Key, settled: Sequence[Settled]) -> None:
        """Record what became of messages, with what was tried."""
        with writing(self._engine) as connection:
            for waiting, attempt, due_at in settled:
                this = and_(_of(WAITING, key), WAITING.c.position == waiting.position)
                if due_at is None:
                    connection.execute(delete(WAITING).where(this))
                else:
                    again = {"attempts": waiting.attempts + 1, "due_at": due_at}
                    connection.execute(update(WAITING).where(this).values(again))
                if attempt is not None:
                    connection.execute(insert(ATTEMPTS).values({**key._asdict(), **attempt}))
            self._trim(connection, key)

    def note(self, key: Key, attempt: dict[str, Any]) -> Attempt:
        """Enter an attempt that nothing waited for, such as a test."""
        with writing(self._engine) as connection:
            row = connection.execute(
                insert(ATTEMPTS).values({**key._asdict(), **attempt}).returning(ATTEMPTS.c.id)
            )
            known = row.scalar_one()
            self._trim(connection, key)
        return Attempt(id=known, **attempt)

    def attempts(self, key: Key, limit: int, before: int | None = None) -> tuple[Attempt, ...]:
        """The delivery log, newest first; ``before`` the id of one to go on from."""
        columns = [ATTEMPTS.c[name] for name in Attempt.model_fields]
        query = select(*columns).where(_of(ATTEMPTS, key))
        if before is not None:
            query = query.where(ATTEMPTS.c.id < before)
        with reading(self._engine) as connection:
            rows = connection.execute(query.order_by(ATTEMPTS.c.id.desc()).limit(limit)).mappings()
            return tuple(Attempt(**row) for row in rows)

    def forget(self, key: Key) -> None:
        """Drop everything about an endpoint that was removed."""
        with writing(self._engine) as connection:
            drop(connection, _name(key))
            for table in (WAITING, ATTEMPTS):
                connection.execute(delete(table).where(_of(table, key)))

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def _trim(self, connection: Any, key: Key) -> None:
        newest = select(ATTEMPTS.c.id).where(_of(ATTEMPTS, key)).order_by(ATTEMPTS.c.id.desc())
        first_gone = newest.offset(KEPT).limit(1).scalar_subquery()
        connection.execute(delete(ATTEMPTS).where(_of(ATTEMPTS, key), ATTEMPTS.c.id <= first_gone))


def _name(key: Key) -> str:
    return f"webhooks/{key.workspace}/{key.endpoint}"


def _of(table: Table, key: Key) -> ColumnElement[bool]:
    return and_(table.c.workspace == key.workspace, table.c.endpoint == key.endpoint)
