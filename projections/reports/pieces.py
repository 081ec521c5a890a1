"""Divides parts of time into days of UTC, and into the quarters of an hour at their edges."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from hookflash.projections.reports.counts import DAY, SLOT

Part = tuple[int, int]
"""From one quarter of an hour to before another."""
FIRST: Final = -(2**31)
LAST: Final = 2**31 - 1


class Piece(NamedTuple):
    """Sums of one length, from quarter of an hour ``low`` to before ``high``."""

    length: int
    low: int
    high: int
    plus: int | None
    """The part that they belong to; None: no part."""
    minus: int | None = None
    """The part that they are taken away from, since its days have them."""


def pieces(parts: Sequence[Part]) -> Iterator[Piece]:
    """The sums that make up ``parts``, which follow one another without a gap.

    A day of UTC belongs to one of the two parts that share it, as a whole; of its quarters of an
    hour, only those on the shorter side of the edge are moved to the other.
    """
    for n, (low, high) in enumerate(parts):
        first, last = _nearest_day(low), _nearest_day(high)
        if first < last:
            yield Piece(DAY, first, last, n)
    edges = [parts[0][0], *(high for _, high in parts)]
    for n, edge in enumerate(edges):
        before, after = n - 1 if n > 0 else None, n if n < len(parts) else None
        day = _nearest_day(edge)
        if day < edge:  # the part after the edge has the day
            yield Piece(SLOT, day, edge, before, after)
        elif edge < day:
            yield Piece(SLOT, edge, day, after, before)


def _nearest_day(edge: int) -> int:
    if edge in (FIRST, LAST):
        return edge
    return (edge + DAY // 2) // DAY * DAY
