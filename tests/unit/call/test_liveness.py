"""What is a sign of life, and what follows from its absence."""

from datetime import timedelta

import pytest

from hookflash.domain.call import commands as c
from hookflash.domain.call import events as e
from hookflash.domain.call.call import Call
from hookflash.domain.call.conversation import CallState
from hookflash.domain.call.liveness import NOTED_SECONDS, STALE_SECONDS, is_stale
from hookflash.domain.call.timers import Timer, pending_timers
from hookflash.testing import (
    CallStory,
    Step,
    agent_answers,
    agent_says,
    call_comes_in,
    call_ends,
    caller_presses,
    caller_says,
    message_is_recorded,
    message_is_transcribed,
    phone_reports,
    question_lapses,
    ring_answer,
    ring_is_attempted,
    ring_times_out,
    step,
    such,
    text_answer,
    text_is_attempted,
    text_is_not_found,
    text_report,
    voicemail_answer,
    voicemail_is_attempted,
)
from tests.cast import NOON
from tests.unit.call.situations import (
    AGREED,
    ASKED,
    CONNECTED,
    CONVERSING,
    ENDED,
    PLAYING,
    RINGING,
    RUNG,
    TEXTED,
    UNANSWERED,
    a_call,
)

LONG = 14_400.0
IT_IS_LIVE = step(c.RecordLive)
ATTEMPTED = (*TEXTED, text_is_attempted())
TAKEN = (*ATTEMPTED, text_answer("accepted", provider_id="SM1"))
IN_EVERY_STATE = {
    "ringing": RINGING,
    "conversing": CONVERSING,
    "confirm_transfer": ASKED,
    "transferring": RUNG,
    "voicemail_fallback": PLAYING,
    "dropped": CONNECTED,
    "ended": ENDED,
}


def later(story: CallStory, seconds: float) -> CallStory:
    """The story, ``seconds`` later."""
    story.now += timedelta(seconds=seconds)
    return story


def quiet(*steps: Step) -> CallStory:
    """A call on which nothing has happened for an hour since ``steps``; no playback is reported."""
    story = later(a_call(*steps), 3600)
    story.playback = False
    return story


def ends_when_silent(*steps: Step) -> Call:
    """A call that was received with a limit to its silence, and on which ``steps`` happened."""
    first, *others = steps

    def received(story: CallStory) -> c.Command:
        return first(story).model_copy(update={"silent_call_seconds": LONG})

    return a_call(received, *others).call


@pytest.mark.parametrize(
    ("before", "happens"),
    [
        (RINGING, agent_answers()),
        (CONVERSING, caller_says("Hello?")),
        (CONVERSING, caller_presses("5")),
        (AGREED[:-1], caller_says("Yes please")),
        ((*AGREED, ring_is_attempted()), ring_answer("accepted")),
        (RUNG, phone_reports("On Call", "ringing")),
        (RUNG, phone_reports("On Call", "answered")),
        (RUNG, phone_reports("On Call", "unavailable")),
        (UNANSWERED, phone_reports("On Call", "stopped")),
        (CONNECTED, phone_reports("On Call", "ringing")),
        ((*UNANSWERED, voicemail_is_attempted()), voicemail_answer("accepted")),
        (PLAYING, message_is_recorded()),
        (CONVERSING, IT_IS_LIVE),
    ],
)
def test_words_keys_and_reports_about_the_call_are_signs_of_life(
    before: tuple[Step, ...], happens: Step
) -> None:
    """Also a report that comes too late to change anything."""
    story = quiet(*before).when(happens)
    assert story.last, "nothing happened"
    assert story.call.last_sign_at == story.now


def test_the_playback_of_speech_is_a_sign_of_life() -> None:
    """Acceptance, and the report of what was heard."""
    story = quiet(*CONVERSING).when(agent_says("One moment."))
    assert story.call.last_sign_at != story.now
    (said,) = story.call.speeches
    story.when(step(c.AcceptSpeech, speech_id=said, playback="reports")).then(e.SpeechAccepted)
    assert story.call.last_sign_at == story.now
    later(story, 60).hear_all()
    assert story.call.last_sign_at == story.now


@pytest.mark.parametrize(
    ("before", "happens"),
    [
        (ATTEMPTED, text_answer("accepted")),
        (TAKEN, text_report("delivered")),
        ((*TAKEN, text_report("delivered")), text_report("sent")),
        (TAKEN, text_is_not_found(1)),
        (PLAYING, message_is_transcribed()),
        (CONVERSING, agent_says("Are you there?")),
        (ASKED, question_lapses()),
        (RUNG, ring_times_out()),
    ],
)
def test_texts_and_own_decisions_are_no_signs_of_life(
    before: tuple[Step, ...], happens: Step
) -> None:
    """The messaging knows nothing of the call, and a timer fires whatever became of it."""
    story = quiet(*before)
    known = story.call.last_sign_at
    story.when(happens)
    assert story.last, "nothing happened"
    assert story.call.last_sign_at == known


@pytest.mark.parametrize("state", [*IN_EVERY_STATE])
def test_every_live_call_has_to_give_a_sign_of_life_unless_a_person_has_the_caller(
    state: CallState,
) -> None:
    """Two people may talk for hours, of which no carrier reports anything."""
    call = ends_when_silent(*IN_EVERY_STATE[state])
    assert call.state == state
    expected = [] if state in ("dropped", "ended") else [call.last_sign_at]
    silences = [timer for timer in pending_timers(call) if timer.kind == "interrupt"]
    assert [timer.since for timer in silences] == expected
    assert {timer.seconds for timer in silences} <= {LONG}


def test_each_sign_of_life_starts_the_timer_again() -> None:
    """And a decision of our own does not."""
    first, then = (ends_when_silent(*CONVERSING, *more) for more in ((), (caller_says("Hello?"),)))
    assert first.last_sign_at is not None
    assert then.last_sign_at == first.last_sign_at + timedelta(seconds=1)
    assert Timer("interrupt", "", 1, then.last_sign_at, LONG) in pending_timers(then)


def test_calls_of_older_logs_never_end_by_silence() -> None:
    """They were received without a limit."""
    call = quiet(*CONVERSING).call
    assert not [timer for timer in pending_timers(call) if timer.kind == "interrupt"]


def test_that_the_provider_has_the_call_is_recorded_now_and_then() -> None:
    """Not at every answer: only once the silence would soon be noticed."""
    story = a_call(*CONVERSING)
    later(story, NOTED_SECONDS - 2).when(IT_IS_LIVE).then_nothing()
    story.when(IT_IS_LIVE).then(such(e.CallFoundLive, by="provider"))
    story.when(IT_IS_LIVE).then_nothing()
    later(story, NOTED_SECONDS).when(IT_IS_LIVE).then(e.CallFoundLive)


@pytest.mark.parametrize("state", ["dropped", "ended"])
def test_it_is_not_recorded_where_silence_means_nothing(state: CallState) -> None:
    """A long conversation between people is left alone."""
    quiet(*IN_EVERY_STATE[state]).when(IT_IS_LIVE).then_nothing().then_state(state)


@pytest.mark.parametrize("state", [*IN_EVERY_STATE])
def test_a_live_call_without_a_sign_of_life_for_long_is_stale(state: CallState) -> None:
    """Not one that a person has, and not one that is over."""
    may_be_silent = state in ("dropped", "ended")
    for seconds, silent in ((0, False), (STALE_SECONDS - 1, False), (STALE_SECONDS, True)):
        now = NOON + timedelta(seconds=seconds)
        assert is_stale(state, NOON, now) == (silent and not may_be_silent)


def test_a_call_that_the_provider_confirms_is_never_stale() -> None:
    """Even if it takes a long round until it is asked again."""
    assert NOTED_SECONDS * 3 <= STALE_SECONDS


def test_the_end_of_a_call_stops_the_timer() -> None:
    """Nothing is left to wait for."""
    assert pending_timers(ends_when_silent(call_comes_in(), call_ends())) == ()
