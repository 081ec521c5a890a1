"""Metadata and column types shared by the tables of all read models."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final

from pydantic_core import from_json, to_json
from sqlalchemy import JSON, DateTime, Dialect, MetaData, String, TypeDecorator
from sqlalchemy.types import TypeEngine

METADATA: Final = MetaData()


class UtcTime(TypeDecorator[datetime]):
    """A timezone-aware time in UTC: ``timestamptz`` on PostgreSQL, sortable ISO text on SQLite."""

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose the column type for the database."""
        text = dialect.name == "sqlite"
        return dialect.type_descriptor(String(32) if text else DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """Convert a time to what the database stores."""
        if value is None or dialect.name != "sqlite":
            return value
        return as_text([value])[0]

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Convert a stored value back to a time in UTC."""
        if value is None:
            return None
        stored = datetime.fromisoformat(value) if dialect.name == "sqlite" else value
        return stored.astimezone(UTC)


Document: Final = JSON(none_as_null=True)
"""A list or an object, stored as JSON; None is stored as NULL."""


def as_text(times: Sequence[datetime | None]) -> list[str | None]:
    """Format many times as SQLite stores them, about three times as fast as ``isoformat``."""
    return [None if time is None else _fixed_width(time) for time in from_json(to_json(times))]


def _fixed_width(time: str) -> str:
    """Pad to microseconds and UTC, so that times sort as text."""
    if time.endswith("Z"):
        return time if "." in time else f"{time[:-1]}.000000Z"
    elsewhere = datetime.fromisoformat(time).astimezone(UTC)
    return f"{elsewhere.replace(tzinfo=None).isoformat(timespec='microseconds')}Z"
