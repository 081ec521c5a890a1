"""Which worker takes the agent's turn on a call, in the log's own database.

Only turns that last are entered. A row that its worker no longer renews is that of a worker which
died, or was cut off, in the middle of a turn.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from sqlalchemy import Column, Engine, MetaData, Table, Text, delete, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from hookflash.orchestrator.log.cursors import create_tables
from hookflash.projections.database.columns import UtcTime
from hookflash.projections.database.engine import reading, writing

METADATA: Final = MetaData()
TURNS: Final = Table(
    "agent_turns",
    METADATA,
    Column("call_id", Text, primary_key=True),
    Column("worker", Text, nullable=False, comment="worker that holds the lease"),
    Column("held_until", UtcTime, nullable=False),
)


class TurnTable:
    """The leases of turns. Safe to use from several threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        with writing(engine) as connection:
            create_tables(connection, METADATA)

    def hold(self, worker: str, calls: Collection[str], now: datetime, until: datetime) -> set[str]:
        """Acquire or renew leases until ``until``; returns the calls of those that it then has."""
        held: set[str] = set()
        for call_id in calls:
            if self._hold(worker, call_id, now, until):
                held.add(call_id)
        return held

    def _hold(self, worker: str, call_id: str, now: datetime, until: datetime) -> bool:
        free = or_(TURNS.c.worker == worker, TURNS.c.held_until < now)
        taken = update(TURNS).where(TURNS.c.call_id == call_id, free)
        row = {"worker": worker, "held_until": until}
        try:
            with writing(self._engine) as connection:
                if connection.execute(taken.values(row)).rowcount:
                    return True
                connection.execute(insert(TURNS).values(call_id=call_id, **row))
        except IntegrityError:
            return False
        return True

    def release(self, worker: str, calls: Collection[str]) -> None:
        """Release the leases that ``worker`` has on ``calls``."""
        held = delete(TURNS).where(TURNS.c.worker == worker, TURNS.c.call_id.in_(calls))
        with writing(self._engine) as connection:
            connection.execute(held)

    def overdue(self, now: datetime) -> dict[str, datetime]:
        """The calls whose lease was neither renewed nor released, with the end of each lease."""
        query = select(TURNS.c.call_id, TURNS.c.held_until).where(TURNS.c.held_until < now)
        with reading(self._engine) as connection:
            return {row.call_id: row.held_until for row in connection.execute(query)}

    def close(self) -> None:
        """Close the database connections."""
        self._engine.dispose()
