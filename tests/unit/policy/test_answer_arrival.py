"""Reading answers to "Did the text arrive?"."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hookflash.domain.policy.speech.answer import Answer, arrival
from tests.unit.policy.arrivals import HERE, MISSING, UNCLEAR


@pytest.mark.parametrize("words", HERE)
def test_it_arrived(words: str) -> None:
    """The caller says that the text is there."""
    assert arrival(words) is Answer.YES


@pytest.mark.parametrize("words", MISSING)
def test_it_did_not_arrive(words: str) -> None:
    """The caller says that it is not there, or not yet."""
    assert arrival(words) is Answer.NO


@pytest.mark.parametrize("words", UNCLEAR)
def test_unclear(words: str) -> None:
    """A question, a pause or another subject says nothing about the text."""
    assert arrival(words) is Answer.UNCLEAR


@given(st.text())
def test_any_text_can_be_judged(words: str) -> None:
    """It never raises."""
    assert arrival(words) in Answer


@given(st.sampled_from([*HERE, *MISSING, *UNCLEAR]))
def test_case_does_not_matter(words: str) -> None:
    """Upper case is read the same."""
    assert arrival(words.upper()) is arrival(words)
