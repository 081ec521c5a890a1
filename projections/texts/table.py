"""One row a text."""

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
    Column("saved_body", Text, nullable=False, comment="the job's: it stays if a caller is erased"),
    Column("occurrence", Integer, nullable=False),
    Column("sender", Text, nullable=False, comment="as shown: the agent's name, or the number"),
    Column("recipient", Text, comment="E.164, null when withheld"),
    Column("body", Text, nullable=False),
    Column("status", Text, nullable=False, comment="as shown"),
    Column("rank", Integer, nullable=False, comment="how far it has come: it only grows"),
    Column("reason", Text, nullable=False, comment="why it was refused or failed"),
    Column("code", Text, nullable=False, comment="the carrier's"),
    Column("explanation", Text, nullable=False, comment="the same in plain words"),
    Column("provider_id", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("arrived", Boolean, comment="what the caller said, if asked"),
    Column(
        "flagged", Boolean, nullable=False, comment="its fate stayed unknown: a person has to look"
    ),
    Column("requested_at", UtcTime, nullable=False),
    Column("changed_at", UtcTime, nullable=False, comment="when the status last changed"),
    Column("position", Integer, nullable=False, comment="of its request, in the call's stream"),
    Column("log_position", BigInteger, nullable=False, comment="of its request, in the log"),
    Index("ix_texts_call", "call_id"),
    Index("ix_texts_listed", "workspace", "log_position"),
)
