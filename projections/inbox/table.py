"""The ``threads`` table: one row per thread. Its items come from the tables of their kinds."""

from typing import Final

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, Table, Text

from hookflash.projections.database.columns import METADATA, UtcTime

THREADS: Final = Table(
    "threads",
    METADATA,
    Column("thread", Text, primary_key=True),
    Column("workspace", Text, nullable=False),
    Column("contact", Text, comment="E.164 or another caller id, null when withheld"),
    Column("number", Text, nullable=False),
    Column("test", Boolean, nullable=False, comment="has only test calls"),
    Column("status", Text, nullable=False, comment="open, done"),
    Column("needs_attention", Boolean, nullable=False, comment="its newest call needs a person"),
    Column("newest_call", Text, comment="null without one, and once it was marked done"),
    Column("unread", Integer, nullable=False, comment="items since it was last read"),
    Column("calls", Integer, nullable=False),
    Column("texts", Integer, nullable=False, comment="from both sides, including refused ones"),
    Column("transfers", Integer, nullable=False, comment="including refused ones"),
    Column("voicemails", Integer, nullable=False, comment="recorded messages"),
    Column("last_at", UtcTime, nullable=False, comment="time of the last activity"),
    Column("last_position", BigInteger, nullable=False, comment="of the last activity, in the log"),
    Index("ix_threads_listed", "workspace", "last_position"),
    Index("ix_threads_attention", "workspace", "status", "needs_attention", "last_position"),
    Index("ix_threads_contact", "workspace", "contact"),
)
