"""Reads the bounds of a period as people write them: a day of a time zone, or an instant."""

from datetime import UTC, date, datetime
from typing import Annotated, Final
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, AwareDatetime, TypeAdapter, ValidationError

from hookflash.projections.reports.days import begin, end

_RIGHT: Final = "Write a day such as 2026-03-02, or a time with its zone: 2026-03-02T12:00:00Z"
_INSTANT: Final = TypeAdapter(AwareDatetime)
_DAY_CHARS: Final = len("2026-03-02")


def in_utc(time: datetime) -> datetime:
    """``time`` in UTC. Raises ``ValueError`` if that is before or after all dates."""
    try:
        return time.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("Write a time between the years 1 and 9999 in UTC") from error


Instant = Annotated[AwareDatetime, AfterValidator(in_utc)]


def since(written: str, zone: ZoneInfo) -> datetime:
    """The instant ``written``, or the begin of that day in ``zone``. Raises ``ValueError``."""
    day = _day(written)
    return _instant(written) if day is None else begin(day, zone)


def until(written: str, zone: ZoneInfo) -> datetime:
    """The instant ``written``, or the end of that day in ``zone``. Raises ``ValueError``."""
    day = _day(written)
    return _instant(written) if day is None else end(day, zone)


def _day(written: str) -> date | None:
    if len(written) != _DAY_CHARS:
        return None
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise ValueError(_RIGHT) from error


def _instant(written: str) -> datetime:
    if "-" not in written:  # a bare number would be read as seconds since 1970
        raise ValueError(_RIGHT)
    try:
        return in_utc(_INSTANT.validate_python(written))
    except ValidationError as error:
        raise ValueError(_RIGHT) from error
