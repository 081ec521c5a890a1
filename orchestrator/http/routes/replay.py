"""Replays a call: timeline, lanes, events, state at any event, changes, chart.

In a thread, since a call may be long: the calls of others go on meanwhile.
"""

import asyncio
from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import Field

from hookflash.domain.call.drawing import path_of, svg
from hookflash.domain.call.events import CallEvent
from hookflash.domain.call.transitions import transition_table
from hookflash.domain.value import Value
from hookflash.orchestrator.http.auth import Center, Reader
from hookflash.orchestrator.http.lookups import call_events
from hookflash.orchestrator.http.paging import MAX_POSITION
from hookflash.orchestrator.http.problems import HttpProblem, at_fault
from hookflash.projections.replay.findings import Finding, findings
from hookflash.projections.replay.lane import CallLanes
from hookflash.projections.replay.lanes import call_lanes
from hookflash.projections.replay.state import CallSnapshot, Change, difference, state_at
from hookflash.projections.replay.timeline import Step, TimelineLine, refusals, replay, timeline

router = APIRouter(prefix="/calls/{call_id}", tags=["replay"])
Position = Annotated[
    int, Query(ge=0, le=MAX_POSITION, description="An event's position; 0: before the first.")
]


class Move(Value):
    """A transition of the statechart."""

    source: str = Field(serialization_alias="from")
    trigger: str
    target: str = Field(serialization_alias="to")


class Chart(Value):
    """The statechart's transitions, the path that the call took, and its current state."""

    moves: tuple[Move, ...]
    path: tuple[Move, ...]
    state: str


@router.get("/timeline")
async def get_timeline(
    call_id: str,
    center: Center,
    asker: Reader,
    *,
    refused: Annotated[bool, Query(description="Only refusals.")] = False,
) -> tuple[TimelineLine, ...]:
    """List the call's events in plain words."""
    events = await call_events(center, asker, call_id)
    return await asyncio.to_thread(refusals if refused else timeline, events)


@router.get("/lanes")
async def get_lanes(call_id: str, center: Center, asker: Reader) -> CallLanes:
    """Get the call as lanes over time: who spoke, which phone rang, what was waited for."""
    return await asyncio.to_thread(call_lanes, await call_events(center, asker, call_id))


@router.get("/findings")
async def get_findings(call_id: str, center: Center, asker: Reader) -> tuple[Finding, ...]:
    """List what stands out: refusals, failures, answers that came too early, reports too late."""
    return await asyncio.to_thread(findings, await call_events(center, asker, call_id))


@router.get("/events")
async def get_events(call_id: str, center: Center, asker: Reader) -> tuple[Step, ...]:
    """List the call's events as data, each with the state after it."""
    return await asyncio.to_thread(replay, await call_events(center, asker, call_id))


@router.get("/state")
async def get_state(
    call_id: str, center: Center, asker: Reader, at: Position | None = None
) -> CallSnapshot:
    """Get the call's state after event ``at``; without it, the current state."""
    events = await call_events(center, asker, call_id)
    try:
        until = events[-1].position if at is None else at
        return await asyncio.to_thread(state_at, events, until)
    except ValueError as error:
        raise _no_event("at", events) from error


@router.get("/changes")
async def get_changes(
    call_id: str, center: Center, asker: Reader, before: Position, after: Position
) -> tuple[Change, ...]:
    """Compare the call's state at two positions, field by field."""
    events = await call_events(center, asker, call_id)
    try:
        return await asyncio.to_thread(difference, events, before, after)
    except ValueError as error:
        raise _no_event("before, after", events) from error


@router.get("/chart")
async def get_chart(call_id: str, center: Center, asker: Reader) -> Chart:
    """Get the statechart with the path that this call took."""
    path = path_of(await call_events(center, asker, call_id))
    moves = tuple(
        Move(source=source, trigger=trigger, target=target)
        for (source, trigger), target in transition_table().items()
    )
    known = {(move.source, move.trigger): move for move in moves}
    return Chart(moves=moves, path=tuple(known[taken] for taken in path.moves), state=path.state)


@router.get(
    "/chart.svg",
    response_class=Response,
    responses={200: {"content": {"image/svg+xml": {"schema": {"type": "string"}}}}},
)
async def get_chart_picture(call_id: str, center: Center, asker: Reader) -> Any:
    """Get the statechart as an SVG image."""
    picture = svg(path_of(await call_events(center, asker, call_id)))
    return Response(picture, media_type="image/svg+xml")


def _no_event(field: str, events: Sequence[CallEvent]) -> HttpProblem:
    right = f"Send a position from 0 to {events[-1].position}."
    return at_fault(field, "is beyond the call's last event", right)
