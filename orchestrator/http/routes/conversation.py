"""Drives a live call: answer, caller speech and keys, tool calls, end."""

from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter
from pydantic import Field, StrictBool

from hookflash.domain.call.conversation import CallState
from hookflash.domain.call.evolve import fold
from hookflash.domain.event import Actor
from hookflash.domain.idempotency import HEAR, PRESS, TOOL, command_id
from hookflash.domain.value import Value
from hookflash.orchestrator.call_center import CallCenter
from hookflash.orchestrator.http.auth import Asker, Center, Operator
from hookflash.orchestrator.http.host_time import ByHostClock, Time
from hookflash.orchestrator.http.idempotency import CommandId
from hookflash.orchestrator.http.lookups import call_events, find_call
from hookflash.orchestrator.http.problems import documented
from hookflash.orchestrator.http.replies import said_to
from hookflash.projections.calls.queries import CallSummary
from hookflash.projections.replay.timeline import Step, replay

router = APIRouter(prefix="/calls/{call_id}", tags=["conversation"])
_NOT_CARRIED: Final = documented(HTTPStatus.CONFLICT)
"""A live call, in a process without telephony."""
Words = Annotated[str, Field(min_length=1, max_length=10_000)]


class Speech(Value):
    """What the caller said; ``began_at`` is when they began to speak, if known.

    ``final`` is false for partial words, while the caller still speaks: they stop the agent's
    speech and are not recorded.
    """

    text: Words = Field(examples=["Could I talk to someone?"])
    began_at: Time | None = None
    final: StrictBool = True


class Keys(Value):
    """The keys that the caller pressed, from ``began_at`` on, if known."""

    digits: str = Field(pattern=r"^[0-9*#A-D]+$", max_length=50, examples=["1"])
    began_at: Time | None = None


class ToolCall(Value):
    """A tool call by an agent that the host runs."""

    tool: str = Field(min_length=1, max_length=200, examples=["transfer_call_2"])
    arguments: dict[str, object] = Field(
        {}, description="Tools take no arguments; a call with any is rejected."
    )


class Ending(Value):
    """How the call ended."""

    reason: str = Field("caller_hung_up", min_length=1, max_length=100)
    by: Actor = Actor.CALLER


class Turn(Value):
    """The result: what the agent ``said``, and the call's state after event ``position``.

    ``recorded`` is false if the request had no effect, such as speech after the end of the call.
    """

    call: str
    state: CallState
    position: int
    recorded: bool
    said: tuple[str, ...]


@router.post("/answer", responses=_NOT_CARRIED)
async def answer(call_id: str, center: Center, asker: Operator) -> Turn:
    """Answer the call; the agent greets. Repeating it has no effect."""
    await call_events(center, asker, call_id)
    await center.answer(call_id)
    return await _turn(center, asker, call_id, f"answer/{call_id}")


@router.post("/hear", responses=_NOT_CARRIED)
async def hear(
    call_id: str, body: Speech, center: Center, asker: Operator, sent: ByHostClock
) -> Turn:
    """Report what the caller said; returns the agent's answer."""
    await call_events(center, asker, call_id)
    began_at = sent.moment(body.began_at)
    await center.hear(call_id, body.text, began_at=began_at, message_id=sent.id, final=body.final)
    return await _turn(center, asker, call_id, command_id(HEAR, sent.id))


@router.post("/press", responses=_NOT_CARRIED)
async def press(
    call_id: str, body: Keys, center: Center, asker: Operator, sent: ByHostClock
) -> Turn:
    """Report keys that the caller pressed; otherwise like “hear”."""
    await call_events(center, asker, call_id)
    began_at = sent.moment(body.began_at)
    await center.press(call_id, body.digits, began_at=began_at, message_id=sent.id)
    return await _turn(center, asker, call_id, command_id(PRESS, sent.id))


@router.post("/tools", responses=_NOT_CARRIED)
async def use_tool(
    call_id: str, body: ToolCall, center: Center, asker: Operator, command: CommandId
) -> tuple[Step, ...]:
    """Use a tool on behalf of the host's agent; returns the resulting events."""
    await call_events(center, asker, call_id)
    await center.use_tool(call_id, body.tool, body.arguments, command)
    steps = replay(events := await center.events(call_id))
    caused = {event.position for event in events if event.cause == command_id(TOOL, command)}
    return tuple(step for step in steps if step.position in caused)


@router.post("/end")
async def end(
    call_id: str, center: Center, asker: Operator, body: Ending | None = None
) -> CallSummary:
    """End the call: ringing phones stop, and actions that have not started are cancelled."""
    how = body or Ending()
    await call_events(center, asker, call_id)
    await center.end(call_id, how.reason, how.by)
    return await find_call(center, asker, call_id)


@router.post("/hang-up")
async def hang_up(call_id: str, center: Center, asker: Operator) -> CallSummary:
    """Hang up: the carrier is asked to end the call, and its report ends it."""
    await call_events(center, asker, call_id)
    await center.hang_up(call_id, key=asker.key.id)
    return await find_call(center, asker, call_id)


async def _turn(center: CallCenter, asker: Asker, call_id: str, cause: str) -> Turn:
    events = await call_events(center, asker, call_id)
    return Turn(
        call=call_id,
        state=fold(call_id, events).state,
        position=events[-1].position,
        recorded=any(event.cause == cause for event in events),
        said=said_to(cause, events),
    )
