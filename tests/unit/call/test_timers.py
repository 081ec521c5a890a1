"""Timers follow from the log."""

from hookflash.domain.call import events as e
from hookflash.domain.call.commands import FailAgent
from hookflash.domain.call.searches import SEARCH_SECONDS
from hookflash.domain.call.timers import (
    ANSWER_SECONDS,
    CONFIRMATION_SECONDS,
    RECEIPT_SECONDS,
    REPLY_SECONDS,
    SILENCE_SECONDS,
    VOICEMAIL_SECONDS,
    Timer,
    pending_timers,
)
from hookflash.testing import (
    CallStory,
    Step,
    agent_says,
    call_ends,
    caller_says,
    message_is_recorded,
    question_lapses,
    ring_answer,
    ring_is_attempted,
    such,
    text_answer,
    text_is_attempted,
    text_is_flagged,
    text_is_not_found,
    text_report,
    voicemail_answer,
    voicemail_is_attempted,
)
from tests.cast import TO_OUTSIDE
from tests.unit.call.situations import (
    AGREED,
    ASKED,
    CONNECTED,
    CONVERSING,
    PLAYING,
    RINGING,
    RUNG,
    TEXTED,
    UNANSWERED,
    a_call,
    rung_for,
)

ATTEMPTED = (*TEXTED, text_is_attempted())
TAKEN = (*ATTEMPTED, text_answer("accepted", provider_id="SM1"))
LOST = (*ATTEMPTED, text_answer("unknown"))
UNSURE = caller_says("I am not sure about that")


def timers(*steps: Step) -> list[tuple[str, int, float]]:
    """Kind, step and seconds of every timer on the call that ``steps`` lead to."""
    return [(t.kind, t.step, t.seconds) for t in pending_timers(a_call(*steps).call)]


def only_timer(story: CallStory) -> Timer:
    """The only timer of the call."""
    (timer,) = pending_timers(story.call)
    return timer


def test_a_conversation_has_no_timers_while_nobody_waits() -> None:
    """Nor does a call before or after it."""
    greeted = (*CONVERSING, agent_says("Thanks for calling."))
    assert timers(*RINGING) == timers(*greeted) == timers(*greeted, call_ends()) == []


def test_a_caller_waits_for_the_agent_only_so_long() -> None:
    """For the greeting and for an answer: a worker may die while its agent thinks."""
    assert timers(*CONVERSING) == [("reply", 0, REPLY_SECONDS)]
    story = a_call(*CONVERSING, agent_says("Thanks for calling."), caller_says("Hello?"))
    timer = only_timer(story)
    assert timer[:3] == ("reply", "", story.call.position)
    story.when(in_place_of_the_agent(timer)).then(
        such(e.AgentFailed, reason="timeout"), e.AgentSpoke
    )
    assert pending_timers(story.call) == ()


def test_what_is_said_in_place_of_the_agent_is_said_once() -> None:
    """Not after the agent has answered, or after the caller has said something else."""
    waiting = (*CONVERSING, agent_says("Thanks for calling."), caller_says("Hello?"))
    timer = only_timer(a_call(*waiting))
    a_call(*waiting, agent_says("Hi!")).when(in_place_of_the_agent(timer)).then()
    a_call(*waiting, caller_says("Hello??")).when(in_place_of_the_agent(timer)).then()


def in_place_of_the_agent(timer: Timer) -> Step:
    """The timer fires, and the caller hears something."""
    return lambda story: FailAgent(
        id="reply", at=story.now, reason="timeout", fallback="Sorry?", after=timer.step
    )


def test_a_question_lapses() -> None:
    """The time runs from the question; if it is asked again, from then."""
    story = a_call(*ASKED)
    assert only_timer(story)[:3] == ("lapse", next(iter(story.call.transfers)), 1)
    assert only_timer(story).since == story.now
    assert timers(*ASKED, UNSURE) == [("lapse", 2, CONFIRMATION_SECONDS)]
    assert only_timer(a_call(*ASKED, UNSURE)).since > only_timer(story).since
    assert timers(*ASKED, question_lapses()) == []


def test_the_ring_timeout() -> None:
    """It runs from the yes, so that it ends a lost attempt too, then from the first attempt."""
    agreed, rung = a_call(*AGREED), a_call(*AGREED, ring_is_attempted())
    assert only_timer(agreed)[:1] == ("ring_timeout",)
    assert only_timer(agreed).seconds == 30.0
    assert pending_timers(rung.call)[0].since == rung.now
    assert timers(*CONNECTED) == []
    assert timers(*RUNG, call_ends()) == []


def test_a_throttled_ring_is_retried_within_the_ring_timeout() -> None:
    """A second attempt does not extend it."""
    put_off = (*AGREED, ring_is_attempted(), ring_answer("postponed", seconds=2.0))
    assert timers(*put_off) == [("ring_timeout", 1, 30.0), ("retry", 2, 2.0)]
    first, second = a_call(*put_off), a_call(*put_off, ring_is_attempted(2))
    assert pending_timers(first.call)[0].since == pending_timers(second.call)[0].since


def test_a_hand_over_in_doubt_is_searched_for() -> None:
    """While it may still succeed."""
    lost = (*rung_for(TO_OUTSIDE), ring_answer("unknown"))
    assert timers(*lost) == [("ring_timeout", 1, 30.0), ("search", 1, SEARCH_SECONDS[0])]


def test_a_text_without_an_answer_is_searched_for() -> None:
    """The worker may have died after the attempt (fault 18)."""
    assert timers(*TEXTED) == []
    assert timers(*ATTEMPTED) == [("search", 1, ANSWER_SECONDS)]
    assert timers(*ATTEMPTED, text_is_not_found(1)) == [("search", 2, SEARCH_SECONDS[1])]


def test_a_lost_text_is_searched_for_at_growing_intervals_and_then_flagged() -> None:
    """After the last search, a person is asked to look."""
    searches = tuple(text_is_not_found(n) for n in range(1, len(SEARCH_SECONDS) + 1))
    for done, seconds in enumerate(SEARCH_SECONDS):
        assert timers(*LOST, *searches[:done]) == [("search", done + 1, seconds)]
    assert timers(*LOST, *searches) == [("flag", len(SEARCH_SECONDS) + 1, 0.0)]
    assert timers(*LOST, *searches, text_is_flagged()) == []


def test_it_is_searched_for_after_the_call_too() -> None:
    """A text outlives its call."""
    assert timers(*LOST, call_ends()) == [("search", 1, SEARCH_SECONDS[0])]


def test_a_throttled_text_is_retried() -> None:
    """After the provider's wait, and not once the call has ended."""
    put_off = (*ATTEMPTED, text_answer("postponed", seconds=2.5))
    assert timers(*put_off) == [("retry", 2, 2.5)]
    assert timers(*put_off, call_ends()) == []


def test_a_flagged_text_that_was_not_accepted_is_retried() -> None:
    """A clear answer came late."""
    flagged = (*ATTEMPTED, text_is_flagged())
    assert timers(*flagged) == []
    assert timers(*flagged, text_answer("postponed", seconds=2.5)) == [("retry", 2, 2.5)]


def test_a_missing_receipt_is_searched_for() -> None:
    """Twice; then the text keeps its status (fault 18)."""
    first, second = RECEIPT_SECONDS
    assert timers(*TAKEN) == [("receipt", 1, first)]
    assert timers(*TAKEN, text_report("sent")) == [("receipt", 1, first)]
    assert timers(*TAKEN, text_is_not_found(1)) == [("receipt", 2, second)]
    assert timers(*TAKEN, text_is_not_found(1), text_is_not_found(2)) == []
    assert timers(*TAKEN, text_report("delivered")) == []


def test_the_receipt_of_a_found_text_is_searched_for_as_often() -> None:
    """The searches that found it do not count."""
    found = (*LOST, text_is_not_found(1), text_is_not_found(2), text_report("accepted"))
    assert timers(*found) == [("receipt", 3, RECEIPT_SECONDS[0])]
    assert timers(*found, text_is_not_found(3)) == [("receipt", 4, RECEIPT_SECONDS[1])]


def test_a_postponed_voicemail_is_retried_for_a_while() -> None:
    """The while begins with the first attempt. After the caller has hung up there is no timer."""
    put_off = (*UNANSWERED, voicemail_is_attempted(), voicemail_answer("postponed", seconds=2.5))
    again = (*put_off, voicemail_is_attempted(2), voicemail_answer("postponed", 2, seconds=4.0))
    stop = ("stop_voicemail", 1, SILENCE_SECONDS)
    assert timers(*put_off) == [("retry", 2, 2.5), stop]
    assert timers(*again) == [("retry", 3, 4.0), stop]
    story = a_call(*again)
    attempts = [event.at for event in story.history if isinstance(event, e.VoicemailAttempted)]
    retry, stopping = pending_timers(story.call)
    assert attempts[0] == stopping.since < attempts[1] < retry.since
    assert timers(*again, call_ends()) == []


def test_a_message_has_a_maximum_length() -> None:
    """The timer runs while the voicemail plays or records."""
    assert timers(*PLAYING) == [("stop_voicemail", 1, VOICEMAIL_SECONDS)]
    assert timers(*PLAYING, message_is_recorded()) == []
    assert timers(*PLAYING, call_ends()) == []
