"""Emergencies, and sentences that only sound like one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hookflash.domain.policy.speech.emergency import is_emergency
from tests.unit.policy.said import said

EMERGENCIES, NOT_EMERGENCIES = said("emergencies"), said("not_emergencies")


def test_no_emergency_is_missed() -> None:
    """In English and Spanish, as people say it."""
    assert not [words for words in EMERGENCIES if not is_emergency(words)]
    assert len(EMERGENCIES) >= 60


def test_nothing_else_is_taken_for_one() -> None:
    """Not what is denied, over, feared, or a figure of speech."""
    assert not [words for words in NOT_EMERGENCIES if is_emergency(words)]
    assert len(NOT_EMERGENCIES) >= 200


@pytest.mark.parametrize("words", EMERGENCIES[:60:3])
def test_what_is_said_around_it_does_not_hide_it(words: str) -> None:
    """Manners, noise, and other sentences."""
    assert is_emergency(f"Hello, um, listen. {words} Please hurry!")
    assert is_emergency(words.upper())


@given(st.text())
def test_any_words_are_judged(words: str) -> None:
    """Nothing raises."""
    assert is_emergency(words) in (True, False)
