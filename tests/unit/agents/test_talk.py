"""What the agent says when the caller asks for no job."""

from dataclasses import replace

import pytest

from hookflash.domain.job.job import Job
from hookflash.orchestrator.agents.scripted import ScriptedAgent
from hookflash.orchestrator.ports.agent import Say, Turn
from tests.unit.agents.driver import GREETING, Core, job
from tests.unit.agents.trades import BOOK_LINK, BOOKING, DENTIST, PERSON, PLUMBER, RESTAURANT

CHOICE = "Which would you like?"
GOODBYE = "Thank you for calling. Goodbye!"


def test_the_label_says_that_no_model_is_used() -> None:
    """The label is recorded with the call."""
    assert ScriptedAgent().label == "Scripted agent (no AI model)"


async def _first_move() -> object:
    call = Core(DENTIST)
    silent = call.conversation.model_copy(update={"lines": ()})
    turn = Turn(call_id="c", occasion="greeting", briefing=call.briefing, conversation=silent)
    return await ScriptedAgent().next_move(turn)


def test_it_implements_the_agent_port() -> None:
    """The port is asynchronous; the decision behind it is not."""
    move = _first_move()
    with pytest.raises(StopIteration) as returned:
        move.send(None)
    assert returned.value.value == Say(text=GREETING)


def test_it_greets() -> None:
    """With the workspace's greeting, once; then it waits."""
    assert Core(DENTIST).spoken == [GREETING]


def test_without_a_greeting_it_introduces_itself() -> None:
    """With the agent's name."""
    assert Core(DENTIST, greeting="").spoken == ["Hello, this is Sona. How can I help?"]


@pytest.mark.parametrize("words", ["hello?", "Hi", "hey there", "good morning", "are you there?"])
def test_greetings_are_returned(words: str) -> None:
    """The caller is asked what the call is about."""
    assert Core(DENTIST).says(words).last == "Hello! How can I help?"


@pytest.mark.parametrize("words", ["who is this?", "are you a real person?", "is this a robot"])
def test_it_does_not_pretend_to_be_a_person(words: str) -> None:
    """It says that it is an automated assistant."""
    call = Core(DENTIST).says(words)
    assert call.last == "This is Sona, an automated assistant. How can I help?"
    assert call.proposed == []


@pytest.mark.parametrize("words", ["bye", "thanks, bye", "that's all, thank you", "goodbye now"])
def test_goodbyes_are_returned(words: str) -> None:
    """Politely."""
    assert Core(DENTIST).says(words).last == GOODBYE


def test_thanks_are_returned() -> None:
    """With an offer in the middle of a call, with a goodbye at its end."""
    call = Core(DENTIST).says("thank you so much")
    assert call.last == "You're welcome. Is there anything else I can help with?"
    assert call.says("thanks").last == GOODBYE


def test_it_repeats_its_question_on_request() -> None:
    """For a caller who did not hear it."""
    call = Core(DENTIST).says("I'd like to book", "pardon?")
    assert call.asked == "sms_arrived"
    call = Core(DENTIST).says("I'd like to book", "got it", "sorry, what?")
    assert call.last == "Great, thank you. Is there anything else I can help with?"


def test_after_yes_to_anything_else_it_asks_what() -> None:
    """The caller has named nothing yet."""
    call = Core(DENTIST).says("I'd like to book", "got it", "yes please")
    assert call.last == "Of course. What can I do for you?"


def test_a_no_to_an_open_question_ends_nothing() -> None:
    """The caller is asked what else they need."""
    call = Core(DENTIST, greeting="Hello! How can I help?").says("no")
    assert call.last == "Alright. Is there anything else I can help with?"


def test_it_waits_when_asked_to() -> None:
    """It keeps its question."""
    call = Core(DENTIST).says("I'd like to book", "got it", "one moment please")
    assert call.last.startswith("Of course, take your time.")
    assert call.last.endswith("Is there anything else I can help with?")


@pytest.mark.parametrize("words", ["what can you do?", "can you help me", "I have a question"])
def test_it_says_what_it_can_do(words: str) -> None:
    """By what the caller gets."""
    assert Core(DENTIST).says(words).last == (
        "I can text you the scheduling link, or put you through to Scheduling. "
        "Which would you like?"
    )


def test_it_does_not_loop_when_it_understands_nothing() -> None:
    """It says what it can do, twice in different words, then leaves it."""
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


def test_jobs_that_fit_equally_well_are_offered() -> None:
    """The caller chooses, and the choice is understood."""
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


def test_filler_words_are_answered_with_a_question() -> None:
    """They carry no request."""
    assert Core(DENTIST).says("um").last == "Hello! How can I help?"
    call = Core(DENTIST).says("I'd like to book", "got it", "I see")
    assert call.last == "Alright. Is there anything else I can help with?"


def test_a_goodbye_ends_a_job_at_its_question() -> None:
    """Nothing is sent."""
    call = Core(PLUMBER).says("a quote please", "goodbye")
    assert call.last == GOODBYE
    assert call.sent == []


def test_a_new_request_replaces_the_job_at_its_question() -> None:
    """The new request is met."""
    call = Core(PLUMBER).says("a quote please", "actually I have a burst pipe")
    assert call.proposed == ["On Call"]


def test_without_jobs_it_understands_nothing() -> None:
    """It says so."""
    call = Core([]).says("I'd like to book a cleaning")
    assert call.last.startswith("Sorry, I didn't quite get that.")


def test_the_only_job_serves_every_need() -> None:
    """Even if the caller uses none of its words."""
    assert Core([BOOKING]).says("my crown fell out last night").sent == [BOOK_LINK]


@pytest.mark.parametrize("words", ["what's the weather like", "asdfgh", "how are the kids"])
def test_the_only_job_does_not_serve_unrelated_questions(words: str) -> None:
    """A question about something else is not a need."""
    assert Core([BOOKING]).says(words).sent == []


def test_the_only_job_is_offered_if_its_condition_does_not_hold() -> None:
    """It is not followed."""
    call = Core([PERSON]).says("my sink is leaking")
    assert call.proposed == []
    assert call.last == "I can put you through to Scheduling, if you like."
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
def test_a_catch_all_job(rest: Job) -> None:
    """It takes what no other job is for, and nothing else."""
    assert Core([BOOKING, rest]).says("do you buy old gold?").proposed == ["Front Desk"]
    assert Core([BOOKING, rest]).says("I'd like to book a cleaning").sent == [BOOK_LINK]


def test_an_offer_can_be_declined() -> None:
    """Nothing is proposed."""
    call = Core([PERSON]).says("my sink is leaking", "no thanks")
    assert call.proposed == []
    assert call.last == "Alright. Is there anything else I can help with?"


def test_two_utterances_before_a_reply_are_both_heard() -> None:
    """They are joined."""
    call = Core(DENTIST)
    call.lines.append(replace(call.lines[0], by="caller", text="Hi there"))
    assert call.says("my name is Ann").lines[1].by == "caller"
    call = Core(DENTIST)
    request = "I'd like to book a cleaning"
    call.lines.append(replace(call.lines[0], by="caller", text=request))
    assert call.says("thanks").sent == [BOOK_LINK]


def test_a_job_that_only_tells() -> None:
    """It tells, then asks for more."""
    hours = job("Hours", "Tell the caller that we're open from 9 to 5.", "Opening hours")
    call = Core([hours, BOOKING]).says("when do you open?")
    assert call.last == "We're open from 9 to 5. Is there anything else I can help with?"


def test_an_unknown_key_is_answered() -> None:
    """It has no meaning."""
    assert Core(DENTIST).presses("7").last.startswith("Sorry, I didn't quite get that.")


@pytest.mark.parametrize("state", ["ringing", "confirm_transfer", "transferring", "ended"])
def test_it_moves_only_in_a_conversation(state: str) -> None:
    """In every other state it is silent."""
    call = Core(DENTIST)
    call.state = state  # type: ignore[assignment]
    call.lines.clear()
    call.turn()
    assert call.lines == []
