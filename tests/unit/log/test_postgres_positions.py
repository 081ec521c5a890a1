"""Log positions carried by advisory locks, which hold 31 bits."""

from hypothesis import given
from hypothesis import strategies as st

from hookflash.orchestrator.log.postgres import _restored


@given(st.integers(0, 1 << 60), st.integers(-(1 << 30) + 1, 1 << 30))
def test_a_position_is_restored_from_a_nearby_one(near: int, away: int) -> None:
    """For any positions less than 2^30 apart."""
    position = near + away
    if position >= 0:
        assert _restored(position & 0x7FFF_FFFF, near) == position
