"""Suggested lines for the caller of a test call."""

import pytest

from hookflash.domain.call.call import Call
from hookflash.domain.call.conversation import CallState, Question
from hookflash.domain.job.job import Job
from hookflash.domain.policy.speech.answer import Answer, answer, arrival
from hookflash.orchestrator.sandbox.suggestions import suggested_lines
from tests.unit.agents.driver import Core, job
from tests.unit.agents.trades import DENTIST, PLUMBER, RESTAURANT


def on_a_call(state: CallState = "conversing", asked: Question | None = None) -> Call:
    """Return a call in this state."""
    return Call("harbor-dental.call.1", state=state, open_question=asked)


@pytest.mark.parametrize(
    ("written", "line"),
    [
        (job("A", "Be kind.", "Wants an appointment"), "I'd like an appointment."),
        (job("A", "Be kind.", "Caller asks about their bill"), "I have a question about my bill."),
        (job("A", "If the caller has a leak, be quick."), "I have a leak."),
        (job("A", "When somebody needs a lawyer, say so."), "I need a lawyer."),
        (job("A", "If the caller asks for a person, be quick."), "Could I talk to a person?"),
        (job("Opening hours", "Tell them."), "I'm calling about opening hours."),
        (job("VIP guests", "Tell them."), "I'm calling about VIP guests."),
    ],
)
def test_the_line_for_a_job(written: Job, line: str) -> None:
    """From its description, else its conditions, else its name."""
    assert suggested_lines(on_a_call(), [written])[0] == line


@pytest.mark.parametrize("jobs", [DENTIST, PLUMBER, RESTAURANT])
def test_the_lines_lead_somewhere(jobs: list[Job]) -> None:
    """The scripted agent acts on at least one of them, in every trade."""
    lines = suggested_lines(on_a_call(), jobs)
    calls = [Core(list(jobs)).says(line) for line in lines]
    assert any(call.sent or call.proposed for call in calls)


def test_a_question_is_answered_as_it_was_put() -> None:
    """A suggested yes is understood as a yes, and a suggested no as a no."""
    asking = on_a_call("confirm_transfer", Question(kind="transfer", about="1"))
    verdicts = [answer(line) for line in suggested_lines(asking, DENTIST)]
    assert verdicts == [Answer.YES, Answer.NO, Answer.UNCLEAR]
    texted = on_a_call(asked=Question(kind="sms_arrived", about="1"))
    assert [arrival(line) for line in suggested_lines(texted, DENTIST)] == [Answer.YES, Answer.NO]
    again = on_a_call(asked=Question(kind="sms_again", about="1"))
    assert [answer(line) for line in suggested_lines(again, DENTIST)] == [Answer.YES, Answer.NO]


@pytest.mark.parametrize("state", ["ringing", "transferring", "dropped", "ended"])
def test_nothing_is_offered_where_nobody_listens(state: CallState) -> None:
    """The agent has not joined yet, or has left."""
    assert suggested_lines(on_a_call(state), DENTIST) == ()


def test_a_message_is_suggested_for_voicemail() -> None:
    """One line."""
    assert len(suggested_lines(on_a_call("voicemail_fallback"), DENTIST)) == 1
