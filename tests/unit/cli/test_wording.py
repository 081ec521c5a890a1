"""Durations and counts in plain English."""

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
def test_a_duration_has_at_most_two_units(seconds: float | None, words: str) -> None:
    """It is rounded to them."""
    assert lasting(seconds) == words


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 calls"), (1, "1 call"), (10_000, "10,000 calls")]
)
def test_counts_use_singular_and_plural(number: int, words: str) -> None:
    """“1 call”, but “2 calls”."""
    assert counted(number, "call") == words


def test_a_call_is_shown_by_eight_hex_digits() -> None:
    """They are enough to find it."""
    assert short("harbor-dental.call.7f3a12345678abcd") == "7f3a1234"
