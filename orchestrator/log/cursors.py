"""How far those have come who follow the log for all workers, and which worker does it now."""

from datetime import datetime
from typing import Final

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Engine,
    MetaData,
    Table,
    Text,
    delete,
    insert,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.exc import IntegrityError

from hookflash.projections.database.columns import UtcTime
from hookflash.projections.database.engine import writing

METADATA: Final = MetaData()
CURSORS: Final = Table(
    "log_cursors",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("position", BigInteger, nullable=False, comment="in the log: up to here it was seen"),
    Column("holder", Text, comment="the worker that follows"),
    Column("held_until", UtcTime),
)
_CREATION: Final = 7_405_613_023
"""The key of the lock under which PostgreSQL makes tables: IF NOT EXISTS alone can collide."""


class LeaseLost(RuntimeError):
    """Another worker follows under this name now."""


class Cursors:
    """The rows of all followers, in the log's own database. Safe to use from several threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        with writing(engine) as connection:
            create_tables(connection, METADATA)

    def open(self, name: str, position: int) -> None:
        """Have a follower begin beyond log ``position``, unless it has begun."""
        try:
            with writing(self._engine) as connection:
                connection.execute(insert(CURSORS).values(name=name, position=position))
        except IntegrityError:
            return

    def hold(self, name: str, worker: str, now: datetime, until: datetime) -> int | None:
        """Take, or keep, the right to follow; gives the position that was come to.

        None while another worker has it, or if nobody opened it.
        """
        free = or_(
            CURSORS.c.holder.is_(None), CURSORS.c.holder == worker, CURSORS.c.held_until < now
        )
        taken = update(CURSORS).where(CURSORS.c.name == name, free)
        with writing(self._engine) as connection:
            done = connection.execute(taken.values(holder=worker, held_until=until))
            if done.rowcount == 0:
                return None
            return connection.scalar(select(CURSORS.c.position).where(CURSORS.c.name == name))

    def move(self, name: str, worker: str, position: int) -> None:
        """Have come to log ``position``. Raises :class:`LeaseLost`."""
        with writing(self._engine) as connection:
            move(connection, name, worker, position)

    def release(self, name: str, worker: str) -> None:
        """Let the next worker take over at once."""
        held = update(CURSORS).where(CURSORS.c.name == name, CURSORS.c.holder == worker)
        with writing(self._engine) as connection:
            connection.execute(held.values(holder=None, held_until=None))

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()


def move(connection: Connection, name: str, worker: str, position: int) -> None:
    """Have come to log ``position``, within a transaction. Raises :class:`LeaseLost`."""
    held = update(CURSORS).where(CURSORS.c.name == name, CURSORS.c.holder == worker)
    if connection.execute(held.values(position=position)).rowcount == 0:
        raise LeaseLost(f"another worker follows as {name} by now")


def drop(connection: Connection, name: str) -> None:
    """Forget a follower, within a transaction."""
    connection.execute(delete(CURSORS).where(CURSORS.c.name == name))


def create_tables(connection: Connection, tables: MetaData) -> None:
    """Make those of ``tables`` that are not there. Call it in a transaction that writes."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _CREATION})
    tables.create_all(connection)
