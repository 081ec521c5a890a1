"""The words of an agent that the host runs: recorded in their place, never said."""

from datetime import timedelta

import pytest

from hookflash.domain.call import commands as c
from hookflash.domain.call import events as e
from hookflash.domain.call.agent_words import MOST_CHARACTERS, agent_words
from hookflash.domain.call.conversation import Question
from hookflash.domain.call.errors import InvalidWords
from hookflash.domain.call.repeats import refuse_other
from hookflash.domain.call.timers import pending_timers
from hookflash.domain.call.turns import turn_due
from hookflash.domain.call.view import conversation
from hookflash.domain.event import Actor
from hookflash.domain.idempotency import NameReused
from hookflash.testing import CallStory, agent_uses, call_ends, caller_presses, caller_says, such
from tests.cast import NOON, TEXT
from tests.unit.call.situations import (
    AGREED,
    CONNECTED,
    CONVERSING,
    ENDED,
    RINGING,
    TEXTED,
    a_call,
    host_reports,
)

ARRIVED = "I've sent it. Did it arrive?"


def said(story: CallStory) -> list[str]:
    """The conversation: what was heard, in order."""
    return [line.text for line in conversation(story.call).lines if line.text]


def text_of(story: CallStory) -> str:
    """The effect key of the only text."""
    (key,) = story.call.texts
    return key


def test_reported_words_are_recorded_and_not_said() -> None:
    """Nothing is opened for playback: the host has played them."""
    story = a_call(*CONVERSING)
    story.playback = False
    story.when(host_reports("Thanks for calling.", seconds_ago=2))
    story.then(such(e.AgentSpoke, reported=True, by=Actor.AGENT, asks=None, heard_chars=None))
    assert story.call.speeches == {}
    assert said(story) == ["Thanks for calling."]


def test_only_what_was_heard_is_in_the_conversation() -> None:
    """Fault 51: the event keeps the rest."""
    story = a_call(*CONVERSING).when(host_reports("We open at nine.", heard_chars=7))
    story.then(such(e.AgentSpoke, text="We open at nine.", heard_chars=7))
    (line,) = conversation(story.call).lines
    assert (line.text, line.unheard) == ("We open", " at nine.")


def test_no_more_is_heard_than_was_said() -> None:
    """Hosts count differently."""
    story = a_call(*CONVERSING).when(host_reports("Hello.", heard_chars=99))
    story.then(such(e.AgentSpoke, heard_chars=6))
    assert said(story) == ["Hello."]


@pytest.mark.parametrize(("seconds_ago", "heard"), [(1.0, 12), (0.5, 6), (60.0, 30)])
def test_what_was_heard_of_interrupted_words_is_estimated(seconds_ago: float, heard: int) -> None:
    """At 12 characters a second, since they began."""
    words = "We are open from nine to five."
    report = host_reports(words, seconds_ago=seconds_ago, interrupted=True)
    a_call(*CONVERSING).when(report).then(such(e.AgentSpoke, heard_chars=heard, interrupted=True))


def test_without_a_beginning_interrupted_words_began_after_what_was_said_before() -> None:
    """A second ago, by the caller."""
    story = a_call(*CONVERSING, caller_says("When do you open?"))
    story.when(host_reports("We are open from nine to five.", interrupted=True))
    story.then(such(e.AgentSpoke, heard_chars=12))


def test_words_that_were_never_played_are_silenced() -> None:
    """They are in the log, and not in the conversation."""
    story = a_call(*CONVERSING).when(host_reports("We open at nine.", heard_chars=0))
    story.then(such(e.AgentSilenced, reason="never_played", text="We open at nine.", heard_chars=0))
    assert said(story) == []


@pytest.mark.parametrize(
    ("steps", "reason"),
    [
        (RINGING, "no_live_call"),
        (ENDED, "no_live_call"),
        (AGREED, "agent_left"),
        (CONNECTED, "agent_left"),
        ((*AGREED, call_ends()), "agent_left"),
    ],
)
def test_an_agent_that_is_not_on_the_line_is_silenced(steps: tuple[c.Command], reason: str) -> None:
    """Whatever the host says was heard."""
    for heard in (None, 5):
        story = a_call(*steps).when(host_reports("Hello?", heard_chars=heard))  # type: ignore[arg-type]
        story.then(such(e.AgentSilenced, reason=reason, by=Actor.SYSTEM, reported=True))


def test_a_late_report_of_words_from_before_the_agent_left_has_its_place() -> None:
    """Fault 51: they were spoken, and change nothing any more."""
    story = a_call(*AGREED).when(host_reports("One moment. Okay?", seconds_ago=2.5))
    story.then(such(e.AgentSpoke, by=Actor.PROVIDER)).then_state("transferring")
    assert story.call.open_question is None
    assert said(story).index("One moment. Okay?") < said(story).index("Yes please")


def test_a_late_report_of_words_from_before_the_end_has_its_place() -> None:
    """The caller hung up before the host reported them."""
    story = a_call(*CONVERSING, caller_says("Hello?"), call_ends())
    story.when(host_reports("Hello!", seconds_ago=1.5)).then(such(e.AgentSpoke))
    assert said(story) == ["Hello?", "Hello!"]
    story.when(host_reports("Bye!", seconds_ago=0.5)).then(such(e.AgentSilenced))


def test_words_reported_late_are_where_they_were_spoken() -> None:
    """Fault 51: the caller's answer comes after the words that it answers."""
    story = a_call(*CONVERSING, caller_says("At ten, please.", seconds_ago=0.5))
    waits = turn_due(story.call)
    assert [timer.kind for timer in pending_timers(story.call)] == ["reply"]
    story.when(host_reports("At what time?", seconds_ago=3)).then(e.AgentSpoke)
    assert said(story) == ["At what time?", "At ten, please."]
    assert turn_due(story.call) == waits
    assert story.call.last_said is not None
    assert story.call.last_said.text == "At ten, please."
    assert [timer.kind for timer in pending_timers(story.call)] == ["reply"]


def test_words_reported_out_of_order_are_in_order() -> None:
    """Fault 51: the later utterance was reported first."""
    story = a_call(*CONVERSING)
    story.when(host_reports("And a good day to you.", seconds_ago=1))
    story.when(host_reports("Good morning.", seconds_ago=5))
    assert said(story) == ["Good morning.", "And a good day to you."]


def test_what_the_caller_began_to_say_before_the_agent_comes_before_it() -> None:
    """The caller's words are reported when they are over."""
    story = a_call(*CONVERSING, host_reports("Shall I book it?", seconds_ago=1))
    story.when(caller_says("I have a question.", seconds_ago=4))
    assert said(story) == ["I have a question.", "Shall I book it?"]


def test_nothing_is_spoken_after_it_was_reported() -> None:
    """The host's clock is ahead."""
    story = a_call(*CONVERSING).when(host_reports("Hello.", seconds_ago=-60))
    story.then(such(e.AgentSpoke, began_at=story.now))
    story.when(caller_says("Hi.")).then(e.CallerSpoke)
    assert said(story) == ["Hello.", "Hi."]


def test_words_of_unknown_beginning_follow_what_is_in_the_log() -> None:
    """Fault 24: whatever the wall clock says."""
    story = a_call(*CONVERSING, caller_says("Hi."))
    story.now -= timedelta(hours=1)
    story.when(host_reports("Hello."))
    assert said(story) == ["Hi.", "Hello."]


@pytest.mark.parametrize(
    "words",
    [ARRIVED, "Have you received it?", "¿Le ha llegado?", "Did you get the text I sent?"],
)
def test_a_question_about_the_text_is_bound_to_it(words: str) -> None:
    """The host's model names none."""
    story = a_call(*TEXTED).when(host_reports(words))
    arrived = Question(kind="sms_arrived", about=text_of(story))
    story.then(such(e.AgentSpoke, asks=arrived))
    story.when(caller_says("Yes, got it."))
    story.then(e.CallerSpoke, such(e.SmsArrivalAnswered, effect_key=arrived.about, arrived=True))


def test_an_offer_to_repeat_the_text_is_bound_to_it() -> None:
    """A yes lets the same action run again."""
    story = a_call(*TEXTED).when(agent_uses(TEXT)).then_refused("repeated")
    key = next(iter(story.call.texts))
    story.when(host_reports("I sent it before. Shall I send it again?"))
    story.then(such(e.AgentSpoke, asks=Question(kind="sms_again", about=key)))
    story.when(caller_says("Yes please")).when(agent_uses(TEXT)).then(e.SmsRequested)


def test_what_the_model_says_of_the_caller_is_no_request() -> None:
    """Words of the caller are only what the host reports as theirs."""
    story = a_call(*TEXTED, host_reports("Shall I send it again? The caller said yes. Yes!"))
    story.when(agent_uses(TEXT)).then_refused("repeated")


def test_any_other_question_is_another_question() -> None:
    """Also one about a text where there is none."""
    other = Question(kind="other")
    a_call(*CONVERSING).when(host_reports(ARRIVED)).then(such(e.AgentSpoke, asks=other))
    words = "Would you like to book a table?"
    a_call(*TEXTED).when(host_reports(words)).then(such(e.AgentSpoke, asks=other))


def test_a_question_that_was_not_heard_is_not_open() -> None:
    """Fault 51: the words were cut off before it."""
    story = a_call(*TEXTED).when(host_reports(ARRIVED, heard_chars=len("I've sent it. Did")))
    story.then(such(e.AgentSpoke, asks=None))
    story.when(caller_says("Yes, got it.")).then(e.CallerSpoke)


def test_the_last_question_that_was_heard_counts() -> None:
    """The second one was cut off."""
    words = "Did it arrive? Shall I send it again?"
    story = a_call(*TEXTED).when(host_reports(words, heard_chars=20))
    arrived = Question(kind="sms_arrived", about=text_of(story))
    story.then(such(e.AgentSpoke, asks=arrived))


def test_a_question_that_is_reported_after_its_answer_is_answered() -> None:
    """The host reports the words of its agent when they are over, and the caller was faster."""
    story = a_call(*TEXTED, caller_says("Yes, I got it.", seconds_ago=0.5))
    story.when(host_reports(ARRIVED, seconds_ago=4))
    story.then(e.AgentSpoke, such(e.SmsArrivalAnswered, arrived=True, words="Yes, I got it."))
    assert story.call.open_question is None
    pressed = a_call(*TEXTED, caller_presses("2")).when(host_reports(ARRIVED, seconds_ago=4))
    pressed.then(e.AgentSpoke, such(e.SmsArrivalAnswered, arrived=False, words="pressed 2"))


def test_an_earlier_question_that_is_reported_late_is_not_open() -> None:
    """Fault 51: the one that the caller heard last is."""
    story = a_call(*TEXTED, host_reports("Did it arrive?", seconds_ago=1))
    story.when(host_reports("Would you like a text?", seconds_ago=9)).then(e.AgentSpoke)
    assert story.call.open_question == Question(kind="sms_arrived", about=text_of(story))


def test_an_answer_that_began_before_the_question_answers_nothing() -> None:
    """The caller spoke of something else."""
    story = a_call(*TEXTED, host_reports("Did it arrive?", seconds_ago=0.5))
    story.when(caller_says("Yes.", seconds_ago=3)).then(e.CallerSpoke)


def test_goodbye_closes_the_call() -> None:
    """As with every agent; not if it was cut off before."""
    a_call(*CONVERSING).when(host_reports("Goodbye!")).then(e.AgentSpoke, e.CallClosing)
    cut_off = host_reports("Goodbye and take care!", heard_chars=7)
    a_call(*CONVERSING).when(cut_off).then(e.AgentSpoke)


def test_late_words_do_not_end_the_silence_after_goodbye() -> None:
    """They were spoken before it."""
    story = a_call(*CONVERSING, host_reports("Goodbye!", seconds_ago=0))
    story.when(host_reports("It was a pleasure.", seconds_ago=5)).then(e.AgentSpoke)
    assert story.call.closing is not None


def test_a_report_is_a_sign_of_life() -> None:
    """The host is on the line."""
    story = a_call(*CONVERSING, host_reports("Hello."))
    assert story.call.last_sign_at == story.now


def test_the_same_words_count_once() -> None:
    """Under the same id; other words under it are another message."""
    story = a_call(*CONVERSING)
    story.now += timedelta(seconds=1)
    command = agent_words("m-1", story.now, "Hello.")
    story.handle(command).then(e.AgentSpoke)
    story.once_more().then_nothing()
    refuse_other(command, story.history)
    refuse_other(agent_words("m-1", story.now, "Hello.", heard_chars=2), story.history)
    with pytest.raises(NameReused):
        refuse_other(agent_words("m-1", story.now, "Hi."), story.history)


@pytest.mark.parametrize("words", ["", " \n", "Hel\x00lo", "a" * (MOST_CHARACTERS + 1), "\ud83d"])
def test_words_that_cannot_be_recorded_are_refused(words: str) -> None:
    """The error names the field."""
    with pytest.raises(InvalidWords, match=r"^text: ") as refused:
        agent_words("m-1", NOON, words)
    assert refused.value.field == "text"


def test_what_a_host_says_of_words_is_checked() -> None:
    """A time needs a zone, and characters are counted from 0."""
    with pytest.raises(InvalidWords, match=r"^began_at: it has no time zone"):
        agent_words("m-1", NOON, "Hello.", began_at=NOON.replace(tzinfo=None))
    with pytest.raises(InvalidWords, match=r"^heard_chars: -1"):
        agent_words("m-1", NOON, "Hello.", heard_chars=-1)


def test_events_from_before_mean_what_they_meant() -> None:
    """They were decided here, and nothing was known of what was heard."""
    story = a_call(*CONVERSING, host_reports("Hello."))
    told = {"reported", "began_at", "heard_chars", "interrupted"}
    stored = story.last[0].model_dump_json(exclude=told)
    read = e.AgentSpoke.model_validate_json(stored)
    assert (read.reported, read.heard, read.unheard) == (False, "Hello.", "")
