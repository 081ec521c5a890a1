"""The tables of each endpoint's queue and attempts."""

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


def _endpoint_columns(*, primary_key: bool = True) -> tuple[Column[str], Column[str]]:
    return (
        Column("workspace", Text, primary_key=primary_key, nullable=False),
        Column("endpoint", Text, primary_key=primary_key, nullable=False),
    )


WAITING: Final = Table(
    "webhook_waiting",
    METADATA,
    *_endpoint_columns(),
    Column("position", BigInteger, primary_key=True, autoincrement=False, comment="in the log"),
    Column("lane", Text, nullable=False, comment="events of one lane are sent in order"),
    Column("attempts", Integer, nullable=False),
    Column("due_at", UtcTime, nullable=False),
)
ATTEMPTS: Final = Table(
    "webhook_attempts",
    METADATA,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    *_endpoint_columns(primary_key=False),
    Column("message", Text, nullable=False, comment="the message id sent to the receiver"),
    Column("type", Text, nullable=False),
    Column("subject", Text, nullable=False, comment="the stream, with masked phone numbers"),
    Column("attempt", Integer, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("status", Integer, comment="HTTP status, null without a response"),
    Column("outcome", Text, nullable=False),
    Column("error", Text, nullable=False),
    Column("next_at", UtcTime, comment="when it is retried"),
    Column(
        "position",
        BigInteger,
        comment="in the log; null for a test",
    ),
    Index("ix_webhook_attempts", "workspace", "endpoint", "id"),
    sqlite_autoincrement=True,
)
