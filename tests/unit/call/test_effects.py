"""What is still to be done outside follows from the log, so any worker can do it."""

import pytest

from hookflash.domain.call.effects import HandOver, RingPhones, open_effects, ring, send_text
from hookflash.testing import (
    Step,
    agent_answers,
    agent_uses,
    call_comes_in,
    call_ends,
    caller_says,
    phone_reports,
    ring_answer,
    text_answer,
    text_is_attempted,
    text_key,
    transfer_key,
)
from tests.cast import LANDLINE, OUTSIDE, TEXT, TO_OUTSIDE
from tests.unit.call.situations import (
    AGREED,
    ASKED,
    CONNECTED,
    CONVERSING,
    ENDED,
    RINGING,
    RUNG,
    TEXTED,
    a_call,
    rung_for,
)


@pytest.mark.parametrize("steps", [RINGING, CONVERSING, ASKED, RUNG, ENDED])
def test_there_is_nothing_to_do(steps: tuple[Step, ...]) -> None:
    """What was begun is under way; what was not asked for is not begun."""
    assert open_effects(a_call(*steps).call) == ()


def test_what_waits_for_a_time_is_not_to_be_begun() -> None:
    """A throttled text has a timer instead."""
    put_off = (*TEXTED, text_is_attempted(), text_answer("postponed", seconds=2.5))
    assert open_effects(a_call(*put_off).call) == ()


def test_two_calls_with_the_same_history_have_the_same_to_do() -> None:
    """Keys and attempts included."""
    assert open_effects(a_call(*TEXTED).call) == open_effects(a_call(*TEXTED).call)


def test_a_text_that_was_refused_cannot_be_sent() -> None:
    """A withheld number has no recipient; to ask for it is a mistake that is named."""
    story = a_call(call_comes_in(contact=None), agent_answers(), agent_uses(TEXT))
    assert open_effects(story.call) == ()
    with pytest.raises(ValueError, match="no recipient"):
        send_text(story.call, text_key(story))


def test_a_refused_landline_is_not_to_be_texted() -> None:
    """It has a recipient, and nothing is to be done."""
    story = a_call(call_comes_in(contact=LANDLINE), agent_answers(), agent_uses(TEXT))
    assert open_effects(story.call) == ()


def test_a_retry_rings_whoever_may_be_rung() -> None:
    """Those who do not want to be disturbed stay out of it."""
    story = a_call(*ASKED, caller_says("Yes please", do_not_disturb=("Front Desk",)))
    request = ring(story.call, story.call.transfers[transfer_key(story)])
    assert isinstance(request, RingPhones)
    assert [leg.who for leg in request.legs] == ["On Call"]


def test_a_retried_hand_over_goes_to_the_same_number() -> None:
    """There is but one."""
    story = a_call(*rung_for(TO_OUTSIDE), ring_answer("postponed", seconds=2.0))
    request = ring(story.call, story.call.transfers[transfer_key(story)])
    assert isinstance(request, HandOver)
    assert (request.destination.phone, request.attempt) == (OUTSIDE, 2)


def test_phones_are_let_go_until_they_have_stopped() -> None:
    """A worker that dies in between leaves it to the next one."""
    for steps in (CONNECTED, (*RUNG, call_ends())):
        story = a_call(*steps)
        assert {effect.kind for effect in open_effects(story.call)} == {"release_phone"}
        story.given(phone_reports("Front Desk", "stopped"), phone_reports("On Call", "stopped"))
        assert open_effects(story.call) == ()


def test_a_transfer_that_is_over_is_not_rung() -> None:
    """The caller hung up first."""
    assert open_effects(a_call(*AGREED, call_ends()).call) == ()
