"""The ``received_texts`` table: one row per text that a contact sent."""

from typing import Final

from sqlalchemy import BigInteger, Boolean, Column, Index, Table, Text

from hookflash.projections.database.columns import METADATA, UtcTime

RECEIVED_TEXTS: Final = Table(
    "received_texts",
    METADATA,
    Column("text_id", Text, primary_key=True),
    Column("workspace", Text, nullable=False),
    Column("thread", Text, nullable=False),
    Column("contact", Text, nullable=False, comment="E.164, or another caller id"),
    Column("number", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("words", Text, nullable=False, comment="searchable words, case-folded"),
    Column("consent", Text, nullable=False, comment="opted_out, opted_in or empty"),
    Column("received_at", UtcTime, nullable=False),
    Column("log_position", BigInteger, nullable=False, comment="in the log"),
    Column("reply_key", Text, nullable=False, comment="the effect key of our reply, or empty"),
    Column("reply_body", Text, nullable=False),
    Column("reply_status", Text, nullable=False, comment="as of a text; refused, or cancelled"),
    Column("reply_reason", Text, nullable=False),
    Column("reply_code", Text, nullable=False),
    Column("reply_provider_id", Text, nullable=False),
    Column("reply_at", UtcTime),
    Column("reply_open", Boolean, nullable=False, comment="whether it is still to be settled"),
    Column("reply_flagged", Boolean, nullable=False),
    Index("ix_received_texts_open", "reply_open"),
    Index("ix_received_texts_thread", "thread", "log_position"),
    Index("ix_received_texts_listed", "workspace", "log_position"),
)
