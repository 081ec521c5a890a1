"""What holds for the events of every branch."""

from collections.abc import Sequence
from itertools import pairwise

from hookflash.domain.call.call import Call
from hookflash.domain.call.events import CallEvent
from hookflash.domain.call.evolve import evolve
from hookflash.domain.call.transitions import permits


def assert_lawful(branch: Sequence[CallEvent]) -> None:
    """The chart permits all events; positions have no gaps, and time does not go back."""
    call = Call(branch[0].call_id)
    for event in branch:
        assert permits(call.state, type(event)), event
        assert event.position == call.position + 1
        evolve(call, event)
    assert all(one.at <= other.at for one, other in pairwise(branch))
