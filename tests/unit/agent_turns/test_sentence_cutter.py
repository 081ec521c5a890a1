"""Words in pieces are cut where a sentence ends, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hookflash.orchestrator.runtime.sentence_cutter import LONGEST, SHORTEST, SentenceCutter

CASES = [
    (
        "I can help with that. What time suits you?",
        ["I can help with that.", "What time suits you?"],
    ),
    (
        "Dr. Lee is in at 9 a.m. on Monday. Shall I ask?",
        ["Dr. Lee is in at 9 a.m. on Monday.", "Shall I ask?"],
    ),
    ("It costs $3.50 today. Is that all right?", ["It costs $3.50 today.", "Is that all right?"]),
    (
        "See https://example.com/a?b=1. It has all times.",
        ["See https://example.com/a?b=1.", "It has all times."],
    ),
    (
        "Write to office@example.co.uk. We answer soon!",
        ["Write to office@example.co.uk.", "We answer soon!"],
    ),
    ("Yes. I can do that for you.", ["Yes. I can do that for you."]),
    ("Ask for J. Smith at the desk. He knows.", ["Ask for J. Smith at the desk.", "He knows."]),
    ("So do I. And that is the whole story.", ["So do I. And that is the whole story."]),
    (
        "1. Book a time that suits you.\n2. Come in early.",
        ["1. Book a time that suits you.", "2. Come in early."],
    ),
    ("Well... we could do that. Or not today.", ["Well... we could do that.", "Or not today."]),
    ("Call ext. 12 or No. 5 please. Thank you.", ["Call ext. 12 or No. 5 please.", "Thank you."]),
    ("“Is it open?” she asked. It is until six.", ["“Is it open?” she asked.", "It is until six."]),
    (
        "明日の午後三時に予約できます。よろしいですか。",
        ["明日の午後三時に予約できます。", "よろしいですか。"],
    ),
    (" \n ", []),
    ("No end of it", ["No end of it"]),
]


def cut(pieces: list[str]) -> list[str]:
    """The sentences of words that come in ``pieces``."""
    cutter = SentenceCutter()
    found = [sentence for piece in pieces for sentence in cutter.feed(piece)]
    rest = cutter.finish()
    return [*found, rest] if rest else found


@pytest.mark.parametrize(("text", "sentences"), CASES)
@pytest.mark.parametrize("size", [1, 2, 3, 7, 1_000])
def test_sentences_do_not_depend_on_how_the_words_arrive(
    text: str, sentences: list[str], size: int
) -> None:
    """By the character, or all at once."""
    assert cut([text[at : at + size] for at in range(0, len(text), size)]) == sentences


def test_a_sentence_is_known_with_the_word_that_follows_it() -> None:
    """It does not wait for the next one to end."""
    cutter = SentenceCutter()
    assert cutter.feed("I can help with that.") == []
    assert cutter.feed(" When") == ["I can help with that."]


def test_words_without_an_end_are_cut_between_two_words() -> None:
    """A model that never ends a sentence is heard all the same."""
    (first, *rest) = cut(["la " * 200])
    assert len(first) <= LONGEST
    assert {*first.split(), *" ".join(rest).split()} == {"la"}
    assert max(map(len, cut(["x" * 1_000]))) <= LONGEST


@given(st.lists(st.text(alphabet="ab .?!\n。1", max_size=30), max_size=20))
def test_nothing_is_lost_and_nothing_is_said_twice(pieces: list[str]) -> None:
    """Apart from white space between sentences, the words are those that came."""
    found = cut(pieces)
    assert "".join("".join(found).split()) == "".join("".join(pieces).split())
    assert all(len(one) >= SHORTEST for one in found[:-1])
