"""The sessions of browsers, in the log's own database.

They are no events: a session lasts hours, the log keeps its events for good.
"""

from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import Column, Engine, MetaData, Table, Text, delete, insert, select

from hookflash.orchestrator.log.cursors import create_tables
from hookflash.projections.database.columns import UtcTime
from hookflash.projections.database.engine import reading, writing

METADATA: Final = MetaData()
SESSIONS: Final = Table(
    "console_sessions",
    METADATA,
    Column("cookie_hash", Text, primary_key=True),
    Column("workspace", Text, nullable=False),
    Column("key", Text, nullable=False, comment="id of the API key that signed in"),
    Column("until", UtcTime, nullable=False, index=True),
)


class SessionRow(NamedTuple):
    """A session: the workspace and the id of its key, until it expires."""

    workspace: str
    key: str
    until: datetime


class SessionTable:
    """Sessions by the hash of their cookie. Safe to use from several threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        with writing(engine) as connection:
            create_tables(connection, METADATA)

    def add(self, cookie_hash: str, row: SessionRow, now: datetime) -> None:
        """Store a session, and delete those that have expired."""
        with writing(self._engine) as connection:
            connection.execute(delete(SESSIONS).where(SESSIONS.c.until <= now))
            connection.execute(insert(SESSIONS).values(cookie_hash=cookie_hash, **row._asdict()))

    def find(self, cookie_hash: str) -> SessionRow | None:
        """Return a session, expired or not; None if it does not exist."""
        columns = SESSIONS.c.workspace, SESSIONS.c.key, SESSIONS.c.until
        query = select(*columns).where(SESSIONS.c.cookie_hash == cookie_hash)
        with reading(self._engine) as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else SessionRow(*row)

    def remove(self, cookie_hash: str) -> None:
        """Delete a session, if it exists."""
        with writing(self._engine) as connection:
            connection.execute(delete(SESSIONS).where(SESSIONS.c.cookie_hash == cookie_hash))

    def close(self) -> None:
        """Close the database connections."""
        self._engine.dispose()
