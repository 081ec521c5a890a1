"""What the rules' reading of an answer and a model's reading mean together."""

import pytest

from hookflash.domain.policy.speech.answer import Answer
from hookflash.domain.policy.speech.reading import Reading, UnderstandingMode, trusted, understood

YES, NO, UNCLEAR = Answer.YES, Answer.NO, Answer.UNCLEAR


@pytest.mark.parametrize(
    ("mode", "by_rules", "by_model", "meaning"),
    [
        ("off", YES, NO, YES),
        ("off", NO, YES, NO),
        ("off", UNCLEAR, YES, UNCLEAR),
        ("second_opinion", YES, YES, YES),
        ("second_opinion", YES, NO, NO),
        ("second_opinion", YES, UNCLEAR, UNCLEAR),
        ("second_opinion", NO, YES, NO),
        ("second_opinion", UNCLEAR, YES, UNCLEAR),
        ("second_opinion", UNCLEAR, NO, NO),
        ("second_opinion", UNCLEAR, UNCLEAR, UNCLEAR),
        ("resolve_unclear", YES, YES, YES),
        ("resolve_unclear", YES, NO, NO),
        ("resolve_unclear", YES, UNCLEAR, YES),
        ("resolve_unclear", NO, YES, NO),
        ("resolve_unclear", UNCLEAR, YES, YES),
        ("resolve_unclear", UNCLEAR, NO, NO),
        ("resolve_unclear", UNCLEAR, UNCLEAR, UNCLEAR),
    ],
)
def test_both_readings(
    mode: UnderstandingMode, by_rules: Answer, by_model: Answer, meaning: Answer
) -> None:
    """A no by either is a no; what else counts depends on the setting."""
    assert understood(mode, by_rules, by_model) is meaning


@pytest.mark.parametrize(
    ("words", "quote", "failure", "meaning"),
    [
        ("Well, let's do it!", "let's do it", "", YES),
        ("Well, let\u2019s DO it!", "Let's do it.", "", YES),
        ("Well, let's do it", "yes", "", UNCLEAR),
        ("Well, let's do it", "", "", UNCLEAR),
        ("Well, let's do it", "do let's", "", UNCLEAR),
        ("Well, let's do it", "let's do it", "timeout", UNCLEAR),
        ("", "", "", UNCLEAR),
    ],
)
def test_a_reading_must_quote_the_words(
    words: str, quote: str, failure: str, meaning: Answer
) -> None:
    """A model that invents what the caller said is not believed."""
    reading = Reading(words=words, meaning=YES, quote=quote, failure=failure)
    assert trusted(reading, words) is meaning


def test_a_reading_of_other_words_does_not_count() -> None:
    """It was made before the caller went on."""
    reading = Reading(words="yes", meaning=YES, quote="yes")
    assert trusted(reading, "yes but not yet") is UNCLEAR
    assert trusted(None, "yes") is UNCLEAR
