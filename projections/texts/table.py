"""The ``texts`` table: one row per text."""

from typing import Final

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, Table, Text

from hookflash.projections.database.columns import METADATA, UtcTime

TEXTS: Final = Table(
    "texts",
    METADATA,
    Column("effect_key", Text, primary_key=True),
    Column("workspace", Text, nullable=False),
    Column("call_id", Text, nullable=False),
    Column("test", Boolean, nullable=False),
    Column("tool", Text, nullable=False),
    Column("job", Text, nullable=False),
    Column("saved_body", Text, nullable=False, comment="from the job; survives erasure"),
    Column("occurrence", Integer, nullable=False),
    Column("sender", Text, nullable=False, comment="as shown: agent name or number"),
    Column("recipient", Text, comment="E.164, null when withheld"),
    Column("body", Text, nullable=False),
    Column("status", Text, nullable=False, comment="as shown"),
    Column("rank", Integer, nullable=False, comment="order of the statuses; only grows"),
    Column("reason", Text, nullable=False, comment="why it was refused or failed"),
    Column("code", Text, nullable=False, comment="of the carrier"),
    Column("explanation", Text, nullable=False, comment="the reason in plain words"),
    Column("provider_id", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("arrived", Boolean, comment="the caller's answer, if asked"),
    Column("flagged", Boolean, nullable=False, comment="outcome unknown: a person must check"),
    Column("requested_at", UtcTime, nullable=False),
    Column("changed_at", UtcTime, nullable=False, comment="when the status last changed"),
    Column("position", Integer, nullable=False, comment="of the request, in the call's stream"),
    Column("log_position", BigInteger, nullable=False, comment="of the request, in the log"),
    Index("ix_texts_call", "call_id"),
    Index("ix_texts_provider", "provider_id"),
    Index("ix_texts_listed", "workspace", "log_position"),
)
