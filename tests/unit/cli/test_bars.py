"""Bars and sparklines made of characters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hookflash.orchestrator.cli.bars import bar, sparkline

counts = st.lists(st.integers(0, 10_000), min_size=1, max_size=200)


@pytest.mark.parametrize(
    ("parts", "most", "drawn"),
    [
        ([5, 5], 10, "██████████"),
        ([3, 2], 10, "█████"),
        ([0, 0], 10, ""),
        ([1], 10_000, "█"),
    ],
)
def test_a_bar_is_as_long_as_its_share(parts: list[int], most: int, drawn: str) -> None:
    """Its share of the width, but at least one character, so that it is visible."""
    assert bar([(size, "") for size in parts], most, 10).plain == drawn


@given(counts, st.integers(1, 40))
def test_the_parts_of_a_bar_fill_its_width_exactly(parts: list[int], width: int) -> None:
    """However they are rounded."""
    drawn = bar([(size, "") for size in parts], sum(parts), width).plain
    assert len(drawn) == (width if sum(parts) else 0)


def test_a_sparkline_has_a_column_for_each_value() -> None:
    """Zero is a gap, the maximum is full, small values are visible."""
    assert sparkline([0, 1, 50, 100], 10) == " ▁▄█"
    assert sparkline([], 10) == ""
    assert sparkline([0, 0], 10) == "  "


@given(counts, st.integers(1, 40))
def test_a_long_sparkline_is_compressed(values: list[int], width: int) -> None:
    """It never exceeds its width."""
    assert 1 <= len(sparkline(values, width)) <= width
