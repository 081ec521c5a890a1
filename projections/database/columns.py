"""What the tables of all read models are made of."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final

from pydantic_core import from_json, to_json
from sqlalchemy import JSON, DateTime, Dialect, MetaData, String, TypeDecorator
from sqlalchemy.types import TypeEngine

METADATA: Final = MetaData()


class UtcTime(TypeDecorator[datetime]):
    """An aware time in UTC: ``timestamptz`` where there is one, else ISO text that sorts."""

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose by database."""
        text = dialect.name == "sqlite"
        return dialect.type_descriptor(String(32) if text else DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """Give the database what it stores."""
        if value is None or dialect.name != "sqlite":
            return value
        return as_text([value])[0]

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Read it back."""
        if value is None:
            return None
        stored = datetime.fromisoformat(value) if dialect.name == "sqlite" else value
        return stored.astimezone(UTC)


Document: Final = JSON(none_as_null=True)
"""A list or an object as JSON."""


def as_text(times: Sequence[datetime | None]) -> list[str | None]:
    """Write many times as SQLite stores them, at a third of what ``isoformat`` costs."""
    return [None if time is None else _fixed_width(time) for time in from_json(to_json(times))]


def _fixed_width(time: str) -> str:
    """All times as long as each other, so that they sort."""
    if time.endswith("Z"):
        return time if "." in time else f"{time[:-1]}.000000Z"
    elsewhere = datetime.fromisoformat(time).astimezone(UTC)
    return f"{elsewhere.replace(tzinfo=None).isoformat(timespec='microseconds')}Z"
