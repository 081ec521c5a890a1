"""The agent proposes a transfer when the caller asks for a person, and respects a no."""

import pytest

from tests.unit.agents.driver import Core, job
from tests.unit.agents.trades import BOOK_LINK, BOOKING, DENTIST, LANDLORD, PERSON, TAX_ADVISER

SOMEBODY = "Could I talk to somebody?"


@pytest.mark.parametrize(
    "words",
    [
        SOMEBODY,
        "get me a human",
        "Representative!",
        "I want to talk to a real person please",
        "transfer me",
        "put me through to scheduling",
        "Is Scheduling there?",
    ],
)
def test_a_request_for_a_person_is_proposed(words: str) -> None:
    """The core asks the caller; the agent adds no question of its own."""
    call = Core(DENTIST).says(words)
    assert call.proposed == ["Scheduling"]
    assert call.spoken == ["Would you like me to transfer you to Scheduling?"]


def test_pressing_zero_asks_for_a_person() -> None:
    """As in telephone menus."""
    assert Core(DENTIST).presses("0").proposed == ["Scheduling"]


def test_it_is_silent_while_a_transfer_question_is_open() -> None:
    """The question and its answer belong to the core."""
    call = Core(DENTIST).says(SOMEBODY, "hmm, what?")
    assert call.spoken == [
        "Sorry, I want to be sure. Would you like me to transfer you to Scheduling?"
    ]


def test_a_no_is_respected() -> None:
    """The agent stays and asks what else it can do."""
    call = Core(DENTIST).says(SOMEBODY, "no thanks")
    assert call.last == "Alright, I'll stay with you. What else can I do for you?"
    assert call.proposed == ["Scheduling"]


def test_a_declined_transfer_is_proposed_again_only_on_request() -> None:
    """Other requests do not lead to it again."""
    call = Core(DENTIST).says(SOMEBODY, "no", "I need an appointment", "yes got it", "ok", "thanks")
    assert call.proposed == ["Scheduling"]
    assert call.says("can I talk to someone after all").proposed == ["Scheduling", "Scheduling"]


def test_returning_to_the_subject_of_a_declined_transfer() -> None:
    """It is not proposed again, but the caller is told how to ask for it."""
    call = Core(TAX_ADVISER).says("there's a mistake on my invoice", "no", "what about my invoice")
    assert call.proposed == ["Billing"]
    assert call.last.startswith("If you'd like me to put you through to Billing after all,")


def test_a_job_asks_its_question_before_a_transfer() -> None:
    """Whatever words the caller uses for a person."""
    jobs = [
        job("Office", "If they ask for a person, ask for their name, then [/Transfer call: Desk]")
    ]
    call = Core(jobs).says(SOMEBODY)
    assert call.spoken == ["Could you tell me your name?"]
    assert call.says("Ann Miller").proposed == ["Desk"]


def test_a_job_for_transfers_is_followed_from_its_beginning() -> None:
    """Its text comes before the transfer."""
    jobs = [
        job(
            "People",
            "Text them our number: [/Send SMS: 555-0100]. Then [/Transfer call: Desk].",
            "Wants to talk to a person",
        )
    ]
    call = Core(jobs).says(SOMEBODY)
    assert call.sent == ["555-0100"]
    assert call.says("got it").proposed == ["Desk"]


def test_a_request_for_a_person_skips_the_rest_of_a_job() -> None:
    """The job's texts are not sent first."""
    steps = "Text them the link: [/Send SMS: https://x.example]. Then [/Transfer call: Desk]."
    call = Core([job("Booking", steps, "Wants an appointment")]).says(SOMEBODY)
    assert call.sent == []
    assert call.proposed == ["Desk"]


def test_a_no_with_another_request() -> None:
    """The request is met at once."""
    call = Core(DENTIST).says(SOMEBODY, "no, not now, just text me the link")
    assert call.sent == [BOOK_LINK]
    assert call.spoken[0] == "Alright. I'll text you the scheduling link now."


def test_a_no_with_a_request_for_someone_else() -> None:
    """The other person is proposed."""
    call = Core(TAX_ADVISER).says("can I talk to billing?", "no, I want to talk to an adviser")
    assert call.proposed == ["Billing", "Advisers"]


def test_a_no_and_a_goodbye() -> None:
    """It ends the conversation."""
    call = Core(DENTIST).says(SOMEBODY, "no thanks, bye")
    assert call.spoken == ["Thank you for calling. Goodbye!"]


def test_silence_lets_the_question_lapse() -> None:
    """The agent says that it is still there."""
    call = Core(DENTIST).says(SOMEBODY).lapses()
    assert call.last == "I'll stay on the line with you. What else can I do for you?"
    assert call.says("I'd like to book").sent == [BOOK_LINK]
    assert call.proposed == ["Scheduling"]


def test_unclear_answers_let_the_question_lapse() -> None:
    """A request among the answers is met."""
    call = Core(DENTIST).says(SOMEBODY, "what does it cost", "I'd like to book a cleaning")
    assert call.spoken[0] == (
        "I'll stay on the line with you. I'll text you the scheduling link now."
    )
    assert call.sent == [BOOK_LINK]


def test_unclear_answers_without_a_request() -> None:
    """The agent just stays."""
    call = Core(DENTIST).says(SOMEBODY, "what does it cost", "is it raining")
    assert call.last == "I'll stay on the line with you. What else can I do for you?"


def test_a_destination_that_is_gone() -> None:
    """The agent says so in plain words and offers help."""
    call = Core(DENTIST, gone=("Scheduling",)).says(SOMEBODY)
    assert call.last == (
        "I'm sorry, I can't put you through to Scheduling right now. "
        "Is there anything else I can help with?"
    )
    assert call.state == "conversing"


def test_without_a_transfer_the_agent_says_so() -> None:
    """No job of the call has one."""
    call = Core([BOOKING]).says(SOMEBODY)
    assert call.last.startswith("I'm sorry, I'm not able to put you through to anyone.")


@pytest.mark.parametrize(
    "words",
    [
        "I don't want to talk to anyone, just text me the link",
        "don't put me through, text me the link",
        "please don't transfer me, I just want to book online",
    ],
)
def test_a_refused_person_is_not_proposed(words: str) -> None:
    """The rest of the request is met."""
    call = Core(DENTIST).says(words)
    assert call.proposed == []
    assert call.sent == [BOOK_LINK]


@pytest.mark.parametrize(
    "words", ["don't text me, just put me through", "no texts please, I want to talk to a person"]
)
def test_a_refused_text_and_a_requested_person(words: str) -> None:
    """The person is proposed and nothing is sent."""
    call = Core(DENTIST).says(words)
    assert call.proposed == ["Scheduling"]
    assert call.sent == []


def test_a_person_takes_precedence_over_a_text() -> None:
    """After a transfer the agent can do nothing else."""
    call = Core(DENTIST).says("can you text me the link or actually can I talk to somebody")
    assert call.proposed == ["Scheduling"]


@pytest.mark.parametrize(
    ("words", "destination"),
    [
        ("can I talk to billing?", "Billing"),
        ("I'd like to speak to somebody about my invoice", "Billing"),
        ("put me through to the advisers", "Advisers"),
        ("I want to talk to an adviser", "Advisers"),
        ("can I speak with the front desk", "Front Desk"),
        ("Front desk, please", "Front Desk"),
    ],
)
def test_the_destination_is_chosen_by_name_job_or_condition(words: str, destination: str) -> None:
    """Whichever the caller's words are about."""
    assert Core(TAX_ADVISER).says(words).proposed == [destination]


def test_of_two_equal_destinations_the_caller_chooses() -> None:
    """The agent offers both."""
    jobs = [job("One", "[/Transfer call: Sales]"), job("Two", "[/Transfer call: Support]")]
    call = Core(jobs).says(SOMEBODY)
    offers = "I can put you through to Sales, or put you through to Support."
    assert call.last == f"{offers} Which would you like?"
    assert call.says("Support please").proposed == ["Support"]


def test_a_transfer_request_after_an_offer_means_the_offered_one() -> None:
    """The choice just offered outweighs other destinations."""
    jobs = [
        job("Parts", "If the caller asks about tyres, [/Transfer call: Parts]", "Car parts"),
        job("Drives", "[/Send SMS: https://d.example]", "Wants to drive a car"),
        PERSON,
    ]
    call = Core(jobs).says("it is about a car")
    offers = "I can put you through to Parts, or text you the link."
    assert call.last == f"{offers} Which would you like?"
    assert call.says("connect me please").proposed == ["Parts"]


def test_a_number_is_never_read_out() -> None:
    """An external number is called "somebody"."""
    call = Core(LANDLORD[:1], gone=("+14155550123",)).says("I need to talk to a person")
    assert call.proposed == []
    assert "+1" not in call.last
    assert "can't put you through to them" in call.last


def test_text_then_transfer_then_yes() -> None:
    """As in the demonstration."""
    call = Core(DENTIST).says("I need an appointment", "Yes, got it", SOMEBODY, "Sure, go ahead")
    assert call.sent == [BOOK_LINK]
    assert call.state == "transferring"


def test_a_request_for_a_person_before_the_text_arrived() -> None:
    """The arrival question can wait."""
    call = Core(DENTIST).says("I need an appointment", SOMEBODY)
    assert call.proposed == ["Scheduling"]


def test_an_arrival_and_a_request_in_one_utterance() -> None:
    """Both are heard."""
    call = Core(DENTIST).says("I need an appointment", "yes got it can I talk to someone")
    assert call.texts[-1].arrived
    assert call.proposed == ["Scheduling"]


def test_one_request_leads_to_one_proposal() -> None:
    """Another job's step does not propose it a second time."""
    both = job(
        "Visits",
        "Text them the link [/Send SMS: https://v.example]. If they ask for a person, "
        "[/Transfer call: Front Desk]",
        "Wants a visit",
    )
    call = Core([both, PERSON]).says("let me talk to scheduling", "no", "a visit please", "got it")
    assert call.proposed == ["Scheduling"]
    assert call.last.endswith("Is there anything else I can help with?")
