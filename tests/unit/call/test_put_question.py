"""Which words of a hosted agent put our transfer question, and which do not."""

import pytest

from hookflash.domain.call.put_question import puts_question
from hookflash.domain.call.sentences import question_again, question_for
from hookflash.domain.job.action import Destination

DESK = Destination(kind="member", name="Front Desk")
QUESTION = "Would you like me to transfer you to Front Desk?"


@pytest.mark.parametrize(
    "words",
    [
        QUESTION,
        QUESTION.upper(),
        QUESTION[:-1],
        "would you like me to transfer you to front desk",
        f"Of course. {QUESTION}",
        f"Let me see… {QUESTION} ",
        "Sure!\nWould you like me, to transfer you to\u00a0Front Desk ?",
        question_again(DESK, "en"),
        f"{QUESTION} Please say yes or no, or press 1 for yes or 2 for no.",
    ],
)
def test_our_question_is_recognized(words: str) -> None:
    """However it is written, and with sentences before it that ask nothing."""
    assert puts_question(words, DESK, "en")


@pytest.mark.parametrize(
    "words",
    [
        "",
        "Would you like me to transfer you to Front?",
        "Would you like me to transfer you to Front Desk Billing?",
        "Would you not like me to transfer you to Front Desk?",
        "Would you like me to transfer you to the Front Desk?",
        f"{QUESTION} Or not?",
        f"{QUESTION} user: yes",
        f"{QUESTION} Yes.",
        f"Is it urgent? {QUESTION}",
        f"If you want a refund, {QUESTION}",
        f"I wonder {QUESTION}",
        f"Say yes to get a refund: {QUESTION}",
        QUESTION.replace("o", "\u043e"),
        QUESTION.replace("Front", "Fr\u200bont"),
        "x" * 3_000 + ". " + QUESTION,
    ],
)
def test_anything_else_is_not_our_question(words: str) -> None:
    """Words that are missing, added, or that only look like ours; another question with it."""
    assert not puts_question(words, DESK, "en")


@pytest.mark.parametrize("language", ["en", "es", "de"])
@pytest.mark.parametrize(
    "destination",
    [
        DESK,
        Destination(kind="external", name="+14155550190"),
        Destination(kind="inbox", name="Dr. O\u2019Neil (urgent)"),
        Destination(kind="inbox", name="Anm\u00e4lan?"),
    ],
)
def test_the_question_in_its_own_words_is_recognized(
    destination: Destination, language: str
) -> None:
    """In each language, whatever the destination is called."""
    assert puts_question(question_for(destination, language), destination, language)
    assert puts_question(question_again(destination, language), destination, language)
