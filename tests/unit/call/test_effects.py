"""Open effects follow from the log, so any worker can perform them."""

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
    """The effects are under way already, or were never requested."""
    assert open_effects(a_call(*steps).call) == ()


def test_an_effect_that_waits_is_not_open() -> None:
    """A throttled text has a timer instead."""
    put_off = (*TEXTED, text_is_attempted(), text_answer("postponed", seconds=2.5))
    assert open_effects(a_call(*put_off).call) == ()


def test_two_calls_with_the_same_history_have_the_same_open_effects() -> None:
    """Keys and attempts included."""
    assert open_effects(a_call(*TEXTED).call) == open_effects(a_call(*TEXTED).call)


def test_a_refused_text_cannot_be_sent() -> None:
    """A withheld number has no recipient; asking for the request raises an error that says so."""
    story = a_call(call_comes_in(contact=None), agent_answers(), agent_uses(TEXT))
    assert open_effects(story.call) == ()
    with pytest.raises(ValueError, match="no recipient"):
        send_text(story.call, text_key(story))


def test_a_text_refused_for_a_landline_is_not_sent() -> None:
    """It has a recipient, but no open effect."""
    story = a_call(call_comes_in(contact=LANDLINE), agent_answers(), agent_uses(TEXT))
    assert open_effects(story.call) == ()


def test_a_retry_rings_the_same_phones() -> None:
    """Members with do-not-disturb stay out of it."""
    story = a_call(*ASKED, caller_says("Yes please", do_not_disturb=("Front Desk",)))
    request = ring(story.call, story.call.transfers[transfer_key(story)])
    assert isinstance(request, RingPhones)
    assert [leg.who for leg in request.legs] == ["On Call"]


def test_a_retried_hand_over_goes_to_the_same_number() -> None:
    """There is only one."""
    story = a_call(*rung_for(TO_OUTSIDE), ring_answer("postponed", seconds=2.0))
    request = ring(story.call, story.call.transfers[transfer_key(story)])
    assert isinstance(request, HandOver)
    assert (request.destination.phone, request.attempt) == (OUTSIDE, 2)


def test_phones_are_released_until_they_have_stopped() -> None:
    """If a worker dies in between, the next one releases them."""
    for steps in (CONNECTED, (*RUNG, call_ends())):
        story = a_call(*steps)
        assert {effect.kind for effect in open_effects(story.call)} == {"release_phone"}
        story.given(phone_reports("Front Desk", "stopped"), phone_reports("On Call", "stopped"))
        assert open_effects(story.call) == ()


def test_a_transfer_that_is_over_is_not_rung() -> None:
    """The caller hung up first."""
    assert open_effects(a_call(*AGREED, call_ends()).call) == ()
