"""Texts that waited: until after the call, or while the caller opted out."""

from datetime import timedelta

import pytest

from hookflash.domain.call import commands as c
from hookflash.domain.call import events as e
from hookflash.domain.call.effects import open_effects
from hookflash.domain.call.redecide import decisions, redecide
from hookflash.domain.call.timers import Timer, pending_timers
from hookflash.domain.policy.texting import TextingFacts
from hookflash.testing import (
    CallStory,
    Step,
    call_ends,
    step,
    such,
    text_answer,
    text_is_attempted,
    text_is_late,
    text_key,
)
from tests.unit.call.situations import TEXTED, a_call

WINDOW = 300.0
MAY = TextingFacts(registration="approved", number_kind="local", opted_out=False)
MAY_NOT = MAY.model_copy(update={"opted_out": True})
THROTTLED = (text_is_attempted(), text_answer("postponed", reason="throttled", seconds=2.5))


def a_call_with_late_texts(*steps: Step) -> CallStory:
    """A call on which a text was requested that may be sent for five minutes."""
    first, *others = TEXTED

    def received(story: CallStory) -> c.Command:
        return first(story).model_copy(update={"late_text_seconds": WINDOW})

    return a_call(received, *others, *steps)


def later(story: CallStory, seconds: float) -> CallStory:
    """The story, ``seconds`` later."""
    story.now += timedelta(seconds=seconds)
    return story


@pytest.mark.parametrize("before", [(), THROTTLED])
def test_a_text_that_waits_is_sent_after_the_call(before: tuple[Step, ...]) -> None:
    """The caller asked for it and was promised it; consent was looked up again."""
    attempt = 2 if before else 1
    story = a_call_with_late_texts(*before).when(call_ends()).then(e.CallEnded)
    later(story, 60).when(text_is_attempted(attempt, texting=MAY))
    story.then(such(e.SmsAttempted, attempt=attempt, facts=MAY))
    story.when(text_answer("accepted", attempt, provider_id="SM1")).then(e.SmsAccepted)


def test_it_is_not_sent_without_another_look_at_consent() -> None:
    """The request's own check is too old."""
    story = a_call_with_late_texts(*THROTTLED, call_ends())
    story.when(text_is_attempted(2)).then_nothing()


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        (MAY_NOT, "opted_out"),
        (MAY.model_copy(update={"registration": "rejected"}), "registration_rejected"),
        (MAY.model_copy(update={"registration": None}), "number_released"),
    ],
)
@pytest.mark.parametrize("ends", [True, False])
def test_it_is_cancelled_if_the_caller_may_not_be_texted_any_more(
    facts: TextingFacts, reason: str, *, ends: bool
) -> None:
    """A STOP that came in between counts, during the call as well; what was known is kept."""
    story = a_call_with_late_texts(*THROTTLED, *([call_ends()] if ends else []))
    story.when(text_is_attempted(2, texting=facts))
    story.then(such(e.SmsCancelled, reason=reason, facts=facts))
    story.when(text_is_attempted(2, texting=MAY)).then_nothing()


def test_an_attempt_of_unknown_outcome_is_not_cancelled_by_a_stop() -> None:
    """The provider may have sent it; it is not attempted again either."""
    story = a_call_with_late_texts(
        text_is_attempted(), text_answer("unknown", reason="no answer within 10 s")
    )
    story.when(text_is_attempted(2, idempotent=True, texting=MAY_NOT)).then_nothing()
    story.when(text_is_attempted(2, idempotent=True, texting=MAY)).then(e.SmsAttempted)


def test_a_request_that_is_too_old_is_cancelled_with_the_call() -> None:
    """The window counts from the request."""
    story = later(a_call_with_late_texts(*THROTTLED), WINDOW).when(call_ends())
    story.then(such(e.SmsCancelled, reason="call_ended"), e.CallEnded)


def test_no_attempt_begins_after_the_window() -> None:
    """Even if the timer that cancels it has not fired yet."""
    story = later(a_call_with_late_texts(*THROTTLED, call_ends()), WINDOW)
    story.when(text_is_attempted(2, texting=MAY)).then_nothing()


def test_a_text_that_is_throttled_until_then_is_cancelled() -> None:
    """The thread says so, and no timer is left."""
    story = a_call_with_late_texts(*THROTTLED, call_ends())
    requested_at = story.call.texts[text_key(story)].requested_at
    expiry = Timer("expire_text", text_key(story), 1, requested_at, WINDOW)
    assert expiry in pending_timers(story.call)
    story.when(text_is_late()).then(such(e.SmsCancelled, reason="too_late"))
    assert pending_timers(story.call) == ()
    assert open_effects(story.call) == ()


def test_a_late_answer_postpones_it_again() -> None:
    """The attempt was under way when the caller hung up."""
    story = a_call_with_late_texts(text_is_attempted(), call_ends())
    story.when(text_answer("postponed", seconds=2.5)).then(e.SmsPostponed)
    later(story, WINDOW).when(text_is_attempted(2, texting=MAY)).then_nothing()


@pytest.mark.parametrize(
    "steps",
    [
        (),
        (text_is_attempted(),),
        (text_is_attempted(), text_answer("accepted", provider_id="SM1")),
    ],
)
def test_the_timer_leaves_alone_what_is_not_waiting_after_the_call(steps: tuple[Step, ...]) -> None:
    """It is stale while the call lives, and for a text that was taken."""
    a_call_with_late_texts(*steps).when(text_is_late()).then_nothing()


def test_these_decisions_can_be_checked_against_the_log() -> None:
    """Each yields the same events again."""
    for steps in (
        (*THROTTLED, text_is_attempted(2, texting=MAY)),
        (*THROTTLED, call_ends(), text_is_attempted(2, texting=MAY)),
        (*THROTTLED, call_ends(), text_is_attempted(2, texting=MAY_NOT)),
        (*THROTTLED, call_ends(), text_is_late()),
        (step(c.ExpireText, effect_key=text_key), call_ends()),
    ):
        story = a_call_with_late_texts(*steps)
        again = CallStory(story.scene)
        for together in decisions(story.history):
            assert redecide(again.call, together) is None
            again._fold(together)
