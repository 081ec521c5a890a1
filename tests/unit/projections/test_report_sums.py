"""What reports add up: packed figures, pieces of days, and seconds to a human."""

from collections import Counter
from itertools import pairwise
from statistics import quantiles

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hookflash.projections.reports import waits
from hookflash.projections.reports.counts import BLOCK
from hookflash.projections.reports.packing import FIELDS, packed_reason, to_bytes, unpack
from hookflash.projections.reports.percentiles import percentiles
from hookflash.projections.reports.pieces import FIRST, LAST, pieces

slots = st.integers(-300, 2_000)
seconds = st.sampled_from([0.0, 0.5, 1.25, 7.0]) | st.floats(0, 1e6, allow_subnormal=False)
entries = st.lists(st.tuples(seconds, st.integers(0, BLOCK - 1)), max_size=40)


limits = st.sampled_from([[], [FIRST, LAST]])


@given(st.lists(slots, min_size=2, max_size=6), st.lists(slots, max_size=30), limits)
def test_pieces_make_up_each_part(edges: list[int], calls: list[int], ends: list[int]) -> None:
    """Whatever the edges are: those of days of UTC, within a day, or the same twice."""
    parts = list(pairwise(sorted([*edges, *ends])))
    counted: Counter[int] = Counter()
    for piece in pieces(parts):
        found = sum(piece.low <= call // piece.length * piece.length < piece.high for call in calls)
        if piece.plus is not None:
            counted[piece.plus] += found
        if piece.minus is not None:
            counted[piece.minus] -= found
    for n, (low, high) in enumerate(parts):
        assert counted[n] == sum(low <= call < high for call in calls)


@pytest.mark.parametrize(("offset", "most"), [(0, 0), (20, 20), (73, 23), (48, 48)])
def test_a_day_needs_half_its_quarters_at_most(offset: int, most: int) -> None:
    """Those on the shorter side of its edge; none if it is a day of UTC."""
    days = [(96 * day + offset, 96 * day + 96 + offset) for day in range(3)]
    lengths = [piece.high - piece.low for piece in pieces(days) if piece.length == 1]
    assert lengths == [most] * 4 * (most > 0)


@given(entries, entries, entries, st.integers(0, BLOCK), st.integers(0, BLOCK))
def test_chunks_have_what_was_added_and_not_taken_back(
    first: list[waits.Wait], second: list[waits.Wait], back: list[waits.Wait], low: int, high: int
) -> None:
    """In full chunks and in the one that grows, between any quarters of an hour."""
    added = Counter(first) + Counter(second)
    taken = Counter(back) & added
    growing = waits.to_bytes(Counter(second)) + waits.to_bytes(
        {wait: -n for wait, n in taken.items()}
    )
    for last in (growing, None):
        waited = waits.Waited()
        waited.add_full(waits.full(waits.to_bytes(Counter(first))), low, high)
        if last is None:
            waited.add_full(waits.full(growing), low, high)
        else:
            waited.add_growing(last, low, high)
        left = (added - taken).elements()
        assert waited.in_order() == sorted(one for one, slot in left if low <= slot < high)


@given(st.lists(st.lists(seconds, min_size=1, max_size=400), min_size=1, max_size=8))
def test_percentiles_of_several_lists_are_those_of_all_values(lists: list[list[float]]) -> None:
    """With equal values, and with more than are sorted at once."""
    values = [one for some in lists for one in some]
    cuts = quantiles(values, n=20, method="inclusive") if len(values) > 1 else values * 19
    found = percentiles([sorted(some) for some in lists])
    wanted = pytest.approx((cuts[9], cuts[18]), abs=0.001, rel=1e-9)
    assert tuple(found.values()) == wanted


@pytest.mark.parametrize("spread", [1, 7, 100_000])
def test_percentiles_of_many_values_are_exact(spread: int) -> None:
    """Found without merging the lists."""
    lists = [[float(n * n % spread) for n in range(day, 900 + day)] for day in range(20)]
    together = sorted(one for some in lists for one in some)
    cuts = quantiles(together, n=20, method="inclusive")
    found = percentiles([sorted(some) for some in lists])
    assert tuple(found.values()) == pytest.approx((cuts[9], cuts[18]), abs=0.001)


@given(
    st.dictionaries(st.sampled_from(FIELDS), st.integers(1, 2**32 - 1)),
    st.dictionaries(st.integers(0, 90), st.integers(1, 2**32 - 1)),
)
def test_packed_figures_are_unpacked(figures: dict[str, int], reasons: dict[int, int]) -> None:
    """Also after they were stored, and with reasons."""
    number = sum(n << 32 * FIELDS.index(name) for name, n in figures.items())
    number += sum(packed_reason(n, count) for n, count in reasons.items())
    names = {n: ("transfers_by_cause", f"cause {n}") for n in range(91)}
    stored = int.from_bytes(to_bytes(number), "little")
    wanted = {f"cause {n}": count for n, count in reasons.items()}
    assert unpack(stored, names) == figures | ({"transfers_by_cause": wanted} if wanted else {})
