"""Parses ``Retry-After``."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

LONGEST: Final = 24 * 60 * 60.0
"""Seconds. Longer values are clamped."""


def retry_after(header: str, now: datetime) -> float:
    """Seconds to wait from ``now``, by a ``Retry-After`` in seconds or as a date (RFC 9110).

    Between 0 and a day; 0 for a header that is neither.
    """
    if header.strip().isdecimal():
        return min(float(header), LONGEST)
    try:
        at = parsedate_to_datetime(header)
    except (ValueError, OverflowError):
        return 0.0
    # RFC 9110 dates are in GMT, also when they do not say so.
    aware = at if at.tzinfo else at.replace(tzinfo=UTC)
    return min(max((aware - now).total_seconds(), 0.0), LONGEST)
