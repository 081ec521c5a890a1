"""The scale of the lanes: monotone, and honest about what it shortens."""

from hypothesis import given
from hypothesis import strategies as st

from hookflash.orchestrator.console.lane_scale import LONG_SECONDS, Scale

TIMES = st.lists(st.floats(0, 100_000), min_size=1, max_size=60)


@given(TIMES)
def test_later_moments_are_further_right(times: list[float]) -> None:
    """And all are within the picture."""
    scale = Scale(times)
    placed = [scale(at) for at in sorted(times)]
    assert placed == sorted(placed)
    assert all(0 <= at <= 1 for at in placed)


@given(TIMES)
def test_each_long_silence_is_marked(times: list[float]) -> None:
    """Nothing else is shortened: a second has the same width everywhere outside of them."""
    scale = Scale(times)
    gaps = [(a, b) for a, b in zip([0.0, *sorted(times)], sorted(times), strict=False) if b > a]
    assert [(one.begin, one.end) for one in scale.silences] == [
        (a, b) for a, b in gaps if b - a > LONG_SECONDS
    ]
    for a, b in gaps:
        if b - a <= LONG_SECONDS:
            assert abs((scale(b) - scale(a)) * scale.length - (b - a)) < 1e-6 * scale.length


@given(TIMES)
def test_no_label_is_within_a_silence(times: list[float]) -> None:
    """There, a second is not as wide as elsewhere."""
    scale = Scale(times)
    for tick in scale.ticks():
        assert not any(one.begin < tick < one.end for one in scale.silences)
