"""Reading requests and refusals in callers' own words."""

from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hookflash.domain.policy.speech.request import asks_for_person, asks_for_text, declines_text
from tests.unit.policy.requests import (
    ASKS_FOR_PERSON,
    ASKS_FOR_TEXT,
    DECLINES_TEXT,
    DOES_NOT_ASK_FOR_PERSON,
    DOES_NOT_ASK_FOR_TEXT,
    DOES_NOT_DECLINE_TEXT,
)

EVERYTHING = (
    *ASKS_FOR_PERSON,
    *ASKS_FOR_TEXT,
    *DECLINES_TEXT,
    *DOES_NOT_ASK_FOR_PERSON,
    *DOES_NOT_ASK_FOR_TEXT,
    *DOES_NOT_DECLINE_TEXT,
)
JUDGEMENTS = st.sampled_from([asks_for_person, asks_for_text, declines_text])
Judgement = Callable[[str], bool]


def orders(said: Sequence[str], *verbs: str) -> list[str]:
    """The phrases that are imperatives, so that "don't" can go in front of them."""
    return [words for words in said if words.split()[0] in verbs and words.split()[0].islower()]


@pytest.mark.parametrize("words", ASKS_FOR_TEXT)
def test_asking_for_a_text(words: str) -> None:
    """A request for a text, or for the text again."""
    assert asks_for_text(words)


@pytest.mark.parametrize("words", DOES_NOT_ASK_FOR_TEXT)
def test_not_asking_for_a_text(words: str) -> None:
    """Mentioning or refusing a text is not a request for one."""
    assert not asks_for_text(words)


@pytest.mark.parametrize("words", DECLINES_TEXT)
def test_declining_a_text(words: str) -> None:
    """A refusal of a text."""
    assert declines_text(words)


@pytest.mark.parametrize("words", DOES_NOT_DECLINE_TEXT)
def test_not_declining_a_text(words: str) -> None:
    """Reporting that a text has not arrived, or refusing something else, declines no text."""
    assert not declines_text(words)


@pytest.mark.parametrize("words", ASKS_FOR_PERSON)
def test_asking_for_a_person(words: str) -> None:
    """A request for a person or a transfer."""
    assert asks_for_person(words)


@pytest.mark.parametrize("words", DOES_NOT_ASK_FOR_PERSON)
def test_not_asking_for_a_person(words: str) -> None:
    """Mentioning or refusing a person is not a request for one."""
    assert not asks_for_person(words)


@pytest.mark.parametrize(
    "words",
    [
        "I don't want to talk to anyone, just text me the link",
        "please don't put me through, text me the link",
        "don't transfer me just text me",
    ],
)
def test_no_person_but_a_text(words: str) -> None:
    """Refusing a person does not cancel the request for a text."""
    assert (asks_for_person(words), asks_for_text(words), declines_text(words)) == (
        False,
        True,
        False,
    )


@pytest.mark.parametrize(
    "words",
    [
        "don't text me, just put me through",
        "I don't want a text I want to talk to a person",
        "no texts please, transfer me",
        "instead of texting me can you put me through",
    ],
)
def test_no_text_but_a_person(words: str) -> None:
    """Refusing a text does not cancel the request for a person."""
    assert (asks_for_person(words), asks_for_text(words), declines_text(words)) == (
        True,
        False,
        True,
    )


@given(JUDGEMENTS, st.text())
def test_any_text_can_be_judged(judgement: Judgement, words: str) -> None:
    """It never raises."""
    assert judgement(words) in {True, False}


@given(JUDGEMENTS, st.sampled_from(EVERYTHING))
def test_case_does_not_matter(judgement: Judgement, words: str) -> None:
    """Upper case is read the same."""
    assert judgement(words.upper()) is judgement(words)


@given(
    st.sampled_from(orders(ASKS_FOR_TEXT, "text", "send", "resend")),
    st.sampled_from(["don't", "please don't", "never", "I don't want you to", "stop, do not"]),
)
def test_a_negated_request_does_not_ask_for_a_text(words: str, negation: str) -> None:
    """A negated imperative is not a request."""
    assert not asks_for_text(f"{negation} {words}")


@given(
    st.sampled_from(orders(ASKS_FOR_PERSON, "transfer", "connect", "put", "patch", "talk", "get")),
    st.sampled_from(["don't", "please don't", "never", "I don't want you to", "I'd rather not"]),
)
def test_a_negated_request_does_not_ask_for_a_person(words: str, negation: str) -> None:
    """A negated imperative is not a request."""
    assert not asks_for_person(f"{negation} {words}")
