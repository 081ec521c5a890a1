"""What an agent's words claim to be done, in English and Spanish."""

import json
from pathlib import Path
from typing import Final, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hookflash.domain.policy.speech.promises import admits_failure, claims, mentions_text

CORPUS: Final = Path(__file__).parents[2] / "corpora" / "promises.jsonl"


class Sentence(NamedTuple):
    """A sentence of the corpus, and the actions that it claims."""

    said: str
    claims: tuple[str, ...]


SENTENCES: Final = [
    Sentence(line["said"], tuple(sorted(line["claims"])))
    for line in map(json.loads, CORPUS.read_text().splitlines())
]


def test_nine_hundred_sentences_are_read_as_they_are_meant() -> None:
    """Offers, questions, conditions, denials, reports and other times claim nothing."""
    wrong = [
        said
        for said, meant in SENTENCES
        if tuple(sorted({claim.action for claim in claims(said)})) != meant
    ]
    assert not wrong
    assert len(SENTENCES) >= 900
    assert sum(not sentence.claims for sentence in SENTENCES) >= 450


@pytest.mark.parametrize(
    ("said", "action", "tense"),
    [
        ("I've just texted you the link.", "text", "done"),
        ("Your text has been delivered.", "text", "arrived"),
        ("The text is on its way.", "text", "now"),
        ("I'll text you the link now.", "text", "announced"),
        ("Le acabo de enviar el enlace.", "text", "done"),
        ("I'm transferring you now.", "transfer", "now"),
        ("Let me put you through to Sam.", "transfer", "announced"),
        ("I've transferred you to Maria.", "transfer", "done"),
        ("I've turned off the recording.", "recording", "done"),
        ("You won't get any more texts from us.", "opt_out", "done"),
        ("I'm hanging up now.", "hang_up", "now"),
    ],
)
def test_a_claim_says_how_far_the_action_has_got(said: str, action: str, tense: str) -> None:
    """What is only announced may still be done; what is said to be done may be false already."""
    assert claims(said) == ((action, tense, said),)


def test_the_sentence_that_claims_is_quoted() -> None:
    """A person, and the agent, can see what is meant."""
    said = "Sure thing, Dana. I've texted you the link! Anything else?"
    assert [claim.quote for claim in claims(said)] == ["I've texted you the link!"]


@pytest.mark.parametrize("said", [one.said for one in SENTENCES if one.claims][::9])
def test_case_and_apostrophes_change_nothing(said: str) -> None:
    """Speech is written down in many ways."""
    read = {claim.action for claim in claims(said)}
    assert {claim.action for claim in claims(said.replace("'", "\u2019"))} == read
    assert {claim.action for claim in claims(f"Okay. {said} Thank you.")} == read


def test_a_failure_is_told_in_many_ways() -> None:
    """Generously: an agent that says sorry is not flagged on top."""
    assert admits_failure("I'm afraid the text didn't go through.")
    assert admits_failure("Lo siento, no pude enviar el mensaje.")
    assert not admits_failure("Is there anything else I can help with?")


def test_words_about_a_text_are_found() -> None:
    """Whatever they say about it."""
    assert mentions_text("Has the link arrived?")
    assert mentions_text("Le envío el enlace.")
    assert not mentions_text("Is there anything else I can help with?")


@given(st.text())
def test_any_text_is_read(said: str) -> None:
    """Nothing raises."""
    assert all(claim.quote for claim in claims(said))
    assert admits_failure(said) in (True, False)
