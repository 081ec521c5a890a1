"""Assigns times to calendar days in a time zone; such days are 23 to 25 hours long."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Date, Interval, String, case, func, literal, type_coerce

_DAY = timedelta(days=1)
_FIRST = datetime.min.replace(tzinfo=UTC)
_LAST = datetime.max.replace(tzinfo=UTC)
_STEP = timedelta(days=7)
_MINUTE = timedelta(minutes=1)


def begin(day: date, zone: ZoneInfo) -> datetime:
    """The time at which ``day`` begins in ``zone``, as UTC."""
    try:
        return datetime.combine(day, time.min, zone).astimezone(UTC)
    except OverflowError:  # the first or the last date that Python can represent
        return _FIRST if day == date.min else _LAST


def end(day: date, zone: ZoneInfo) -> datetime:
    """The time at which ``day`` ends in ``zone``, as UTC."""
    return begin(day + _DAY, zone) if day < date.max else _LAST


def day_of(
    moment: ColumnElement[Any], zone: ZoneInfo, span: tuple[datetime, datetime], dialect: str
) -> ColumnElement[Any]:
    """An expression for the day of ``moment``, which must lie in ``span``; ISO text on SQLite.

    The UTC offsets come from Python: SQLite has no time zones, and PostgreSQL may use another
    version of the time zone database.
    """
    *parts, (_, last) = offsets(zone, *span)
    shifts = [(moment < until, _shift(ahead, dialect)) for until, ahead in parts]
    shift = case(*shifts, else_=_shift(last, dialect)) if shifts else _shift(last, dialect)
    if dialect == "sqlite":
        return func.date(type_coerce(moment, String), shift)
    return (func.timezone("UTC", moment) + shift).cast(Date)


def _shift(ahead: timedelta, dialect: str) -> ColumnElement[Any]:
    if dialect == "sqlite":
        return literal(f"{ahead.total_seconds():+.0f} seconds")
    return literal(ahead, Interval)


def offsets(
    zone: ZoneInfo, first: datetime, last: datetime
) -> Iterator[tuple[datetime, timedelta]]:
    """Yield the UTC offsets of ``zone`` between two times, each with the time it ends."""
    while first < last:
        until = _unchanged_until(zone, first, last)
        yield until, _ahead(zone, first)
        first = until


def _unchanged_until(zone: ZoneInfo, first: datetime, last: datetime) -> datetime:
    """Find the end of the current offset, at most ``last``.

    Assumes that offsets change at whole minutes, and not back again within a week.
    """
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


def _ahead(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta(0)
