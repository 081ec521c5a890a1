"""What callers ask for and refuse in words of their own."""

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
    """The phrases that are orders, so that "don't" may stand before them."""
    return [words for words in said if words.split()[0] in verbs and words.split()[0].islower()]


@pytest.mark.parametrize("words", ASKS_FOR_TEXT)
def test_asking_for_a_text(words: str) -> None:
    """A caller who wants a text, or wants it again, is understood."""
    assert asks_for_text(words)


@pytest.mark.parametrize("words", DOES_NOT_ASK_FOR_TEXT)
def test_not_asking_for_a_text(words: str) -> None:
    """Speaking of a text, or refusing it, is not asking for one."""
    assert not asks_for_text(words)


@pytest.mark.parametrize("words", DECLINES_TEXT)
def test_declining_a_text(words: str) -> None:
    """A caller who wants no text is understood."""
    assert declines_text(words)


@pytest.mark.parametrize("words", DOES_NOT_DECLINE_TEXT)
def test_not_declining_a_text(words: str) -> None:
    """Telling that a text has not come, or refusing something else, declines no text."""
    assert not declines_text(words)


@pytest.mark.parametrize("words", ASKS_FOR_PERSON)
def test_asking_for_a_person(words: str) -> None:
    """A caller who wants to talk to somebody is understood."""
    assert asks_for_person(words)


@pytest.mark.parametrize("words", DOES_NOT_ASK_FOR_PERSON)
def test_not_asking_for_a_person(words: str) -> None:
    """Refusing a person, or speaking of one, is not asking for one."""
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
    """Refusing the one leaves the request for the other."""
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
    """And the other way round."""
    assert (asks_for_person(words), asks_for_text(words), declines_text(words)) == (
        True,
        False,
        True,
    )


@given(JUDGEMENTS, st.text())
def test_any_text_can_be_judged(judgement: Judgement, words: str) -> None:
    """Nothing a caller can say or type raises."""
    assert judgement(words) in {True, False}


@given(JUDGEMENTS, st.sampled_from(EVERYTHING))
def test_case_does_not_matter(judgement: Judgement, words: str) -> None:
    """Shouting changes nothing."""
    assert judgement(words.upper()) is judgement(words)


@given(
    st.sampled_from(orders(ASKS_FOR_TEXT, "text", "send", "resend")),
    st.sampled_from(["don't", "please don't", "never", "I don't want you to", "stop, do not"]),
)
def test_a_negation_added_is_no_request_for_a_text(words: str, negation: str) -> None:
    """An order that is turned round asks for nothing."""
    assert not asks_for_text(f"{negation} {words}")


@given(
    st.sampled_from(orders(ASKS_FOR_PERSON, "transfer", "connect", "put", "patch", "talk", "get")),
    st.sampled_from(["don't", "please don't", "never", "I don't want you to", "I'd rather not"]),
)
def test_a_negation_added_is_no_request_for_a_person(words: str, negation: str) -> None:
    """An order that is turned round asks for nobody."""
    assert not asks_for_person(f"{negation} {words}")
