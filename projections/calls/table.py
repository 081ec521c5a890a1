"""The ``calls`` table: one row per call."""

from typing import Final

from sqlalchemy import BigInteger, Boolean, Column, Float, Index, Integer, Table, Text

from hookflash.projections.database.columns import METADATA, Document, UtcTime

CALLS: Final = Table(
    "calls",
    METADATA,
    Column("call_id", Text, primary_key=True),
    Column("workspace", Text, nullable=False),
    Column("thread", Text, nullable=False),
    Column("contact", Text, comment="E.164, null when withheld"),
    Column("number", Text, nullable=False),
    Column("test", Boolean, nullable=False),
    Column("agent_name", Text, nullable=False),
    Column("agent", Text, nullable=False, comment="the label of the agent that answered"),
    Column("jobs", Document, nullable=False, comment="job of each tool, by tool name"),
    Column("bodies", Document, nullable=False, comment="saved text of each tool, by tool name"),
    Column("state", Text, nullable=False),
    Column("state_at", UtcTime, nullable=False, comment="when it entered that state"),
    Column("course", Document, nullable=False, comment="what the outcome follows from"),
    Column("outcome", Text, comment="null until the call has ended"),
    Column("needs_follow_up", Boolean, nullable=False, comment="a person has to act"),
    Column("follow_up_reason", Text, nullable=False, comment="why; empty if nobody has to"),
    Column("promises_flagged", Integer, nullable=False, comment="claims that were not true"),
    Column("received_at", UtcTime, nullable=False),
    Column("answered_at", UtcTime),
    Column("last_sign_at", UtcTime, nullable=False, comment="its last sign of life"),
    Column("ended_at", UtcTime),
    Column("end_reason", Text, nullable=False),
    Column("seconds", Float, comment="from answer to end"),
    Column("open", Boolean, nullable=False, comment="a worker still has work to do"),
    Column("unsettled", Document, nullable=False, comment="actions without a final outcome"),
    Column("acts", Document, nullable=False, comment="texts and transfers; see tags.Done"),
    Column("transfer", Text, comment="effect key of the transfer agreed to"),
    Column("voicemail", Text, comment="effect key of its voicemail"),
    Column("position", Integer, nullable=False, comment="of the last event, in its stream"),
    Column("log_position", BigInteger, nullable=False, comment="of the first event, in the log"),
    Index("ix_calls_open", "open", "workspace"),
    Index("ix_calls_listed", "workspace", "log_position"),
    Index("ix_calls_thread", "thread", "log_position"),
    Index("ix_calls_received", "workspace", "received_at"),
)
_OPEN: Final = CALLS.c.open.is_(True)
# Begins with "open", which it holds only one value of: SQLite would take ix_calls_open otherwise.
Index(
    "ix_calls_open_since",
    CALLS.c.open,
    CALLS.c.log_position,
    sqlite_where=_OPEN,
    postgresql_where=_OPEN,
)
