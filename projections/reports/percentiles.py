"""Percentiles of seconds to a human, of one line of a report and of several together."""

from bisect import bisect_right
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from hookflash.projections.reports.figures import MEDIAN, P95
from hookflash.projections.reports.packing import Values

_TO_THE_MILLISECOND: Final = Decimal("0.001")
_FEW: Final = 1_000
"""So many values are sorted at once."""
_HALVINGS: Final = 60
Ordered = Sequence[list[float]]
"""Lists of values, each in order, and none of them empty."""


def percentiles(lists: Ordered) -> Values:
    """The median and the 95th percentile of all values of ``lists`` together."""
    return {
        "seconds_to_human_median": _percentile(lists, MEDIAN),
        "seconds_to_human_p95": _percentile(lists, P95),
    }


def _percentile(lists: Ordered, share: float) -> float:
    """Interpolate like ``percentile_cont``, to the millisecond."""
    last = sum(map(len, lists)) - 1
    rank = share * last
    below = int(rank)
    low, high = _at(lists, below, min(below + 1, last))
    exact = low * (1 - (rank - below)) + high * (rank - below)
    return float(Decimal(f"{exact:.15g}").quantize(_TO_THE_MILLISECOND, ROUND_HALF_UP))


def _at(lists: Ordered, first: int, second: int) -> tuple[float, float]:
    """The values at two neighbouring ranks. Merging all lists would take many times as long."""
    if len(lists) == 1:
        return lists[0][first], lists[0][second]
    low, high = min(one[0] for one in lists) - 1, max(one[-1] for one in lists)
    before, until = 0, sum(map(len, lists))  # how many there are up to low, and up to high
    for _ in range(_HALVINGS):
        if until - before <= _FEW:
            break
        middle = (low + high) / 2
        reached = sum(bisect_right(one, middle) for one in lists)
        if reached <= first:
            low, before = middle, reached
        elif reached > second:
            high, until = middle, reached
        else:  # it lies between the two
            break
    near = sorted(
        value for one in lists for value in one[bisect_right(one, low) : bisect_right(one, high)]
    )
    return near[first - before], near[second - before]
