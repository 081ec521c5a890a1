"""Keeps what became known on a call since its agent last moved, so that any worker can tell it."""

from typing import Final

from hookflash.domain.call import events as e
from hookflash.domain.call.call import Call
from hookflash.domain.event import Actor

NEWS: Final = frozenset(
    (
        e.CallerTexted,
        e.PromiseFlagged,
        e.SmsAccepted,
        e.SmsCancelled,
        e.SmsDelivered,
        e.SmsFailed,
        e.SmsOutcomeUnknown,
        e.TransferDeclined,
        e.TransferLapsed,
    )
)
_MOVES: Final = frozenset(
    (
        e.AgentWaited,
        e.SmsRefused,
        e.SmsRequested,
        e.ToolCallRejected,
        e.TransferProposed,
        e.TransferRefused,
    )
)


def develop(call: Call, event: e.CallEvent) -> None:
    """Add ``event`` if the agent has to hear of it; after a move of the agent nothing is new."""
    kind = type(event)
    if kind in NEWS:
        call.developments.append(event)
    elif call.developments and (kind in _MOVES or _speaks(event)):
        call.developments.clear()


def _speaks(event: e.CallEvent) -> bool:
    """Whether the agent itself speaks: only the core asks about a transfer."""
    if not isinstance(event, e.AgentSpoke) or event.by is not Actor.AGENT:
        return False
    return event.asks is None or event.asks.kind != "transfer"
