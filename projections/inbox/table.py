"""One row a thread; what is in it stands in the tables of calls, texts, transfers, voicemails."""

from typing import Final

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, Table, Text

from hookflash.projections.database.columns import METADATA, UtcTime

THREADS: Final = Table(
    "threads",
    METADATA,
    Column("thread", Text, primary_key=True),
    Column("workspace", Text, nullable=False),
    Column("contact", Text, comment="E.164, null when withheld"),
    Column("number", Text, nullable=False),
    Column("test", Boolean, nullable=False, comment="nothing but test calls"),
    Column("status", Text, nullable=False, comment="open, done"),
    Column("unread", Integer, nullable=False, comment="items since it was last read"),
    Column("calls", Integer, nullable=False),
    Column("texts", Integer, nullable=False, comment="refused ones too"),
    Column("transfers", Integer, nullable=False, comment="refused ones too"),
    Column("voicemails", Integer, nullable=False, comment="messages that were left"),
    Column("last_at", UtcTime, nullable=False, comment="when something last happened"),
    Column("last_position", BigInteger, nullable=False, comment="of that, in the log"),
    Index("ix_threads_listed", "workspace", "last_position"),
)
