"""The ``listed_calls`` table: what lists filter and sort by, in narrow rows.

A list of 200,000 calls is counted by reading all its rows. Those of ``calls`` are ten times as
wide. A row here follows from the call's row alone and is written with it.
"""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import BigInteger, Boolean, Column, Float, Integer, Table, Text

from hookflash.projections.calls.tags import tags_of
from hookflash.projections.database.columns import METADATA, UtcTime

LIVE: Final = "live"
"""The outcome of a call that has not ended, as in reports."""
UNENDED: Final = -1.0
"""The seconds of a call that has not ended."""
# PostgreSQL would otherwise sort by the rules of a language, which ignore underscores.
_PLAIN: Final = Text().with_variant(Text(collation="C"), "postgresql")

LISTED: Final = Table(
    "listed_calls",
    METADATA,
    Column("workspace", Text, primary_key=True),
    Column("log_position", BigInteger, primary_key=True, autoincrement=False),
    Column("contact", Text, comment="as in calls"),
    Column("number", Text, nullable=False),
    Column("test", Boolean, nullable=False),
    Column("received_at", UtcTime, nullable=False),
    Column("outcome", _PLAIN, nullable=False, comment="as in calls; live until it has ended"),
    Column("needs_follow_up", Boolean, nullable=False),
    Column("seconds", Float, nullable=False, comment="from answer to end; -1 until it has ended"),
    Column("events", Integer, nullable=False),
    Column("tags", Text, nullable=False, comment="of jobs, actions and reasons; see tags.py"),
    sqlite_with_rowid=False,
)
_SAME: Final = (
    *("workspace", "log_position", "contact", "number", "test", "received_at"),
    "needs_follow_up",
)


def listed(call: Mapping[str, Any]) -> dict[str, Any]:
    """The row of a call in lists."""
    return {name: call[name] for name in _SAME} | {
        "outcome": call["outcome"] or LIVE,
        "seconds": UNENDED if call["seconds"] is None else call["seconds"],
        "events": call["position"],
        "tags": tags_of(call),
    }
