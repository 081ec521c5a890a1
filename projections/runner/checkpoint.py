"""The checkpoint: how far the views are, in one row that is committed with them."""

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
    Column("position", BigInteger, nullable=False, comment="of the last event handled, in the log"),
    Column("layout", Integer, nullable=False, comment="version of the views' layout"),
    Column("rebuilds", Integer, nullable=False, comment="rebuilds begun, and swapped in"),
)
_ROW: Final = CHECKPOINT.c.id == 1
_READ: Final = select(CHECKPOINT.c.position, CHECKPOINT.c.layout, CHECKPOINT.c.rebuilds).where(_ROW)
_MOVE: Final = (
    update(CHECKPOINT)
    .where(
        _ROW,
        CHECKPOINT.c.position == bindparam("seen"),
        CHECKPOINT.c.layout == bindparam("its_layout"),
        CHECKPOINT.c.rebuilds == bindparam("its_rebuilds"),
    )
    .values(position=bindparam("to"))
)
_NEXT: Final = CHECKPOINT.c.rebuilds + 1
_CREATION: Final = 7_405_613_022
"""Key of the advisory lock for creating tables: IF NOT EXISTS alone can race on PostgreSQL."""


class Checkpoint(NamedTuple):
    """Log position and layout of the views, and a count of rebuilds begun and swapped in.

    While it is the same, only those who moved it here have changed a row.
    """

    position: int
    layout: int
    rebuilds: int


def create(connection: Connection, layout: int) -> None:
    """Create missing tables. Must run in a write transaction."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _CREATION})
    METADATA.create_all(connection)
    if connection.execute(select(CHECKPOINT.c.id).where(_ROW)).first() is None:
        row = {"id": 1, "position": 0, "layout": layout, "rebuilds": 0}
        connection.execute(insert(CHECKPOINT).values(row))


def read(connection: Connection) -> Checkpoint:
    """Read the checkpoint."""
    return Checkpoint(*connection.execute(_READ).one())


def position(connection: Connection) -> int:
    """Read the position; 0 if the checkpoint was deleted."""
    row = connection.execute(_READ).one_or_none()
    return row.position if row is not None else 0


def lock(connection: Connection) -> Checkpoint:
    """Read the checkpoint and lock it until the end of this transaction."""
    connection.execute(update(CHECKPOINT).where(_ROW).values(id=1))
    return read(connection)


def move(seen: Checkpoint, connection: Connection, position: int) -> bool:
    """Advance from ``seen`` to ``position``; False if another process was first."""
    then = {"seen": seen.position, "its_layout": seen.layout, "its_rebuilds": seen.rebuilds}
    return connection.execute(_MOVE, {**then, "to": position}).rowcount == 1


def begin_rebuild(connection: Connection) -> int:
    """Count a new rebuild and return its number."""
    connection.execute(update(CHECKPOINT).where(_ROW).values(rebuilds=_NEXT))
    return read(connection).rebuilds


def finish_rebuild(connection: Connection, position: int, layout: int) -> None:
    """Record that the views were rebuilt up to ``position``. Requires :func:`lock`."""
    done = {"position": position, "layout": layout, "rebuilds": _NEXT}
    connection.execute(update(CHECKPOINT).where(_ROW).values(done))
