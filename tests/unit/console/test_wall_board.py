"""What the wall board reads from the events of a live call."""

from hookflash.orchestrator.console.wall_board import board_of
from hookflash.testing import agent_says, caller_says
from tests.cast import CALL
from tests.unit.call.situations import ASKED, CONNECTED, CONVERSING, RINGING, RUNG, a_call


def test_the_last_words_are_those_of_caller_or_agent() -> None:
    """Uses of tools are none."""
    assert board_of(CALL, a_call(*RINGING).history).words == ""
    greeted = board_of(CALL, a_call(*CONVERSING, agent_says("Hello!")).history)
    assert (greeted.speaker, greeted.words) == ("Agent", "Hello!")
    words = caller_says("Can I talk to somebody?")
    said = board_of(CALL, a_call(*CONVERSING, words).history)
    assert (said.speaker, said.words) == ("Caller", "Can I talk to somebody?")


def test_who_rings_is_named_while_they_ring() -> None:
    """With the time from which on; before, what the caller is asked about."""
    asked = board_of(CALL, a_call(*ASKED).history)
    assert (asked.asked_about, asked.rings) == ("Scheduling", ())
    rung = board_of(CALL, a_call(*RUNG).history)
    assert rung.rings
    assert rung.rings_since is not None
    connected = board_of(CALL, a_call(*CONNECTED).history)
    assert (connected.rings, connected.asked_about) == ((), "")
