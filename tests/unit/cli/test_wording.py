"""Durations, counts and ids in words."""

import pytest

from hookflash.orchestrator.wording import counted, lasting, short


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (None, ""),
        (0.0, "0 s"),
        (0.4, "0.4 s"),
        (2.1, "2 s"),
        (59.4, "59 s"),
        (59.6, "1 min 0 s"),
        (95.0, "1 min 35 s"),
        (3_599.4, "59 min 59 s"),
        (3_600.0, "1 h 0 min"),
        (7_380.0, "2 h 3 min"),
    ],
)
def test_a_duration_has_two_units_at_most(seconds: float | None, words: str) -> None:
    """Rounded to what matters at its length."""
    assert lasting(seconds) == words


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 calls"), (1, "1 call"), (10_000, "10,000 calls")]
)
def test_counts_have_the_right_plural(number: int, words: str) -> None:
    """One is singular."""
    assert counted(number, "call") == words


def test_a_call_id_is_shortened_to_eight_digits() -> None:
    """Enough to find the call."""
    assert short("harbor-dental.call.7f3a12345678abcd") == "7f3a1234"
