"""Phrase tables."""

from concurrent.futures import ThreadPoolExecutor
from enum import StrEnum
from threading import Barrier

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
    """A table with a phrase under two kinds raises on every use, and names the phrase."""
    phrases = Phrases[Mood]({Mood.GOOD: "so so", Mood.BAD: "so so"})
    for _ in range(2):
        with pytest.raises(ValueError, match="“so so” is both good and bad"):
            list(phrases.read(("so", "so")))


def test_a_table_may_be_first_used_by_several_threads_at_once() -> None:
    """All of them read the same phrases."""
    patterns = {Mood.GOOD: "a|b|c|d|e f|g|h|i|j [very] good", Mood.BAD: "no [a|b|c] problem"}
    said = ("a", "f", "very", "good", "no", "b", "problem", "no")

    def read(phrases: Phrases[Mood], start: Barrier) -> list[Mood | None]:
        start.wait()
        return [found.kind for found in phrases.read(said)]

    with ThreadPoolExecutor(4) as pool:
        for _ in range(20):
            phrases, start = Phrases[Mood](patterns), Barrier(4)
            reading = [pool.submit(read, phrases, start) for _ in range(4)]
            assert all(one.result() == [Mood.GOOD, Mood.BAD, None] for one in reading)
