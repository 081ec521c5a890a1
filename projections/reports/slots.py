"""Divides the quarters of an hour in which calls are counted into the days of a time zone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, case, literal

from hookflash.projections.reports.counts import SLOT_SECONDS
from hookflash.projections.reports.days import begin, end, offsets
from hookflash.projections.reports.question import Question

_DAY = timedelta(days=1)
_DAY_SLOTS = 86_400 // SLOT_SECONDS


@dataclass(frozen=True)
class Slots:
    """The slots that a question is about, from ``first`` to before ``last``; None: no limit.

    ``shifts`` has the time zone's offsets from UTC, each with the slot at which it ends; the last
    one has no end.
    """

    first: int | None
    last: int | None
    shifts: Sequence[tuple[int, int]]

    def day_of(self, slot: ColumnElement[int]) -> ColumnElement[int]:
        """An expression for the day of ``slot``, counted from 1970-01-01."""
        *parts, (_, ahead) = self.shifts
        shift: ColumnElement[int] = literal(ahead)
        if parts:
            shift = case(*((slot < until, shift) for until, shift in parts), else_=ahead)
        return (slot + shift) // _DAY_SLOTS


def slots_of(question: Question, received: tuple[datetime | None, datetime | None]) -> Slots | None:
    """The slots of ``question``, of calls ``received`` between two times.

    None if a day of the time zone begins within a slot: before 1972, offsets of seconds were still
    in use.
    """
    zone = question.time_zone()
    earliest, latest = received
    if earliest is None or latest is None:
        return Slots(None, None, ((0, 0),))
    bounds = (
        begin(question.first, zone) if question.first else None,
        end(question.last, zone) if question.last else None,
    )
    shifts = list(offsets(zone, earliest, latest + _DAY))
    times = [bound.timestamp() for bound in bounds if bound]
    times += [until.timestamp() for until, _ in shifts[:-1]]
    times += [ahead.total_seconds() for _, ahead in shifts]
    if earliest.timestamp() < _DAY.total_seconds() or any(time % SLOT_SECONDS for time in times):
        return None
    first, last = (int(bound.timestamp()) // SLOT_SECONDS if bound else None for bound in bounds)
    return Slots(first, last, [(_slot(until), _shift(ahead)) for until, ahead in shifts])


def _slot(moment: datetime) -> int:
    return int(moment.timestamp()) // SLOT_SECONDS


def _shift(ahead: timedelta) -> int:
    return int(ahead.total_seconds()) // SLOT_SECONDS


def condition(slot: ColumnElement[int], slots: Slots) -> list[Any]:
    """Keep only the slots that the question is about."""
    kept: list[Any] = []
    if slots.first is not None:
        kept.append(slot >= slots.first)
    if slots.last is not None:
        kept.append(slot < slots.last)
    return kept
