"""The agent proposes a transfer when a person is asked for, and takes a no seriously."""

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
def test_asking_for_a_person(words: str) -> None:
    """The core asks the caller; the agent adds no question of its own."""
    call = Core(DENTIST).says(words)
    assert call.proposed == ["Scheduling"]
    assert call.spoken == ["Would you like me to transfer you to Scheduling?"]


def test_pressing_zero_asks_for_a_person() -> None:
    """As on any telephone menu."""
    assert Core(DENTIST).presses("0").proposed == ["Scheduling"]


def test_it_says_nothing_while_the_caller_is_asked() -> None:
    """The question belongs to the core, and so does the answer."""
    call = Core(DENTIST).says(SOMEBODY, "hmm, what?")
    assert call.spoken == [
        "Sorry, I want to be sure. Would you like me to transfer you to Scheduling?"
    ]


def test_a_no_is_taken_seriously() -> None:
    """It stays, and asks what else it can do."""
    call = Core(DENTIST).says(SOMEBODY, "no thanks")
    assert call.last == "Alright, I'll stay with you. What else can I do for you?"
    assert call.proposed == ["Scheduling"]


def test_no_second_proposal_unless_asked_for() -> None:
    """Other wishes do not bring it up again; asking anew does."""
    call = Core(DENTIST).says(SOMEBODY, "no", "I need an appointment", "yes got it", "ok", "thanks")
    assert call.proposed == ["Scheduling"]
    assert call.says("can I talk to someone after all").proposed == ["Scheduling", "Scheduling"]


def test_the_topic_of_a_declined_transfer_comes_up_again() -> None:
    """It is not proposed again, but the caller is told how to have it."""
    call = Core(TAX_ADVISER).says("there's a mistake on my invoice", "no", "what about my invoice")
    assert call.proposed == ["Billing"]
    assert call.last.startswith("If you'd like me to put you through to Billing after all,")


def test_a_question_of_the_job_before_a_transfer() -> None:
    """Is put first, whatever the caller's words for wanting a person."""
    jobs = [
        job("Office", "If they ask for a person, ask for their name, then [/Transfer call: Desk]")
    ]
    call = Core(jobs).says(SOMEBODY)
    assert call.spoken == ["Could you tell me your name?"]
    assert call.says("Ann Miller").proposed == ["Desk"]


def test_a_job_for_people_is_followed_from_its_beginning() -> None:
    """If it is there for those who ask for a person, its text comes before the transfer."""
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


def test_a_person_in_the_middle_of_a_job() -> None:
    """A request for a person does not wait for the job's texts."""
    steps = "Text them the link: [/Send SMS: https://x.example]. Then [/Transfer call: Desk]."
    call = Core([job("Booking", steps, "Wants an appointment")]).says(SOMEBODY)
    assert call.sent == []
    assert call.proposed == ["Desk"]


def test_a_no_with_another_wish() -> None:
    """The wish is met at once."""
    call = Core(DENTIST).says(SOMEBODY, "no, not now, just text me the link")
    assert call.sent == [BOOK_LINK]
    assert call.spoken[0] == "Alright. I'll text you the scheduling link now."


def test_a_no_with_another_person() -> None:
    """The other is proposed, not the same again."""
    call = Core(TAX_ADVISER).says("can I talk to billing?", "no, I want to talk to an adviser")
    assert call.proposed == ["Billing", "Advisers"]


def test_a_no_and_a_goodbye() -> None:
    """Ends the talk."""
    call = Core(DENTIST).says(SOMEBODY, "no thanks, bye")
    assert call.spoken == ["Thank you for calling. Goodbye!"]


def test_silence_lapses() -> None:
    """The agent is still there, and says so."""
    call = Core(DENTIST).says(SOMEBODY).lapses()
    assert call.last == "I'll stay on the line with you. What else can I do for you?"
    assert call.says("I'd like to book").sent == [BOOK_LINK]
    assert call.proposed == ["Scheduling"]


def test_unclear_answers_lapse() -> None:
    """What was said meanwhile is answered, if it was a wish."""
    call = Core(DENTIST).says(SOMEBODY, "what does it cost", "I'd like to book a cleaning")
    assert call.spoken[0] == (
        "I'll stay on the line with you. I'll text you the scheduling link now."
    )
    assert call.sent == [BOOK_LINK]


def test_unclear_answers_without_a_wish() -> None:
    """Otherwise it just stays."""
    call = Core(DENTIST).says(SOMEBODY, "what does it cost", "is it raining")
    assert call.last == "I'll stay on the line with you. What else can I do for you?"


def test_a_destination_that_is_gone() -> None:
    """It says so in plain words and offers help."""
    call = Core(DENTIST, gone=("Scheduling",)).says(SOMEBODY)
    assert call.last == (
        "I'm sorry, I can't put you through to Scheduling right now. "
        "Is there anything else I can help with?"
    )
    assert call.state == "conversing"


def test_nobody_to_be_put_through_to() -> None:
    """A call without a transfer says that it has none."""
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
def test_negation_first(words: str) -> None:
    """A refused person is not proposed, the rest of the wish is met."""
    call = Core(DENTIST).says(words)
    assert call.proposed == []
    assert call.sent == [BOOK_LINK]


@pytest.mark.parametrize(
    "words", ["don't text me, just put me through", "no texts please, I want to talk to a person"]
)
def test_a_refused_text_and_a_person(words: str) -> None:
    """And the other way round."""
    call = Core(DENTIST).says(words)
    assert call.proposed == ["Scheduling"]
    assert call.sent == []


def test_a_person_before_a_text() -> None:
    """Who asks for both gets the person: after a transfer nothing else can be done."""
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
def test_the_destination_that_was_meant(words: str, destination: str) -> None:
    """Of several, the one whose name, job or condition the words are about."""
    assert Core(TAX_ADVISER).says(words).proposed == [destination]


def test_two_destinations_that_fit_alike() -> None:
    """The caller chooses."""
    jobs = [job("One", "[/Transfer call: Sales]"), job("Two", "[/Transfer call: Support]")]
    call = Core(jobs).says(SOMEBODY)
    offers = "I can put you through to Sales, or put you through to Support."
    assert call.last == f"{offers} Which would you like?"
    assert call.says("Support please").proposed == ["Support"]


def test_the_choice_on_offer_counts() -> None:
    """To be connected then means to whom the agent has just offered."""
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
    """An external number is somebody to the caller."""
    call = Core(LANDLORD[:1], gone=("+14155550123",)).says("I need to talk to a person")
    assert call.proposed == []
    assert "+1" not in call.last
    assert "can't put you through to them" in call.last


def test_text_then_transfer_then_yes() -> None:
    """The whole of the demonstration."""
    call = Core(DENTIST).says("I need an appointment", "Yes, got it", SOMEBODY, "Sure, go ahead")
    assert call.sent == [BOOK_LINK]
    assert call.state == "transferring"


def test_a_person_while_the_text_is_on_its_way() -> None:
    """The question whether it came can wait."""
    call = Core(DENTIST).says("I need an appointment", SOMEBODY)
    assert call.proposed == ["Scheduling"]


def test_a_yes_to_the_text_and_a_person_in_one_breath() -> None:
    """Both are heard."""
    call = Core(DENTIST).says("I need an appointment", "yes got it can I talk to someone")
    assert call.texts[-1].arrived
    assert call.proposed == ["Scheduling"]


def test_one_proposal_for_one_wish() -> None:
    """A wish that was put to the caller is not put again by another job's step."""
    both = job(
        "Visits",
        "Text them the link [/Send SMS: https://v.example]. If they ask for a person, "
        "[/Transfer call: Front Desk]",
        "Wants a visit",
    )
    call = Core([both, PERSON]).says("let me talk to scheduling", "no", "a visit please", "got it")
    assert call.proposed == ["Scheduling"]
    assert call.last.endswith("Is there anything else I can help with?")
