"""The lists of phrases behind the answers."""

from enum import StrEnum

import pytest

from hookflash.domain.policy.speech.phrases import Phrases, expand


class Mood(StrEnum):
    """Two kinds of phrase."""

    GOOD = "good"
    BAD = "bad"


def test_a_pattern_stands_for_all_its_phrases() -> None:
    """Choices, optional words and joined words are spelled out."""
    assert set(expand("that is [very] good|like_a_dream")) == {
        ("that", "is", "good"),
        ("that", "is", "very", "good"),
        ("that", "is", "like", "a", "dream"),
        ("that", "is", "very", "like", "a", "dream"),
    }


def test_the_longest_phrase_wins() -> None:
    """So that "no problem" is no "no"."""
    phrases = Phrases[Mood]({Mood.BAD: "no", Mood.GOOD: "no problem"})
    read = [found.kind for found in phrases.read(("no", "problem", "no", "way"))]
    assert read == [Mood.GOOD, Mood.BAD, None]


def test_a_phrase_has_one_kind() -> None:
    """A list that contradicts itself is refused, by the phrase."""
    with pytest.raises(ValueError, match=r"\('so', 'so'\) is good already, not bad"):
        Phrases[Mood]({Mood.GOOD: "so so", Mood.BAD: "so so"})
