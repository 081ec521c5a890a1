"""The path of one call through the chart."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from hookflash.domain.call.conversation import CallState
from hookflash.domain.call.events import CallEvent
from hookflash.domain.call.transitions import TRIGGERS, next_state, permits

Move = tuple[CallState, str]
"""A state, and the trigger by which the call left it."""


class Path(NamedTuple):
    """All moves of a call in order, and the state it is in."""

    moves: tuple[Move, ...]
    state: CallState

    @property
    def visited(self) -> frozenset[CallState]:
        """Every state that the call has been in, including the current one."""
        return frozenset(source for source, _ in self.moves) | {self.state}

    @property
    def taken(self) -> Counter[Move]:
        """How often each move was made."""
        return Counter(self.moves)


def path_of(events: Iterable[CallEvent]) -> Path:
    """The path that ``events``, a call's history or its first part, took through the chart."""
    moves: list[Move] = []
    state: CallState = "ringing"
    for event in events:
        kind = type(event)
        if kind in TRIGGERS and permits(state, kind):
            moves.append((state, TRIGGERS[kind]))
            state = next_state(state, kind)
    return Path(tuple(moves), state)
