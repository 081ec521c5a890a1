"""Conditions of jobs, played: what the agent does follows what the job says."""

import pytest

from tests.unit.agents.driver import Core, job

LINK = "https://x.test/b"
SMS = f"[/Send SMS: {LINK}]"
CALL = "[/Transfer call: Front Desk]"
BOOK = "I'd like to book a cleaning"
PERSON = "Could I talk to a person?"
TEXT = "Could you text me the link?"
BEEN = "Have you been with us before?"


def call(*instructions: str) -> Core:
    """A call with one job for bookings for each of ``instructions``."""
    return Core([job(f"Booking {n}", one, "Wants to book") for n, one in enumerate(instructions)])


@pytest.mark.parametrize(
    "instructions",
    [
        f"Do not {SMS} unless they ask.",
        f"Do not text unless they ask. {SMS}",
        f"Do not text them unless they ask for it.\n{SMS}",
        f"{SMS}. Do not text unless they ask.",
        f"Text the link: {SMS}. Never text a caller who has not asked for it.",
        f"{SMS} only if they ask for it.",
        f"Only text if they ask. {SMS}",
        f"Text them only when they request it: {SMS}",
        f"If it is raining, {SMS}",
        f"After 5 pm, {SMS}",
        f"On weekends {SMS}",
        f"During business hours, {SMS}",
        f"If we are closed, {SMS}",
        f"If you think it helps, {SMS}",
        f"If we are closed, {CALL}. Otherwise, {SMS}",
        f"No {SMS} a menos que lo pidan.",
        f"No env\u00edes mensajes a menos que lo pidan. {SMS}",
        f"S\u00f3lo si lo pide, {SMS}",
        f"Si llueve, {SMS}",
    ],
)
def test_a_text_waits_until_it_is_asked_for(instructions: str) -> None:
    """Where the job says so, and where its condition was not understood."""
    assert call(instructions).says(BOOK).sent == []
    assert call(instructions).says(BOOK, TEXT).sent == [LINK]


@pytest.mark.parametrize(
    "instructions",
    [
        f"Do not {CALL} unless they ask.",
        f"Do not transfer unless they insist on a person. {CALL}",
        f"{CALL} only if they ask for a person.",
        f"Until they ask for a person, just answer their questions. {CALL}",
        f"If it is after 6 pm, {CALL}",
        f"Only transfer if they ask twice. {CALL}",
        f"Si el cliente pide hablar con una persona, {CALL}",
    ],
)
def test_a_transfer_waits_until_it_is_asked_for(instructions: str) -> None:
    """The caller who wants to book is not asked about it."""
    assert call(instructions).says(BOOK).proposed == []
    assert call(instructions).says(BOOK, PERSON).proposed == ["Front Desk"]


@pytest.mark.parametrize(
    "instructions",
    [
        f"Never {SMS}.",
        f"Never text anyone. {SMS}",
        f"{SMS}. Please do not text callers.",
        f"Nunca {SMS}.",
        f"If they want to book, {CALL}, but never {SMS}",
    ],
)
def test_never_is_never(instructions: str) -> None:
    """Not even if the caller asks for it."""
    assert call(instructions).says(BOOK, TEXT).sent == []


@pytest.mark.parametrize(
    "instructions",
    [
        f"{SMS} only to new patients.",
        f"Only text new patients. {SMS}",
        f"If they are a new patient, {SMS}. Otherwise {CALL}",
        f"If they are an existing patient, {CALL}. If they are new, {SMS}",
        f"Unless they are an existing customer, {SMS}. If they are a customer, {CALL}",
        f"Do not text existing patients. {SMS}",
        f"Si es un paciente nuevo, {SMS}. De lo contrario, {CALL}",
    ],
)
def test_new_and_existing_callers_are_told_apart(instructions: str) -> None:
    """The agent asks once, and not if the caller has said it."""
    fresh = call(instructions).says(BOOK)
    assert (fresh.last, fresh.sent, fresh.proposed) == (BEEN, [], [])
    assert fresh.says("No, never").sent == [LINK]
    known = call(instructions).says(BOOK, "Yes, I have")
    assert known.sent == []
    assert known.says(TEXT).sent == []
    assert call(instructions).says("I'm a new patient and I'd like to book").sent == [LINK]
    said = call(instructions).says("I'm an existing patient, I'd like to book")
    assert (said.sent, BEEN in " ".join(said.spoken)) == ([], False)


@pytest.mark.parametrize("join", [f"Otherwise {CALL}", f"If not, {CALL}", f"Else {CALL}"])
def test_otherwise_is_for_everyone_else(join: str) -> None:
    """After a condition on the subject."""
    instructions = f"If they want to cancel, {SMS}. {join}"
    assert call(instructions).says("I need to cancel my appointment").sent == [LINK]
    other = call(instructions).says("It's about a booking for my son")
    assert (other.sent, other.proposed) == ([], ["Front Desk"])


def test_unless_keeps_an_action_from_those_it_names() -> None:
    """Everyone else gets it."""
    instructions = f"Unless they want to cancel, {SMS}. If they want to cancel, {CALL}"
    assert call(instructions).says(BOOK).sent == [LINK]
    cancels = call(instructions).says("I have to cancel my appointment")
    assert (cancels.sent, cancels.proposed) == ([], ["Front Desk"])


def test_an_exception_of_a_condition() -> None:
    """The caller who has booked already gets no link."""
    instructions = f"If they want to book, {SMS} unless they have already booked."
    assert call(instructions).says(BOOK).sent == [LINK]
    assert (
        call(instructions).says("I'm calling about my visit, I have already booked it").sent == []
    )


def test_an_action_may_not_be_for_some() -> None:
    """What is said never to be for them is for everyone else."""
    instructions = f"Never {CALL} if they are only asking about prices."
    assert call(instructions).says("How much is a cleaning, what are your prices?").proposed == []
    assert call(instructions).says(BOOK).proposed == ["Front Desk"]


@pytest.mark.parametrize(
    "instructions",
    [
        f"Only text them if they agree: {SMS}",
        f"Do not text until they agree. {SMS}",
        f"Offer to text the link. If they agree, {SMS}",
        f"Wait until they agree, then {SMS}",
    ],
)
def test_a_text_needs_one_agreement(instructions: str) -> None:
    """The agent asks, once; a caller who asks for the text has agreed."""
    asked = call(instructions).says(BOOK)
    assert asked.sent == []
    assert asked.last.startswith("Would you like me to")
    assert asked.says("Yes please").sent == [LINK]
    assert call(instructions).says(BOOK, "No thanks").sent == []
    at_once = call(instructions).says("I want to book, please text me the link")
    assert at_once.sent == [LINK]
    assert not any("Would you like" in line.text for line in at_once.lines)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Ask for their name.", "Hi, my name is Ana and I'd like to book"),
        ("Ask for their email address.", "I'd like to book, I'm ana@example.com"),
        ("Ask for their order number.", "I want to book under order 48213"),
        ("Ask which day suits them.", "I'd like to book for Tuesday"),
        ("Ask when they would like to come.", "I'd like to book for tomorrow at 10 am"),
        ("Ask for their address.", "I'd like to book, I'm at 12 Elm Street"),
        ("Ask how many people there are.", "I'd like to book for four"),
        ("Ask whether they have a pet.", "I'd like to book, I have a pet"),
    ],
)
def test_what_the_caller_has_said_is_not_asked(question: str, said: str) -> None:
    """Otherwise it is asked first."""
    instructions = f"{question} Then {SMS}"
    assert call(instructions).says(said).sent == [LINK]
    asked = call(instructions).says("I'd like to make an appointment")
    assert asked.sent == []
    assert asked.last.startswith("Could you tell me")


HOURS = f"We are open from 9 to 5. Parking is behind the house. If they want to book, {SMS}"


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("What are your hours?", "We are open from 9 to 5."),
        ("Are you open on Saturday?", "We are open from 9 to 5."),
        ("When do you close?", "We are open from 9 to 5."),
        ("Is there any parking?", "Parking is behind the house."),
        ("Where can I park?", "Parking is behind the house."),
    ],
)
def test_a_question_is_answered_from_the_job(question: str, fact: str) -> None:
    """With the job's own words, and nothing is sent."""
    asked = call(HOURS).says(question)
    assert asked.last.startswith(fact)
    assert asked.sent == []


def test_a_wish_is_no_question_about_a_fact() -> None:
    """Booking goes on as the job says."""
    assert call(HOURS).says(BOOK).sent == [LINK]
    assert call(HOURS).says("Can you text me the link?").sent == [LINK]


@pytest.mark.parametrize(
    "instructions",
    [
        f"Si el cliente quiere reservar una cita, {SMS}",
        f"Cuando el cliente pida una cita, {SMS}",
        f"Para reservar una cita, {SMS}",
    ],
)
def test_a_spanish_condition_on_a_subject(instructions: str) -> None:
    """Heard in Spanish."""
    spanish = Core([job("Citas", instructions)])
    assert spanish.says("Hola, quiero reservar una cita").sent == [LINK]


def test_a_no_to_a_question_before_a_condition_is_a_no() -> None:
    """Also where the question does not speak of a text; an unclear answer is asked again once."""
    instructions = f"Ask whether they want a brochure. If yes, {SMS}. Otherwise, thank them."
    wants = "I'm interested in a kitchen"
    assert call(instructions).says(wants, "No thanks").sent == []
    assert call(instructions).says(wants, "Yes please").sent == [LINK]
    unclear = call(instructions).says(wants, "The kitchen is blue")
    assert (unclear.sent, unclear.last) == ([], "Could you tell me whether you want a brochure?")
    assert unclear.says("It is a big house").sent == []


def test_one_question_for_one_transfer() -> None:
    """The core asks for consent; the agent does not ask before that."""
    instructions = f"Only {CALL} if the caller insists on a person."
    offered = call(instructions).says("I have a question about my booking")
    assert offered.last == "I can put you through to Front Desk, if you like."
    assert offered.says("Yes please").proposed == ["Front Desk"]
    asked = call(f"Ask if they would like to be transferred. If they agree, {CALL}").says(BOOK)
    assert (asked.proposed, asked.spoken) == (["Front Desk"], [asked.last])


def test_a_rule_may_be_about_a_subject() -> None:
    """What is not transferred about orders leaves the other calls."""
    instructions = f"Do not transfer calls about orders. If they ask about a refund, {CALL}"
    assert call(instructions).says("I want a refund").proposed == ["Front Desk"]
    assert call(instructions).says("Where is my order?").proposed == []


def test_a_question_in_between_is_answered() -> None:
    """While the agent waits to hear whether the text arrived."""
    told = call(HOURS).says(BOOK, "And when do you close?")
    assert told.last.startswith("We are open from 9 to 5.")
    assert (
        call("We're at 12 Elm Street. Be kind.")
        .says("Where are you?")
        .last.startswith("We're at 12 Elm Street.")
    )


def test_what_makes_a_subject_pressing_must_be_said() -> None:
    """A cleaning is a dental matter, but no dental emergency."""
    instructions = f"If it's a dental emergency, {CALL}. Otherwise, {SMS}"
    assert call(instructions).says(BOOK).sent == [LINK]
    assert call(instructions).says("I have a dental emergency").proposed == ["Front Desk"]
