"""What waits for each endpoint, and what was tried."""

from typing import Final

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
)

from hookflash.projections.database.columns import UtcTime

METADATA: Final = MetaData()


def _whose(*, primary_key: bool = True) -> tuple[Column[str], Column[str]]:
    return (
        Column("workspace", Text, primary_key=primary_key, nullable=False),
        Column("endpoint", Text, primary_key=primary_key, nullable=False),
    )


WAITING: Final = Table(
    "webhook_waiting",
    METADATA,
    *_whose(),
    Column("position", BigInteger, primary_key=True, autoincrement=False, comment="in the log"),
    Column("lane", Text, nullable=False, comment="of one lane, one after the other"),
    Column("attempts", Integer, nullable=False),
    Column("due_at", UtcTime, nullable=False),
)
ATTEMPTS: Final = Table(
    "webhook_attempts",
    METADATA,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    *_whose(primary_key=False),
    Column("message", Text, nullable=False, comment="the id that the receiver was sent"),
    Column("type", Text, nullable=False),
    Column("subject", Text, nullable=False, comment="the stream, numbers in it masked"),
    Column("attempt", Integer, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("status", Integer, comment="HTTP, null when no answer came"),
    Column("outcome", Text, nullable=False),
    Column("error", Text, nullable=False),
    Column("next_at", UtcTime, comment="when it is tried again"),
    Index("ix_webhook_attempts", "workspace", "endpoint", "id"),
    sqlite_autoincrement=True,
)
