"""Phrase tables."""

from enum import StrEnum

import pytest

from hookflash.domain.policy.speech.phrases import Phrases, expand


class Mood(StrEnum):
    """Two kinds of phrases."""

    GOOD = "good"
    BAD = "bad"


def test_a_pattern_expands_to_all_its_phrases() -> None:
    """Choices, optional words and joined words are expanded."""
    assert set(expand("that is [very] good|like_a_dream")) == {
        ("that", "is", "good"),
        ("that", "is", "very", "good"),
        ("that", "is", "like", "a", "dream"),
        ("that", "is", "very", "like", "a", "dream"),
    }


def test_the_longest_phrase_wins() -> None:
    """For example, "no problem" is not read as "no"."""
    phrases = Phrases[Mood]({Mood.BAD: "no", Mood.GOOD: "no problem"})
    read = [found.kind for found in phrases.read(("no", "problem", "no", "way"))]
    assert read == [Mood.GOOD, Mood.BAD, None]


def test_a_phrase_has_one_kind() -> None:
    """A table with a phrase under two kinds is an error that names the phrase."""
    with pytest.raises(ValueError, match=r"\('so', 'so'\) is good already, not bad"):
        Phrases[Mood]({Mood.GOOD: "so so", Mood.BAD: "so so"})
