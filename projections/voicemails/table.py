"""The ``voicemails`` table: one row per voicemail."""

from typing import Final

from sqlalchemy import BigInteger, Boolean, Column, Float, Index, Integer, Table, Text

from hookflash.projections.database.columns import METADATA, UtcTime

VOICEMAILS: Final = Table(
    "voicemails",
    METADATA,
    Column("effect_key", Text, primary_key=True),
    Column("workspace", Text, nullable=False),
    Column("call_id", Text, nullable=False),
    Column("test", Boolean, nullable=False),
    Column("owner", Text, nullable=False),
    Column(
        "status", Text, nullable=False, comment="requested, playing, recorded, no_message, failed"
    ),
    Column("recording", Text, nullable=False),
    Column("transcript", Text, nullable=False),
    Column(
        "sound", Text, nullable=False, comment="awaited, kept, lost, expired, erased; else not kept"
    ),
    Column("sound_reason", Text, nullable=False, comment="why it was lost"),
    Column("content_type", Text, nullable=False, comment="of the kept recording"),
    Column("size", BigInteger, comment="of the kept recording, in bytes"),
    Column("sha256", Text, nullable=False, comment="of the kept recording, in hex"),
    Column("kept_at", UtcTime, comment="when it was stored; null once it was deleted"),
    Column("seconds", Float, comment="of the message"),
    Column("reason", Text, nullable=False, comment="why it failed"),
    Column("code", Text, nullable=False, comment="of the carrier"),
    Column("started_at", UtcTime, nullable=False),
    Column("position", Integer, nullable=False, comment="of the first event, in the call's stream"),
    Column("log_position", BigInteger, nullable=False, comment="of the first event, in the log"),
    Index("ix_voicemails_call", "call_id"),
    Index("ix_voicemails_kept", "kept_at"),
)
