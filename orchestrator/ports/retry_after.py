"""How long somebody who took nothing asks us to wait."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

LONGEST: Final = 24 * 60 * 60.0
"""Seconds. Who asks for more cannot mean it, and a wait without end could not be written down."""


def retry_after(header: str, now: datetime) -> float:
    """Seconds to wait from ``now`` by a ``Retry-After`` of seconds or of a date (RFC 9110).

    From 0, which also stands for neither, to a day.
    """
    if header.strip().isdecimal():
        return min(float(header), LONGEST)
    try:
        at = parsedate_to_datetime(header)
    except (ValueError, OverflowError):
        return 0.0
    # RFC 9110 dates are in GMT; one that does not say so is read as such.
    aware = at if at.tzinfo else at.replace(tzinfo=UTC)
    return min(max((aware - now).total_seconds(), 0.0), LONGEST)
