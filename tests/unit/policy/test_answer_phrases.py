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


def test_a_phrase_of_two_kinds_is_of_the_first() -> None:
    """The order of a table decides, so that an exception is written before its rule."""
    phrases = Phrases[Mood]({Mood.BAD: "so so", Mood.GOOD: "so so|well"})
    assert [found.kind for found in phrases.read(("so", "so", "so", "well"))] == [
        Mood.BAD,
        Mood.GOOD,
    ]


def test_a_pattern_refers_to_parts() -> None:
    """A part is any of its phrases, and may refer to other parts."""
    phrases = Phrases[Mood](
        {Mood.GOOD: "[very] <fine> by <us>"},
        {"fine": "good|okay", "us": "me\nall_of <all>", "all": "us"},
    )
    for said in ("good by me", "very okay by all of us"):
        assert [found.kind for found in phrases.read(said.split())] == [Mood.GOOD]
    assert phrases.at(("good", "by", "you"), 0) is None


def test_an_unknown_part_is_named() -> None:
    """A misspelled reference is found on first use, not when a caller says the words."""
    phrases = Phrases[Mood]({Mood.GOOD: "good <by>"})
    with pytest.raises(ValueError, match="no part is named by"):
        list(phrases.read(("good",)))


def test_words_of_any_kind_end_before_a_stop() -> None:
    """A reason does not swallow the condition after it."""
    phrases = Phrases[Mood]({Mood.GOOD: "because <...>"}, stops=frozenset({"unless"}))
    read = list(phrases.read(["because", "my", "card", "was", "lost", "unless", "it"]))
    assert read[0].words == ("because", "my", "card", "was", "lost")
    assert [found.kind for found in read] == [Mood.GOOD, None, None]


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
