"""Durable cursors for followers of the log, and the leases that elect one worker for each."""

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
    inspect,
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
    Column("position", BigInteger, nullable=False, comment="last log position handled"),
    Column("holder", Text, comment="worker that holds the lease"),
    Column("held_until", UtcTime),
)
_CREATION: Final = 7_405_613_023
"""Key of the advisory lock for creating tables: IF NOT EXISTS alone can race on PostgreSQL."""


class LeaseLost(RuntimeError):
    """Another worker now holds the lease."""


class Cursors:
    """Cursors and leases in the log's own database. Safe to use from several threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        with writing(engine) as connection:
            create_tables(connection, METADATA)

    def open(self, name: str, position: int) -> None:
        """Create a cursor at log ``position``, unless it exists."""
        try:
            with writing(self._engine) as connection:
                connection.execute(insert(CURSORS).values(name=name, position=position))
        except IntegrityError:
            return

    def hold(self, name: str, worker: str, now: datetime, until: datetime) -> int | None:
        """Acquire or renew the lease until ``until``; returns the stored position.

        Returns None while another worker holds it, or if the cursor does not exist.
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
        """Advance the cursor to log ``position``. Raises :class:`LeaseLost`."""
        with writing(self._engine) as connection:
            move(connection, name, worker, position)

    def release(self, name: str, worker: str) -> None:
        """Release the lease, so that another worker can acquire it at once."""
        held = update(CURSORS).where(CURSORS.c.name == name, CURSORS.c.holder == worker)
        with writing(self._engine) as connection:
            connection.execute(held.values(holder=None, held_until=None))

    def close(self) -> None:
        """Close the database connections."""
        self._engine.dispose()


def move(connection: Connection, name: str, worker: str, position: int) -> None:
    """Advance a cursor within a transaction. Raises :class:`LeaseLost`."""
    held = update(CURSORS).where(CURSORS.c.name == name, CURSORS.c.holder == worker)
    if connection.execute(held.values(position=position)).rowcount == 0:
        raise LeaseLost(f"lease {name!r} is now held by another worker")


def drop(connection: Connection, name: str) -> None:
    """Delete a cursor within a transaction."""
    connection.execute(delete(CURSORS).where(CURSORS.c.name == name))


def create_tables(connection: Connection, tables: MetaData) -> None:
    """Create those of ``tables`` that are missing. Must run in a write transaction."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _CREATION})
    tables.create_all(connection)


def add_columns(connection: Connection, table: Table) -> None:
    """Add columns that an older version's ``table`` lacks; they are nullable.

    Must run in the write transaction of :func:`create_tables`.
    """
    present = {column["name"] for column in inspect(connection).get_columns(table.name)}
    for column in table.columns:
        if column.name not in present:
            kind = column.type.compile(connection.dialect)
            connection.execute(text(f'ALTER TABLE {table.name} ADD COLUMN "{column.name}" {kind}'))
