"""Ids of effects are UUIDs by name."""

from uuid import uuid5

from hypothesis import given
from hypothesis import strategies as st

from hookflash.domain.call.identity import NAMESPACE, effect_key


@given(st.text(), st.text(), st.integers(1))
def test_an_effect_key_is_a_uuid_by_name(call: str, action: str, occurrence: int) -> None:
    """As logs of earlier versions have them."""
    known = str(uuid5(NAMESPACE, f"{call}/{action}/{occurrence}"))
    assert effect_key(call, action, occurrence) == known
