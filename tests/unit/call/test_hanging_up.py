"""An operator ends a live call."""

from hookflash.domain.call import commands as c
from hookflash.domain.call import events as e
from hookflash.domain.call.effects import HangUp, open_effects
from hookflash.domain.call.recall import recall
from hookflash.domain.event import Actor
from hookflash.testing import step
from tests.unit.call.situations import CONNECTED, CONVERSING, ENDED, a_call

ASKED = step(c.HangUpCall, asked_by="first")


def test_the_carrier_is_asked_to_hang_up_and_the_key_is_recorded() -> None:
    """Once, whatever goes on; the call ends when the carrier says so."""
    for steps in (CONVERSING, CONNECTED):
        story = a_call(*steps, ASKED)
        asked = story.history[-1]
        assert isinstance(asked, e.HangUpRequested)
        assert (asked.reason, asked.by) == ("ended_by_operator", Actor.OPERATOR)
        assert asked.asked_by == "first"
        assert story.call.state == a_call(*steps).call.state
        assert HangUp in map(type, open_effects(story.call))
        assert len(a_call(*steps, ASKED, ASKED).history) == len(story.history)
        command = recall(a_call(*steps).call, (asked,))
        assert command == c.HangUpCall(id=asked.cause, at=asked.at, asked_by="first")


def test_a_call_that_is_over_is_not_hung_up() -> None:
    """Nothing is recorded."""
    assert a_call(*ENDED, ASKED).history == a_call(*ENDED).history
