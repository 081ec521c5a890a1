"""Which events were set aside, and why."""

from sqlalchemy import Engine, select

from hookflash.domain.value import Value
from hookflash.projections.database.engine import reading
from hookflash.projections.parked.table import PARKED


class ParkedEvent(Value):
    """An event that a read model could not handle; a rebuild tries it again."""

    projection: str
    log_position: int
    workspace: str
    stream: str
    position: int
    type: str
    reason: str


def parked_events(engine: Engine, workspace: str) -> tuple[ParkedEvent, ...]:
    """List what was set aside of a workspace, in the order of the log."""
    query = select(PARKED).where(PARKED.c.workspace == workspace).order_by(PARKED.c.log_position)
    with reading(engine) as connection:
        rows = connection.execute(query).mappings().all()
    return tuple(ParkedEvent(**row) for row in rows)
