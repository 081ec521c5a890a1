"""What the agent says when no job is asked for."""

import pytest

from hookflash.domain.job.job import Job
from hookflash.orchestrator.agents.scripted import ScriptedAgent
from hookflash.orchestrator.ports.agent import Say
from tests.unit.agents.driver import GREETING, Core, job
from tests.unit.agents.trades import BOOK_LINK, BOOKING, DENTIST, PERSON, PLUMBER, RESTAURANT

CHOICE = "Which would you like?"
GOODBYE = "Thank you for calling. Goodbye!"


def test_it_says_what_it_is() -> None:
    """The label is recorded with the call."""
    assert ScriptedAgent().label == "Scripted agent (no AI model)"


async def _first_move() -> object:
    call = Core(DENTIST)
    silent = call.conversation.model_copy(update={"lines": ()})
    return await ScriptedAgent().next_move(call.briefing, silent)


def test_it_answers_by_the_role() -> None:
    """The port is asynchronous; the decision behind it is not."""
    move = _first_move()
    with pytest.raises(StopIteration) as returned:
        move.send(None)
    assert returned.value.value == Say(text=GREETING)


def test_it_greets() -> None:
    """With the workspace's words, once, and then waits."""
    assert Core(DENTIST).spoken == [GREETING]


def test_it_greets_without_a_greeting() -> None:
    """With its own name."""
    assert Core(DENTIST, greeting="").spoken == ["Hello, this is Sona. How can I help?"]


@pytest.mark.parametrize("words", ["hello?", "Hi", "hey there", "good morning", "are you there?"])
def test_greetings_are_returned(words: str) -> None:
    """And the caller asked what it is about."""
    assert Core(DENTIST).says(words).last == "Hello! How can I help?"


@pytest.mark.parametrize("words", ["who is this?", "are you a real person?", "is this a robot"])
def test_it_does_not_pass_for_a_person(words: str) -> None:
    """It says what it is."""
    call = Core(DENTIST).says(words)
    assert call.last == "This is Sona, an automated assistant. How can I help?"
    assert call.proposed == []


@pytest.mark.parametrize("words", ["bye", "thanks, bye", "that's all, thank you", "goodbye now"])
def test_goodbyes_are_returned(words: str) -> None:
    """Politely."""
    assert Core(DENTIST).says(words).last == GOODBYE


def test_thanks_are_returned() -> None:
    """In the middle with an offer, at the end with a goodbye."""
    call = Core(DENTIST).says("thank you so much")
    assert call.last == "You're welcome. Is there anything else I can help with?"
    assert call.says("thanks").last == GOODBYE


def test_it_repeats_its_question() -> None:
    """For a caller who did not hear it."""
    call = Core(DENTIST).says("I'd like to book", "pardon?")
    assert call.asked == "sms_arrived"
    call = Core(DENTIST).says("I'd like to book", "got it", "sorry, what?")
    assert call.last == "Great, thank you. Is there anything else I can help with?"


def test_yes_to_anything_else() -> None:
    """It asks what."""
    call = Core(DENTIST).says("I'd like to book", "got it", "yes please")
    assert call.last == "Of course. What can I do for you?"


def test_no_to_something_that_was_not_the_last_question() -> None:
    """Leaves the caller the choice."""
    call = Core(DENTIST, greeting="Hello! How can I help?").says("no")
    assert call.last == "Alright. Is there anything else I can help with?"


def test_waiting_for_the_caller() -> None:
    """The question is not lost over it."""
    call = Core(DENTIST).says("I'd like to book", "got it", "one moment please")
    assert call.last.startswith("Of course, take your time.")
    assert call.last.endswith("Is there anything else I can help with?")


@pytest.mark.parametrize("words", ["what can you do?", "can you help me", "I have a question"])
def test_it_says_what_it_can_do(words: str) -> None:
    """In terms of what the caller gets."""
    assert Core(DENTIST).says(words).last == (
        "I can text you the scheduling link, or put you through to Scheduling. "
        "Which would you like?"
    )


def test_it_is_at_a_loss_in_different_words() -> None:
    """Says what it can do, says so again, then leaves it: no loop."""
    call = Core(RESTAURANT).says("colourless green ideas")
    first = call.last
    assert first.startswith("Sorry, I didn't quite get that. I can text you our menu,")
    second = call.says("sleep furiously").last
    assert second.startswith("I'm sorry, I still didn't get that. I can text you our menu,")
    third = call.says("all night long").last
    assert third == (
        "I'm sorry, I don't seem to be able to help with that. "
        "Is there anything else I can help with?"
    )
    assert call.says("I'd like to see the menu").sent == ["https://bistro.example/menu"]


def test_jobs_that_fit_alike() -> None:
    """The caller chooses; the choice is understood."""
    jobs = [
        job("Teeth", "[/Send SMS: https://a.example]", "Questions about teeth"),
        job("Gums", "[/Transfer call: Gum Clinic]", "Questions about gums"),
    ]
    call = Core(jobs).says("it is about my dentist")
    assert call.last == "I can text you the link, or put you through to Gum Clinic. " + CHOICE
    assert call.says("the gum clinic please").proposed == ["Gum Clinic"]
    assert Core(jobs).says("about my teeth", "got it", "and my dentist").sent == [
        "https://a.example"
    ]


def test_words_that_only_fill_a_pause() -> None:
    """Are answered with a question."""
    assert Core(DENTIST).says("um").last == "Hello! How can I help?"
    call = Core(DENTIST).says("I'd like to book", "got it", "I see")
    assert call.last == "Alright. Is there anything else I can help with?"


def test_a_goodbye_instead_of_the_answer_to_a_question_of_the_job() -> None:
    """Ends the talk, and nothing is sent."""
    call = Core(PLUMBER).says("a quote please", "goodbye")
    assert call.last == GOODBYE
    assert call.sent == []


def test_another_wish_instead_of_the_answer_to_a_question_of_the_job() -> None:
    """Is met."""
    call = Core(PLUMBER).says("a quote please", "actually I have a burst pipe")
    assert call.proposed == ["On Call"]


def test_without_any_job() -> None:
    """It can say no more than that."""
    call = Core([]).says("I'd like to book a cleaning")
    assert call.last.startswith("Sorry, I didn't quite get that.")


def test_one_job_is_meant_by_any_need() -> None:
    """Even if none of its words is used."""
    assert Core([BOOKING]).says("my crown fell out last night").sent == [BOOK_LINK]


@pytest.mark.parametrize("words", ["what's the weather like", "asdfgh", "how are the kids"])
def test_one_job_is_not_meant_by_anything(words: str) -> None:
    """A question about something else is no need."""
    assert Core([BOOKING]).says(words).sent == []


def test_one_job_whose_condition_does_not_hold() -> None:
    """Its condition excludes it; it is offered, not done."""
    call = Core([PERSON]).says("my sink is leaking")
    assert call.proposed == []
    assert call.last == "I can put you through to Scheduling. Would you like that?"
    assert call.says("yes please").proposed == ["Scheduling"]


@pytest.mark.parametrize(
    "rest",
    [
        job("Everything else", "[/Transfer call: Front Desk]"),
        job("Reception", "[/Transfer call: Front Desk]", "Any other question"),
        job(
            "Billing",
            "If it is about a bill, [/Send SMS: x]. Otherwise [/Transfer call: Front Desk]",
        ),
    ],
)
def test_a_job_for_all_the_rest(rest: Job) -> None:
    """Takes what no other job is for, and nothing else."""
    assert Core([BOOKING, rest]).says("do you buy old gold?").proposed == ["Front Desk"]
    assert Core([BOOKING, rest]).says("I'd like to book a cleaning").sent == [BOOK_LINK]


def test_an_offer_declined() -> None:
    """A no is a no here too."""
    call = Core([PERSON]).says("my sink is leaking", "no thanks")
    assert call.proposed == []
    assert call.last == "Alright. Is there anything else I can help with?"


def test_two_utterances_before_it_could_answer() -> None:
    """Both are heard."""
    call = Core(DENTIST)
    call.lines.append(call.lines[0].model_copy(update={"by": "caller", "text": "Hi there"}))
    assert call.says("my name is Ann").lines[1].by == "caller"
    call = Core(DENTIST)
    wish = "I'd like to book a cleaning"
    call.lines.append(call.lines[0].model_copy(update={"by": "caller", "text": wish}))
    assert call.says("thanks").sent == [BOOK_LINK]


def test_a_job_that_only_tells() -> None:
    """Says its piece and asks for more."""
    hours = job("Hours", "Tell the caller that we're open from 9 to 5.", "Opening hours")
    call = Core([hours, BOOKING]).says("when do you open?")
    assert call.last == "We're open from 9 to 5. Is there anything else I can help with?"


def test_an_unknown_key() -> None:
    """Means nothing to it, and is answered all the same."""
    assert Core(DENTIST).presses("7").last.startswith("Sorry, I didn't quite get that.")


@pytest.mark.parametrize("state", ["ringing", "confirm_transfer", "transferring", "ended"])
def test_it_is_silent_when_it_is_not_its_turn(state: str) -> None:
    """It moves in a conversation only."""
    call = Core(DENTIST)
    call.state = state  # type: ignore[assignment]
    call.lines.clear()
    call.turn()
    assert call.lines == []
