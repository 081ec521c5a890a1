"""The ``contacts`` table: one row per contact that has, or had, a name or a note."""

from typing import Final

from sqlalchemy import BigInteger, Column, Index, Table, Text

from hookflash.projections.database.columns import METADATA, Document, UtcTime

CONTACTS: Final = Table(
    "contacts",
    METADATA,
    Column("card", Text, primary_key=True, comment="its stream"),
    Column("workspace", Text, nullable=False),
    Column("contact", Text, nullable=False, comment="E.164, or another caller id"),
    Column("name", Text, nullable=False, comment="empty if none is given"),
    Column("notes", Document, nullable=False, comment="in the order in which they were written"),
    Column("words", Text, nullable=False, comment="name and notes, case-folded"),
    Column("changed_at", UtcTime, nullable=False),
    Column("log_position", BigInteger, nullable=False, comment="of the last change, in the log"),
    Index("ix_contacts_contact", "workspace", "contact"),
    Index("ix_contacts_listed", "workspace", "log_position"),
)
