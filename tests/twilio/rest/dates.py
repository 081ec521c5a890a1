"""Dates in requests and answers."""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import formatdate

from tests.twilio.errors import Refused


def rfc_2822(at: float | None) -> str | None:
    """How the 2010 API writes a time."""
    return None if at is None else formatdate(at).replace("-0000", "+0000")


def iso(at: float) -> str:
    """How the newer APIs write a time."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def within(at: float | None, query: Mapping[str, str], name: str) -> bool:
    """Whether a time fits ``Name``, ``Name<`` and ``Name>`` of a query: dates or times."""
    bounds = {sign: query.get(f"{name}{sign}") for sign in ("", "<", ">")}
    if not any(bounds.values()):
        return True
    if at is None:
        return False
    day, before, after = bounds[""], bounds["<"], bounds[">"]
    return (
        (not day or iso(at)[:10] == day[:10])
        and (not before or at <= _seconds(before))
        and (not after or at >= _seconds(after))
    )


def _seconds(text: str) -> float:
    try:
        told = datetime.fromisoformat(text)
    except ValueError as error:
        raise Refused(400, 20001, f"{text!r} is no date: YYYY-MM-DD or ISO 8601") from error
    return (told if told.tzinfo else told.replace(tzinfo=UTC)).timestamp()
