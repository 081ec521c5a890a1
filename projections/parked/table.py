"""The ``parked_events`` table: one row per event and read model that could not handle it."""

from typing import Final

from sqlalchemy import BigInteger, Column, Integer, Table, Text

from hookflash.projections.database.columns import METADATA

LOG: Final = "log"
"""Stands for the read model of an event that cannot be read at all."""
PARKED: Final = Table(
    "parked_events",
    METADATA,
    Column("projection", Text, primary_key=True),
    Column("log_position", BigInteger, primary_key=True, autoincrement=False),
    Column("workspace", Text, nullable=False),
    Column("stream", Text, nullable=False),
    Column("position", Integer, nullable=False, comment="in the stream"),
    Column("type", Text, nullable=False),
    Column("reason", Text, nullable=False),
)
