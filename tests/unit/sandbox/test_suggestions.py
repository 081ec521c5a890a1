"""The lines suggested to the tester of a test call."""

import pytest

from hookflash.domain.call.call import Call
from hookflash.domain.call.conversation import CallState, Question
from hookflash.domain.job.job import Job
from hookflash.domain.policy.speech.answer import Answer, answer, arrival
from hookflash.orchestrator.sandbox.suggestions import suggested_lines
from tests.unit.agents.driver import Core, job
from tests.unit.agents.trades import DENTIST, PLUMBER, RESTAURANT


def on_a_call(state: CallState = "conversing", asked: Question | None = None) -> Call:
    """A call in this state, with this question open."""
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
def test_the_scripted_agent_acts_on_a_suggested_line(jobs: list[Job]) -> None:
    """On at least one, in every trade."""
    lines = suggested_lines(on_a_call(), jobs)
    calls = [Core(list(jobs)).says(line) for line in lines]
    assert any(call.sent or call.proposed for call in calls)


def test_suggested_answers_are_understood() -> None:
    """A suggested yes is read as a yes, and a suggested no as a no."""
    asking = on_a_call("confirm_transfer", Question(kind="transfer", about="1"))
    verdicts = [answer(line) for line in suggested_lines(asking, DENTIST)]
    assert verdicts == [Answer.YES, Answer.NO, Answer.UNCLEAR]
    texted = on_a_call(asked=Question(kind="sms_arrived", about="1"))
    assert [arrival(line) for line in suggested_lines(texted, DENTIST)] == [Answer.YES, Answer.NO]
    again = on_a_call(asked=Question(kind="sms_again", about="1"))
    assert [answer(line) for line in suggested_lines(again, DENTIST)] == [Answer.YES, Answer.NO]


@pytest.mark.parametrize("state", ["ringing", "transferring", "dropped", "ended"])
def test_without_an_agent_on_the_call_nothing_is_suggested(state: CallState) -> None:
    """The agent has not answered or has left."""
    assert suggested_lines(on_a_call(state), DENTIST) == ()


def test_a_message_is_suggested_for_voicemail() -> None:
    """One line."""
    assert len(suggested_lines(on_a_call("voicemail_fallback"), DENTIST)) == 1
