"""A call comes in, is answered, caller and agent speak, it ends."""

import pytest
from pydantic import ValidationError

from hookflash.domain.call import events as e
from hookflash.domain.call import rules
from hookflash.domain.call.call import Call
from hookflash.domain.call.commands import EndCall
from hookflash.domain.call.decide import decide
from hookflash.domain.call.errors import NoSuchCall
from hookflash.domain.event import Actor
from hookflash.testing import (
    Step,
    agent_answers,
    agent_says,
    call_comes_in,
    call_ends,
    caller_presses,
    caller_says,
    such,
    text_answer,
    text_is_attempted,
)
from tests.cast import ACTIONS, CALL, CALLER, NOON, NUMBER
from tests.unit.call.situations import (
    AGREED,
    ASKED,
    CONNECTED,
    CONVERSING,
    ENDED,
    PLAYING,
    RINGING,
    TEXTED,
    UNANSWERED,
    a_call,
)

CAME = (*TEXTED, text_is_attempted(), text_answer("accepted"))
ASKED_WHETHER_IT_CAME = (*CAME, agent_says("Did you get it?", asks="sms_arrived"))


def test_a_call_comes_in() -> None:
    """The first event contains everything that the call is handled by."""
    story = a_call().when(call_comes_in())
    story.then(
        such(e.CallReceived, contact=CALLER, number=NUMBER, actions=ACTIONS, by=Actor.PROVIDER)
    ).then_state("ringing")
    assert story.call.workspace == "harbor-dental"


def test_a_call_records_its_language_and_its_rules() -> None:
    """English, unless the workspace says otherwise."""
    a_call().when(call_comes_in()).then(such(e.CallReceived, language="en", rules=rules.RULES))
    a_call().when(call_comes_in(language="es")).then(such(e.CallReceived, language="es"))


def test_the_rules_are_those_in_force_when_the_call_comes_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """They are not part of the command."""
    monkeypatch.setattr(rules, "RULES", 7)
    a_call().when(call_comes_in()).then(such(e.CallReceived, rules=7))


def test_a_stored_call_without_language_and_rules_can_be_read() -> None:
    """It was in English, under the first rules."""
    (received,) = a_call().when(call_comes_in()).last
    stored = received.model_dump_json(exclude={"language", "rules"})
    read = e.CallReceived.model_validate_json(stored)
    assert (read.language, read.rules) == ("en", 0)


def test_a_call_comes_in_once() -> None:
    """The provider's webhook may be delivered twice, even under another id."""
    a_call(call_comes_in()).once_more().then_nothing()
    a_call(call_comes_in()).when(call_comes_in()).then_nothing()


def test_a_command_for_an_unknown_call_is_an_error() -> None:
    """A wrong id is the host's mistake, and the error says so."""
    end = EndCall(id="end-1", at=NOON, reason="hung up")
    with pytest.raises(NoSuchCall, match=CALL):
        decide(Call(CALL), end)


def test_words_that_cannot_be_stored_are_refused() -> None:
    """PostgreSQL could not hold them in the inbox; the error names the field."""
    with pytest.raises(ValidationError, match="text"):
        a_call(*CONVERSING).when(caller_says("Hello\0"))


def test_the_agent_answers_once() -> None:
    """The event names the agent."""
    story = a_call(*RINGING).when(agent_answers())
    story.then(such(e.CallAnswered, agent="Scripted agent (no AI model)"))
    story.when(agent_answers()).then_nothing()


def test_a_call_that_has_ended_is_not_answered() -> None:
    """The caller hung up while it rang."""
    a_call(*RINGING, call_ends()).when(agent_answers()).then_nothing()


@pytest.mark.parametrize("steps", [RINGING, CONVERSING, AGREED, CONNECTED, UNANSWERED])
def test_what_the_caller_says_is_recorded_in_every_state(steps: tuple[Step, ...]) -> None:
    """Words and keypresses."""
    a_call(*steps).when(caller_says("Hello?")).then(such(e.CallerSpoke, text="Hello?"))
    a_call(*steps).when(caller_presses("0")).then(such(e.DigitsPressed, digits="0"))


def test_words_after_the_end_are_noted_as_late() -> None:
    """The transcript came after the hang-up."""
    story = a_call(*ENDED).when(caller_says("Hello?"))
    story.then(such(e.LateReportNoted, report="caller_spoke", detail="Hello?", by=Actor.CALLER))
    story.when(caller_presses("1")).then(such(e.LateReportNoted, report="digits_pressed"))


def test_the_agent_speaks_while_it_is_on_the_line() -> None:
    """In conversation."""
    story = a_call(*CONVERSING).when(agent_says("One moment."))
    story.then(such(e.AgentSpoke, text="One moment.", asks=None))


@pytest.mark.parametrize(
    ("steps", "reason"),
    [
        (RINGING, "no_live_call"),
        (ENDED, "no_live_call"),
        (ASKED, "question_open"),
        (AGREED, "agent_left"),
        (CONNECTED, "agent_left"),
        (PLAYING, "agent_left"),
        ((*AGREED, call_ends()), "agent_left"),
    ],
)
def test_an_agent_that_may_not_speak_is_not_heard(steps: tuple[Step, ...], reason: str) -> None:
    """Its words are recorded, in an event by the system."""
    story = a_call(*steps).when(agent_says("Hello?"))
    story.then(such(e.AgentSilenced, text="Hello?", reason=reason, by=Actor.SYSTEM))


def test_a_question_mark_makes_a_question() -> None:
    """Even if the agent does not say what it asks about."""
    story = a_call(*CONVERSING).when(agent_says("Is it about a cleaning?"))
    assert story.call.open_question is not None
    assert story.call.open_question.kind == "other"


@pytest.mark.parametrize(
    ("says", "heard", "arrived"),
    [
        (caller_says("Yes, got it"), e.CallerSpoke, True),
        (caller_says("No, nothing yet"), e.CallerSpoke, False),
        (caller_presses("1"), e.DigitsPressed, True),
        (caller_presses("2"), e.DigitsPressed, False),
    ],
)
def test_whether_the_text_arrived_is_recorded(
    says: Step, heard: type[e.CallEvent], *, arrived: bool
) -> None:
    """The agent asks, and the caller's answer is recorded with that text."""
    story = a_call(*ASKED_WHETHER_IT_CAME).when(says)
    (key,) = story.call.texts
    story.then(heard, such(e.SmsArrivalAnswered, effect_key=key, arrived=arrived))
    assert story.call.texts[key].arrived is arrived


def test_an_unclear_answer_leaves_the_question_open() -> None:
    """The next answer may be clear."""
    story = a_call(*ASKED_WHETHER_IT_CAME).when(caller_says("Let me have a look"))
    story.then(e.CallerSpoke)
    story.when(caller_says("Yes, got it")).then(e.CallerSpoke, e.SmsArrivalAnswered)


def test_whether_it_arrived_is_answered_once() -> None:
    """A second yes is an ordinary remark."""
    story = a_call(*ASKED_WHETHER_IT_CAME, caller_says("Yes, got it"))
    story.when(caller_says("Yes, got it")).then(e.CallerSpoke)


def test_words_begun_before_the_question_do_not_answer_it() -> None:
    """The caller was still speaking about something else."""
    story = a_call(*ASKED_WHETHER_IT_CAME).when(caller_says("Yes, got it", seconds_ago=5.0))
    story.then(e.CallerSpoke)


def test_a_question_about_an_unknown_text_has_no_answer() -> None:
    """The agent made a mistake."""
    asked = agent_says("Did you get it?", asks="sms_arrived", about="another")
    a_call(*CONVERSING, asked).when(caller_says("Yes, got it")).then(e.CallerSpoke)


def test_an_answer_to_a_later_question_says_nothing_about_the_text() -> None:
    """It belongs to the last question."""
    story = a_call(*ASKED_WHETHER_IT_CAME, agent_says("Is it about a cleaning?"))
    story.when(caller_says("Yes")).then(e.CallerSpoke)


@pytest.mark.parametrize("steps", [RINGING, CONVERSING, CONNECTED, UNANSWERED, PLAYING])
def test_a_call_can_end_in_every_state(steps: tuple[Step, ...]) -> None:
    """Other tests cover the states in which something is cancelled."""
    story = a_call(*steps).when(call_ends(by=Actor.PROVIDER))
    story.then(such(e.CallEnded, by=Actor.PROVIDER)).then_state("ended")


def test_a_call_ends_once() -> None:
    """Both sides may report the hang-up."""
    a_call(*ENDED).when(call_ends(by=Actor.PROVIDER)).then_nothing()
