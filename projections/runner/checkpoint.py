"""How far the views have been built: one row, committed with them."""

from typing import Final, NamedTuple

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Integer,
    Table,
    bindparam,
    insert,
    select,
    text,
    update,
)

from hookflash.projections.database.columns import METADATA

CHECKPOINT: Final = Table(
    "projection_checkpoint",
    METADATA,
    Column("id", Integer, primary_key=True, comment="always 1"),
    Column("position", BigInteger, nullable=False, comment="of the last event seen, in the log"),
    Column("layout", Integer, nullable=False, comment="which version of the views these are"),
    Column("rebuilds", Integer, nullable=False, comment="how many were begun"),
)
_ROW: Final = CHECKPOINT.c.id == 1
_READ: Final = select(CHECKPOINT.c.position, CHECKPOINT.c.layout, CHECKPOINT.c.rebuilds).where(_ROW)
_MOVE: Final = (
    update(CHECKPOINT)
    .where(
        _ROW,
        CHECKPOINT.c.position == bindparam("seen"),
        CHECKPOINT.c.layout == bindparam("its_layout"),
    )
    .values(position=bindparam("to"))
)
_CREATION: Final = 7_405_613_022
"""The key of the lock under which PostgreSQL makes the tables: IF NOT EXISTS alone can collide."""


class Checkpoint(NamedTuple):
    """How far, in which layout, and how many rebuilds were begun."""

    position: int
    layout: int
    rebuilds: int


def create(connection: Connection, layout: int) -> None:
    """Make the tables that are not there. Call it in a transaction that writes."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _CREATION})
    METADATA.create_all(connection)
    if connection.execute(select(CHECKPOINT.c.id).where(_ROW)).first() is None:
        row = {"id": 1, "position": 0, "layout": layout, "rebuilds": 0}
        connection.execute(insert(CHECKPOINT).values(row))


def read(connection: Connection) -> Checkpoint:
    """Read it."""
    return Checkpoint(*connection.execute(_READ).one())


def lock(connection: Connection) -> Checkpoint:
    """Read it, and let nobody else move it before this transaction ends."""
    connection.execute(update(CHECKPOINT).where(_ROW).values(id=1))
    return read(connection)


def move(seen: Checkpoint, connection: Connection, position: int) -> bool:
    """Move from ``seen`` on to ``position``; false if somebody else has moved it since."""
    seen_and_to = {"seen": seen.position, "its_layout": seen.layout, "to": position}
    return connection.execute(_MOVE, seen_and_to).rowcount == 1


def begin_rebuild(connection: Connection) -> int:
    """Give the next rebuild its number."""
    connection.execute(update(CHECKPOINT).where(_ROW).values(rebuilds=CHECKPOINT.c.rebuilds + 1))
    return read(connection).rebuilds


def finish_rebuild(connection: Connection, position: int, layout: int) -> None:
    """Say that the views are now built anew up to ``position``. Needs :func:`lock`."""
    connection.execute(update(CHECKPOINT).where(_ROW).values(position=position, layout=layout))
