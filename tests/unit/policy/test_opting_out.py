"""Words that opt out of texts, said and written, in English and Spanish."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hookflash.domain.policy.speech.opting_out import OptOut, opts_out, opts_out_in_writing
from tests.unit.policy.opt_outs import IN_ENGLISH, IN_SPANISH, NOT_AT_ALL, UNSURE


def test_a_hundred_wordings_opt_out() -> None:
    """Fault 52: revocation by any reasonable means, in both languages."""
    missed = [words for words in (*IN_ENGLISH, *IN_SPANISH) if opts_out(words) != OptOut.REVOKED]
    assert not missed
    assert len(IN_ENGLISH) + len(IN_SPANISH) >= 100


@pytest.mark.parametrize("words", NOT_AT_ALL)
def test_other_words_do_not(words: str) -> None:
    """A refusal of one text declines that text only; another list is not ours."""
    assert opts_out(words) is OptOut.NONE


@pytest.mark.parametrize("words", UNSURE)
def test_what_may_be_either_is_unsure(words: str) -> None:
    """The agent asks then, and guesses nothing."""
    assert opts_out(words) is OptOut.UNSURE


@pytest.mark.parametrize("words", [*IN_ENGLISH, *IN_SPANISH, *UNSURE])
def test_in_writing_doubt_opts_out(words: str) -> None:
    """A writer cannot be asked."""
    assert opts_out_in_writing(words)


@pytest.mark.parametrize("words", ["please stop", "Stop it!", "STOP please", "Stop!! Please!",
                                   "ok stop now", "Basta ya", "leave me alone"])  # fmt: skip
def test_a_text_that_only_says_stop_opts_out(words: str) -> None:
    """On a call the same words may mean anything."""
    assert opts_out_in_writing(words)
    assert opts_out(words) is OptOut.NONE


@pytest.mark.parametrize("words", ["stop by later", "Thanks!", "yes", "Can you stop my order?",
                                   "the bus stop", "Please cancel"])  # fmt: skip
def test_other_texts_do_not(words: str) -> None:
    """As long as the word is part of something else."""
    assert not opts_out_in_writing(words)


@pytest.mark.parametrize("words", IN_ENGLISH[:20])
def test_manners_change_nothing(words: str) -> None:
    """Around the phrase, and in any case."""
    assert opts_out(f"Hi, um, listen. {words.upper()} Thank you so much.") is OptOut.REVOKED


@given(st.text())
def test_any_text_is_judged(words: str) -> None:
    """Nothing raises."""
    assert opts_out(words) in OptOut


@pytest.mark.parametrize("text", ["STOP\nSent from my iPhone", "stop msg", "Txt stop", "Stop"])
def test_a_signature_does_not_hide_a_stop(text: str) -> None:
    """Phones add one to every text."""
    assert opts_out_in_writing(text)
