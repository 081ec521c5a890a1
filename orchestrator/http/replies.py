"""What the agent said to one request: the same, however often that is sent."""

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


def said_to(cause: str, events: Iterable[CallEvent]) -> tuple[str, ...]:
    """What the agent said from the event that ``cause`` is behind to the caller's next."""
    begun, said = False, []
    for event in events:
        if isinstance(event, _CALLER):
            if begun and event.cause != cause:
                break
            begun = event.cause == cause
        elif begun and isinstance(event, AgentSpoke):
            said.append(event.text)
    return tuple(said)
