"""The tables that reports add up, kept with the rows that they follow from.

A scope is what a report may select: a workspace, its number, a job, an action. All figures of a
scope are packed into one number, by quarter of an hour and by day of UTC, so that a day of any time
zone of today is a sum of few rows.
"""

from typing import Final

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, LargeBinary, Table, Text

from hookflash.projections.database.columns import METADATA

SLOT_SECONDS: Final = 900
"""A quarter of an hour: today the UTC offset of every time zone is a multiple of it."""
SLOT: Final = 1
DAY: Final = 96
"""Quarters of an hour in a day of UTC."""
BLOCK: Final = 24
"""Quarters of an hour whose waits are kept together: a quarter of a day of UTC."""

SCOPES: Final = Table(
    "report_scopes",
    METADATA,
    Column("scope", BigInteger, primary_key=True, autoincrement=False, comment="digest of these"),
    Column("workspace", Text, nullable=False),
    Column("test", Boolean, nullable=False),
    Column("number", Text, comment="null: all of the workspace; then any job and action"),
    Column("job", Text, comment="null: any, or none"),
    Column("action", Text, comment="null: any, or none"),
    Index("ix_report_scopes_listed", "workspace"),
)
SUMS: Final = Table(
    "report_sums",
    METADATA,
    Column("scope", BigInteger, primary_key=True, autoincrement=False),
    Column("length", Integer, primary_key=True, comment="quarters of an hour: 1 or 96"),
    Column("first", Integer, primary_key=True, comment="the first of them; 0 is 1970-01-01"),
    Column("figures", LargeBinary, nullable=False, comment="32 bits each, the lowest first"),
    sqlite_with_rowid=False,
)
REASONS: Final = Table(
    "report_reasons",
    METADATA,
    Column("workspace", Text, primary_key=True),
    Column("n", Integer, primary_key=True, comment="its place after the figures"),
    Column("figure", Text, nullable=False),
    Column("reason", Text, nullable=False),
    sqlite_with_rowid=False,
)
WAITS: Final = Table(
    "report_waits",
    METADATA,
    Column("scope", BigInteger, primary_key=True, autoincrement=False),
    Column("block", Integer, primary_key=True, comment="quarter of a day; 0 is 1970-01-01"),
    Column("chunk", Integer, primary_key=True, comment="0: the one that grows"),
    Column("others", Integer, nullable=False, comment="of chunk 0: how many others the block has"),
    Column("waits", LargeBinary, nullable=False, comment="seconds, then slots, then counts"),
    sqlite_with_rowid=False,
)
REPORT_TABLES: Final = (SCOPES, SUMS, REASONS, WAITS)
