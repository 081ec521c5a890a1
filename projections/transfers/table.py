"""The ``transfers`` table: one row per transfer, proposed or refused."""

from typing import Final

from sqlalchemy import BigInteger, Boolean, Column, Float, Index, Integer, Table, Text

from hookflash.projections.database.columns import METADATA, Document, UtcTime

TRANSFERS: Final = Table(
    "transfers",
    METADATA,
    Column("effect_key", Text, primary_key=True),
    Column("workspace", Text, nullable=False),
    Column("call_id", Text, nullable=False),
    Column("test", Boolean, nullable=False),
    Column("contact", Text, comment="E.164, null when withheld"),
    Column("number", Text, nullable=False),
    Column("tool", Text, nullable=False),
    Column("job", Text, nullable=False),
    Column("occurrence", Integer, nullable=False),
    Column("destination", Text, nullable=False),
    Column("destination_kind", Text, nullable=False, comment="member, inbox, external"),
    Column("asked_by", Text, nullable=False, comment="the agent's name"),
    Column("reason", Text, nullable=False, comment="caller's words before the question"),
    Column("asked_at", UtcTime, nullable=False),
    Column("asked_again", Integer, nullable=False, comment="number of times"),
    Column("confirmed_at", UtcTime),
    Column("confirmed_by", Text, comment="words or keys that confirmed it"),
    Column("declined_by", Text, comment="words that declined it"),
    Column("agent_left_at", UtcTime),
    Column("ringing", Document, nullable=False, comment="leg, who, outcome, seconds, since"),
    Column("outcome", Text, nullable=False),
    Column("ended_at", UtcTime, comment="when the outcome became final"),
    Column("answered_by", Text),
    Column("seconds_to_answer", Float, comment="from the caller's yes"),
    Column("cause", Text, nullable=False, comment="why it lapsed, failed or went unanswered"),
    Column("code", Text, nullable=False, comment="of the carrier, if it refused"),
    Column("voicemail", Document, comment="owner, status, recording, seconds, transcript"),
    Column("flagged", Boolean, nullable=False, comment="outcome unknown: a person must check"),
    Column("events", Document, nullable=False, comment="position, type, at, line"),
    Column("position", Integer, nullable=False, comment="of the first event, in the call's stream"),
    Column("log_position", BigInteger, nullable=False, comment="of the first event, in the log"),
    Index("ix_transfers_call", "call_id"),
    Index("ix_transfers_listed", "workspace", "log_position"),
)
