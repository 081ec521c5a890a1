"""A call's events in order, each with the state it led to."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from hookflash.domain.call import events as e
from hookflash.domain.call.conversation import CallState
from hookflash.domain.call.transitions import next_state
from hookflash.domain.event import Actor
from hookflash.domain.value import Value
from hookflash.projections.replay.event_text import describe

_ENVELOPE: Final = {"call_id", "position", "at", "by", "cause"}
_REFUSALS: Final = (
    e.ToolCallRejected,
    e.SmsRefused,
    e.TransferRefused,
    e.AgentSilenced,
    e.LateReportNoted,
)


class Step(Value):
    """One event as data; ``state`` is the call's after it, ``data`` its fields."""

    position: int
    type: str
    at: datetime
    by: Actor
    state: CallState
    data: dict[str, Any]


class TimelineLine(Value):
    """One event as a sentence; ``state`` is the call's after it."""

    position: int
    at: datetime
    by: Actor
    text: str
    state: CallState


def replay(events: Sequence[e.CallEvent]) -> tuple[Step, ...]:
    """Return every event of a call as data."""
    return tuple(
        Step(
            position=event.position,
            type=event.type,
            at=event.at,
            by=event.by,
            state=state,
            data=event.model_dump(mode="json", exclude=_ENVELOPE),
        )
        for event, state in zip(events, _states(events), strict=True)
    )


def timeline(events: Sequence[e.CallEvent]) -> tuple[TimelineLine, ...]:
    """Return every event of a call as a sentence."""
    return tuple(
        TimelineLine(
            position=event.position, at=event.at, by=event.by, text=describe(event), state=state
        )
        for event, state in zip(events, _states(events), strict=True)
    )


def refusals(events: Sequence[e.CallEvent]) -> tuple[TimelineLine, ...]:
    """Return what was rejected and why: tool calls, actions, agent speech, late reports."""
    refused = {event.position for event in events if isinstance(event, _REFUSALS)}
    return tuple(line for line in timeline(events) if line.position in refused)


def _states(events: Sequence[e.CallEvent]) -> list[CallState]:
    states: list[CallState] = []
    state: CallState = "ringing"
    for event in events:
        state = next_state(state, type(event))
        states.append(state)
    return states
