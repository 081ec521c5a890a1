"""Divides the quarters of an hour in which calls are counted into the days of a time zone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from hookflash.projections.reports.counts import SLOT_SECONDS
from hookflash.projections.reports.days import begin, end, offsets
from hookflash.projections.reports.question import Question

Part = tuple[date, int, int]
"""A day with its first slot and the one after its last."""
_DAY: Final = timedelta(days=1)
_INSTANT: Final = timedelta(microseconds=1)


@dataclass(frozen=True)
class Slots:
    """The slots that a question is about, from ``first`` to before ``last``; None: no limit.

    ``days`` are all days on which calls came in, and perhaps some on which none did; they are empty
    if none came in between the limits.
    """

    first: int | None = None
    last: int | None = None
    days: Sequence[Part] = ()

    @property
    def is_limited(self) -> bool:
        """Whether the question leaves out any slots."""
        return self.first is not None or self.last is not None


def slots_of(question: Question, received: tuple[datetime | None, datetime | None]) -> Slots | None:
    """The slots of ``question``, of calls ``received`` between two times.

    None if a day of the time zone begins within a slot, as until 1972, when some offsets from UTC
    had seconds; or if clocks are set back across midnight, so that the day before begins again.
    """
    zone = question.time_zone()
    earliest, latest = received
    if earliest is None or latest is None:
        return Slots()
    first = begin(question.first, zone) if question.first else None
    last = end(question.last, zone) if question.last else None
    low, high = max(earliest, first or earliest), min(latest, last - _INSTANT if last else latest)
    bounds = [bound for bound in (first, last) if bound is not None]
    if not _fits(zone, earliest, latest) or any(map(_is_within_slot, bounds)):
        return None
    return Slots(
        _slot(first) if first else None,
        _slot(last) if last else None,
        tuple(_days(zone, low, high)) if low <= high else (),
    )


def _fits(zone: ZoneInfo, first: datetime, last: datetime) -> bool:
    """Whether each day of ``zone`` between two times is one row of whole slots."""
    if first.timestamp() < 0:
        return False
    *changes, (_, ahead) = offsets(zone, first, last + _DAY)
    aheads = [ahead, *(ahead for _, ahead in changes)]
    if any(ahead.total_seconds() % SLOT_SECONDS for ahead in aheads):
        return False
    return not any(
        _is_within_slot(until)
        or (until - _INSTANT).astimezone(zone).date() > until.astimezone(zone).date()
        for until, _ in changes
    )


def _days(zone: ZoneInfo, first: datetime, last: datetime) -> Iterator[Part]:
    day, until = first.astimezone(zone).date(), last.astimezone(zone).date()
    while day <= until:
        yield day, _slot(begin(day, zone)), _slot(end(day, zone))
        day += _DAY


def _is_within_slot(moment: datetime) -> bool:
    return bool(moment.timestamp() % SLOT_SECONDS)


def _slot(moment: datetime) -> int:
    return int(moment.timestamp()) // SLOT_SECONDS
