"""The day a time belongs to, in a time zone; days are those of a calendar, 23 to 25 hours long."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Date, String, case, func, type_coerce

_STEP = timedelta(days=7)
_MINUTE = timedelta(minutes=1)


def begin(day: date, zone: ZoneInfo) -> datetime:
    """The moment at which ``day`` begins in ``zone``."""
    return datetime.combine(day, time.min, zone).astimezone(UTC)


def day_of(
    moment: ColumnElement[Any], zone: ZoneInfo, span: tuple[datetime, datetime], dialect: str
) -> ColumnElement[Any]:
    """The day of each ``moment``, all of which lie in ``span``; as ISO text on SQLite.

    SQLite knows no time zones: it is told how far each part of the span is from UTC.
    """
    if dialect != "sqlite":
        return func.timezone(zone.key, moment).cast(Date)
    parts = list(offsets(zone, *span))
    shifts = [(moment < until, f"{seconds:+d} seconds") for until, seconds in parts[:-1]]
    last = f"{parts[-1][1]:+d} seconds"
    shift = case(*shifts, else_=last) if shifts else last
    return func.date(type_coerce(moment, String), shift)


def offsets(zone: ZoneInfo, first: datetime, last: datetime) -> Iterator[tuple[datetime, int]]:
    """How many seconds ``zone`` is ahead of UTC between two times, each until when."""
    while first < last:
        until = _unchanged_until(zone, first, last)
        yield until, _ahead(zone, first)
        first = until


def _unchanged_until(zone: ZoneInfo, first: datetime, last: datetime) -> datetime:
    """Zones change at whole minutes, and none there and back within a week."""
    ahead = _ahead(zone, first)
    low = high = first
    while _ahead(zone, high) == ahead:
        if high >= last:
            return last
        low, high = high, high + _STEP
    while high - low > _MINUTE:
        middle = low + (high - low) / 2
        low, high = (middle, high) if _ahead(zone, middle) == ahead else (low, middle)
    return high.replace(second=0, microsecond=0)


def _ahead(zone: ZoneInfo, moment: datetime) -> int:
    offset = moment.astimezone(zone).utcoffset()
    return int(offset.total_seconds()) if offset else 0
