"""Questions of jobs whose answer decides what follows, and transfers that a job bars."""

import pytest

from tests.unit.agents.driver import Core, job

LINK = "https://x.test/b"
SMS = f"[/Send SMS: {LINK}]"
CALL = "[/Transfer call: Front Desk]"
BOOK = "I'd like to book a cleaning"
OFFERED = f"Ask if the caller wants the link. If so, {SMS}."
BARRED = f"Never [/Transfer call: Billing]. If they ask for billing, {SMS}."


def call(instructions: str) -> Core:
    """A call with one job for bookings."""
    return Core([job("Booking", instructions, "Wants to book")])


@pytest.mark.parametrize(
    "join", ["Otherwise,", "If not,", "If no,", "If they don't,", "If they say no,", "Si no,"]
)
def test_a_no_to_the_offer_leads_to_the_other_branch(join: str) -> None:
    """The transfer is proposed, and the text is not sent."""
    played = call(f"{OFFERED} {join} {CALL}").says(BOOK, "no")
    assert (played.sent, played.proposed) == ([], ["Front Desk"])


@pytest.mark.parametrize("join", ["Otherwise,", "If not,", "If they don't,"])
def test_a_yes_to_the_offer_does_not_lead_there(join: str) -> None:
    """Not even after the text arrived."""
    played = call(f"{OFFERED} {join} {CALL}").says(BOOK, "yes please", "yes, got it")
    assert (played.sent, played.proposed) == ([LINK], [])


def test_the_other_branch_may_be_something_to_say() -> None:
    """It is said once the caller has declined."""
    played = call(f"{OFFERED} Otherwise, tell them the office is open until five.").says(BOOK, "no")
    assert "The office is open until five." in played.last


def test_an_offer_in_spanish_has_two_branches() -> None:
    """The job is written in Spanish."""
    job_ = f"Pregunta si quiere el enlace. Si lo quiere, {SMS}. Si no, {CALL}"
    assert call(job_).says(BOOK, "no").proposed == ["Front Desk"]
    assert call(job_).says(BOOK, "yes").sent == [LINK]


def test_if_not_may_follow_the_question_at_once() -> None:
    """There is nothing to do after a yes."""
    job_ = f"Ask if they have insurance. If not, {CALL}"
    assert call(job_).says(BOOK, "no").proposed == ["Front Desk"]
    assert call(job_).says(BOOK, "yes").proposed == []


def test_the_answer_to_any_question_decides() -> None:
    """Also where the question offers no text."""
    job_ = f"Ask if they have insurance. If so, {CALL}. Otherwise, {SMS}"
    assert call(job_).says(BOOK, "no").sent == [LINK]
    assert call(job_).says(BOOK, "yes").proposed == ["Front Desk"]


def test_a_job_with_an_offer_is_not_for_everything_else() -> None:
    """Its "otherwise" is for callers who decline."""
    jobs = [job("Booking", f"{OFFERED} Otherwise, {CALL}"), job("Parking", "Tell them it is free.")]
    assert Core(jobs).says("Do you repair bicycles?").spoken[0].startswith("Sorry, I didn't")


def test_a_barred_transfer_leads_to_the_text_about_its_subject() -> None:
    """The caller hears that there is no transfer, and gets the text."""
    played = call(BARRED).says("I want to talk to billing")
    assert played.sent == [LINK]
    assert played.spoken[0].startswith("I'm sorry, I'm not able to put you through to anyone.")
    assert played.proposed == []


def test_a_barred_transfer_leads_to_its_text_before_another_transfer() -> None:
    """A caller who asks for a person gets the transfer."""
    rest = f"{BARRED} If they ask for a person, {CALL}"
    assert call(rest).says("I want to talk to billing").sent == [LINK]
    assert call(rest).says("I want to talk to a person").proposed == ["Front Desk"]


def test_a_text_about_another_subject_is_not_sent() -> None:
    """The caller asked for a person, not for billing."""
    assert call(BARRED).says("I want to talk to a person").sent == []
