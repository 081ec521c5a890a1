"""Applies events to a call. ``evolve`` never refuses: what is recorded has happened."""

from collections.abc import Iterable

from hookflash.domain.call import events as e
from hookflash.domain.call.call import Call
from hookflash.domain.call.evolving import (
    care,
    recordings,
    speech,
    talk,
    texts,
    transfers,
    voicemail,
)
from hookflash.domain.call.evolving.changes import CHANGES
from hookflash.domain.call.evolving.developments import develop
from hookflash.domain.call.evolving.promises import note_promises
from hookflash.domain.call.liveness import is_sign_of_life
from hookflash.domain.call.transitions import TRIGGERS, next_state

__all__ = [
    "care",
    "evolve",
    "fold",
    "recordings",
    "speech",
    "talk",
    "texts",
    "transfers",
    "voicemail",
]


def fold(call_id: str, events: Iterable[e.CallEvent]) -> Call:
    """The state of a call after ``events``."""
    call = Call(call_id)
    for event in events:
        evolve(call, event)
    return call


def evolve(call: Call, event: e.CallEvent) -> Call:
    """Apply ``event`` to ``call`` in place and return ``call``."""
    kind = type(event)
    change = CHANGES.get(kind)
    if change is not None:
        change(call, event)
    develop(call, event)
    if kind in TRIGGERS:
        call.state = next_state(call.state, kind)
    note_promises(call, event)
    if is_sign_of_life(event):
        call.last_sign_at = event.at
    call.position = event.position
    call.seen.add(event.cause)
    return call
