"""Finds what the agent said in reply to a request; a repeat gets the same reply."""

from collections.abc import Iterable
from typing import Final

from hookflash.domain.call.events import (
    AgentSpoke,
    CallAnswered,
    CallerSpoke,
    CallEvent,
    DigitsPressed,
)

_CALLER: Final = (CallAnswered, CallerSpoke, DigitsPressed)


def said_to(cause: str, events: Iterable[CallEvent], *, reported: bool = False) -> tuple[str, ...]:
    """Return what the agent said after the event caused by ``cause``, up to the caller's next.

    With ``reported``, also what an agent of the host said.
    """
    begun, said = False, []
    for event in events:
        if isinstance(event, _CALLER):
            if begun and event.cause != cause:
                break
            begun = event.cause == cause
        elif begun and isinstance(event, AgentSpoke) and (reported or not event.reported):
            said.append(event.text)
    return tuple(said)
