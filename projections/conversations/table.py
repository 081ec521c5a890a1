"""The ``conversations`` table: one row per call, with its lines in order."""

from typing import Final

from sqlalchemy import Boolean, Column, Index, Table, Text

from hookflash.projections.database.columns import METADATA, Document

CONVERSATIONS: Final = Table(
    "conversations",
    METADATA,
    Column("call_id", Text, primary_key=True),
    Column("workspace", Text, nullable=False),
    Column("hosted", Boolean, nullable=False, comment="the host runs the agent"),
    Column("lines", Document, nullable=False, comment="position, at, by, text, digits, …"),
    Column("words", Text, nullable=False, comment="searchable words, case-folded"),
    Index("ix_conversations_workspace", "workspace"),
)
