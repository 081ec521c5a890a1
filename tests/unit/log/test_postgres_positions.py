"""Log positions told by advisory locks, which carry 31 bits."""

from hypothesis import given
from hypothesis import strategies as st

from hookflash.orchestrator.log.postgres import _whole


@given(st.integers(0, 1 << 60), st.integers(-(1 << 30) + 1, 1 << 30))
def test_a_position_is_completed_from_one_near_it(near: int, away: int) -> None:
    """Whatever both are, as long as they are within a thousand million of each other."""
    position = near + away
    if position >= 0:
        assert _whole(position & 0x7FFF_FFFF, near) == position
