"""The view of a call that its agent gets."""

import pytest

from hookflash.domain.call.view import conversation
from hookflash.domain.policy.texting import WORDS
from hookflash.testing import (
    Step,
    agent_uses,
    call_ends,
    caller_presses,
    caller_says,
    question_lapses,
    ring_answer,
    ring_is_attempted,
    text_answer,
    text_is_attempted,
)
from tests.cast import TEXT, TO_MEMBER, facts
from tests.unit.call.situations import (
    AGREED,
    ASKED,
    CONNECTED,
    CONVERSING,
    TEXTED,
    UNANSWERED,
    a_call,
)

QUESTION = "Would you like me to transfer you to Scheduling?"


YES_OR_NO = "Please say yes or no, or press 1 for yes or 2 for no."


def test_it_contains_everything_said_pressed_asked_and_used() -> None:
    """In order."""
    seen = conversation(a_call(*ASKED, caller_presses("7")).call)
    assert [(line.by, line.text or line.digits or line.tool) for line in seen.lines] == [
        ("caller", "Can I talk to somebody?"),
        ("tool", "transfer_call_2"),
        ("agent", QUESTION),
        ("caller", "7"),
        ("agent", f"Sorry, I want to be sure. {QUESTION} {YES_OR_NO}"),
    ]
    assert seen.state == "confirm_transfer"
    assert seen.open_question is not None


def test_it_contains_no_phone_number() -> None:
    """The numbers of recipient, sender and members are withheld from the agent."""
    seen = conversation(a_call(*TEXTED, *CONNECTED[2:]).call).model_dump_json()
    assert "+1" not in seen


def test_a_refused_text_has_a_reason_in_plain_words() -> None:
    """The agent can repeat them to the caller."""
    refused = agent_uses(TEXT, texting=facts(opted_out=True))
    (text,) = conversation(a_call(*CONVERSING, refused).call).texts
    assert (text.status, text.reason) == ("refused", "opted_out")
    assert WORDS[text.reason] == "The caller has opted out of texts."


def test_a_failed_text_has_the_carriers_code_as_reason() -> None:
    """Or the carrier's words, if it gave no code."""
    attempted = (*TEXTED, text_is_attempted())
    told = text_answer("refused", code="30006", reason="a landline")
    (text,) = conversation(a_call(*attempted, told).call).texts
    assert (text.status, text.reason) == ("failed", "30006")
    told = text_answer("refused", reason="a landline")
    (text,) = conversation(a_call(*attempted, told).call).texts
    assert text.reason == "a landline"


@pytest.mark.parametrize(
    ("steps", "outcome"),
    [
        (ASKED, "asked"),
        ((*ASKED, caller_says("No thanks")), "declined"),
        ((*ASKED, question_lapses()), "lapsed"),
        ((*ASKED, call_ends()), "abandoned"),
        ((*CONVERSING, agent_uses(TO_MEMBER, gone=True)), "refused"),
        (AGREED, "confirmed"),
        (CONNECTED, "confirmed"),
        (UNANSWERED, "confirmed"),
        ((*AGREED, ring_is_attempted(), ring_answer("refused", code="403")), "confirmed"),
    ],
)
def test_it_contains_the_outcome_of_each_proposal(steps: tuple[Step, ...], outcome: str) -> None:
    """Up to the yes; the rest happens after the agent has left."""
    (proposal,) = conversation(a_call(*steps).call).proposals
    assert proposal.outcome == outcome
