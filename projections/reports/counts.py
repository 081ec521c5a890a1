"""The counts that reports add up, kept with the rows that they follow from.

A cell stands for everything of one kind that a report does not tell apart: calls, texts or
transfers of one number and job with the same outcome. Its members are counted by quarter of an
hour, so that a day of any time zone of today is a sum of counts.
"""

from typing import Final

from sqlalchemy import BigInteger, Boolean, Column, Float, Index, Integer, Table, Text

from hookflash.projections.database.columns import METADATA

SLOT_SECONDS: Final = 900
"""A quarter of an hour: today the UTC offset of every time zone is a multiple of it."""

CELLS: Final = Table(
    "report_cells",
    METADATA,
    Column("cell", BigInteger, primary_key=True, autoincrement=False, comment="digest of the rest"),
    Column("workspace", Text, nullable=False),
    Column("test", Boolean, nullable=False),
    Column("number", Text, nullable=False),
    Column("kind", Text, nullable=False, comment="calls, texts or transfers"),
    Column("job", Text, comment="of calls: null for those on which any job acted, or none"),
    Column("action", Text, comment="of calls: null for those on which any action was used"),
    Column("outcome", Text, nullable=False, comment="of a text: its status"),
    Column("reason", Text, nullable=False, comment="of a transfer: its cause"),
    Column("needs_follow_up", Boolean, nullable=False),
    Column("promises_flagged", Integer, nullable=False, comment="1 if any was flagged"),
    Column("confirmed", Boolean, nullable=False, comment="the caller said yes"),
    Column("n", BigInteger, nullable=False, comment="how many there are in all"),
    Index("ix_report_cells_listed", "workspace", "kind"),
)
COUNTS: Final = Table(
    "report_counts",
    METADATA,
    Column("cell", BigInteger, primary_key=True, autoincrement=False),
    Column("slot", Integer, primary_key=True, comment="when the calls came in; 0 is 1970-01-01"),
    Column("n", Integer, nullable=False),
    sqlite_with_rowid=False,
)
TIMES: Final = Table(
    "report_times",
    METADATA,
    Column("cell", BigInteger, primary_key=True, autoincrement=False),
    Column("slot", Integer, primary_key=True),
    Column("seconds", Float, primary_key=True, comment="from the caller's yes to the answer"),
    Column("n", Integer, nullable=False),
    sqlite_with_rowid=False,
)
REPORT_TABLES: Final = (CELLS, COUNTS, TIMES)
