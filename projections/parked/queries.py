"""Queries on parked events."""

from sqlalchemy import Engine, func, select

from hookflash.domain.value import Value
from hookflash.projections.database.engine import reading
from hookflash.projections.parked.table import LOG, PARKED


class ParkedEvent(Value):
    """An event that the read model ``projection`` could not handle; a rebuild retries it.

    ``position`` is in ``stream``; ``reason`` is the exception.
    """

    projection: str
    log_position: int
    workspace: str
    stream: str
    position: int
    type: str
    reason: str


def parked_events(engine: Engine, workspace: str) -> tuple[ParkedEvent, ...]:
    """List the parked events of a workspace in log order."""
    query = select(PARKED).where(PARKED.c.workspace == workspace).order_by(PARKED.c.log_position)
    with reading(engine) as connection:
        rows = connection.execute(query).mappings().all()
    return tuple(ParkedEvent(**row) for row in rows)


def parked_count(engine: Engine) -> int:
    """Count the parked events of all workspaces."""
    with reading(engine) as connection:
        return connection.execute(select(func.count()).select_from(PARKED)).scalar_one()


def unreadable_positions(engine: Engine, limit: int) -> tuple[int, ...]:
    """List the log positions of the first events that could not be read at all."""
    column = PARKED.c.log_position
    query = select(column).where(PARKED.c.projection == LOG).order_by(column).limit(limit)
    with reading(engine) as connection:
        return tuple(connection.scalars(query))
