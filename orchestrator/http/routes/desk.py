"""The desk of a call: what an agent that the host runs does on it, over HTTP."""

from http import HTTPStatus
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Depends, Query, Request
from pydantic import Field, StrictBool

from hookflash import AgentTool, Desk, DeskTurn, ToolResult
from hookflash import Speech as CoreSpeech
from hookflash.domain.call.commands import AgentFailure
from hookflash.domain.call.conversation import CallState
from hookflash.domain.call.evolve import fold
from hookflash.domain.value import Value
from hookflash.orchestrator.call_center import CallCenter
from hookflash.orchestrator.http.auth import Asker, Center, Operator
from hookflash.orchestrator.http.host_time import ByHostClock, Time
from hookflash.orchestrator.http.lookups import call_events
from hookflash.orchestrator.http.problems import HttpProblem, documented
from hookflash.orchestrator.http.routes.conversation import Ending, Keys, Speech, Words
from hookflash.orchestrator.ports.reports import Spoken
from hookflash.projections.replay.timeline import Step, replay

router = APIRouter(prefix="/calls/{call_id}/desk", tags=["desk"])
CONFLICT: Final = documented(HTTPStatus.CONFLICT)
"""The agent of the call is not one that the host runs, or this process carries no live calls."""
Shape = Literal["openai", "anthropic", "mcp"]
ToolShape = Annotated[Shape, Query(description="The form of the tools: whose API takes them.")]


class DeskTool(Value):
    """A tool call as the model made it; ``arguments`` as an object, or as its JSON."""

    tool: str = Field(max_length=10_000, examples=["transfer_call_2"])
    arguments: dict[str, object] | Annotated[str, Field(max_length=100_000)] | None = None


class AgentWords(Value):
    """What the agent said, or was about to say.

    ``began_at`` is when the caller began to hear it, ``heard_chars`` how many of its characters
    they heard, if known (0: it was not played), ``interrupted`` whether they cut it off.
    """

    text: Words = Field(examples=["I'll text you the link now."])
    began_at: Time | None = None
    heard_chars: int | None = Field(None, ge=0, strict=True)
    interrupted: StrictBool = False


class Failure(Value):
    """Why the agent made no usable reply; ``detail`` is the name of an error, never its text."""

    reason: AgentFailure
    detail: str = Field("", max_length=100, examples=["TimeoutError"])


class Played(Value):
    """What the caller heard of a speech that the host played."""

    speech: str = Field(max_length=100, examples=["5b2f8a0e-6c1d-5e4f-9a3b-7c8d9e0f1a2b"])
    began_at: Time
    ended_at: Time
    heard_chars: int = Field(ge=0, strict=True)
    finished: StrictBool = True


class ToPlay(Value):
    """Words to play to the caller as they are; report their playback under ``id``."""

    id: str
    text: str

    @classmethod
    def of(cls, speeches: tuple[CoreSpeech, ...]) -> "tuple[ToPlay, ...]":
        """The words of ``speeches``."""
        return tuple(cls(id=one.id, text=one.text) for one in speeches)


class DeskState(Value):
    """A desk: what the model is told, its tools, and what it says first."""

    call: str
    state: CallState
    position: int
    """The position of the call's last event; news that follow it come after it."""
    greeting: str
    instructions: str
    tools: tuple[dict[str, Any], ...]


class DeskReply(Value):
    """What followed. ``text`` is for the model, ``speeches`` for the caller.

    Play ``speeches`` in their order, each id once, unless your platform says them through ``say``.
    While ``may_reply`` is false the model must not speak.
    """

    state: CallState
    may_reply: bool
    text: str
    speeches: tuple[ToPlay, ...]


class ToolReply(DeskReply):
    """What a tool call led to; ``events`` are what was recorded for it."""

    events: tuple[Step, ...]


async def _desk(call_id: str, request: Request, center: Center, asker: Operator) -> Desk:
    """The desk of a call, which is answered if it still rings, but not by a GET."""
    events = await call_events(center, asker, call_id)
    if request.method == "GET" and fold(call_id, events).state == "ringing":
        detail = "The call rings: open its desk with POST /v1/calls/CALL/desk first."
        raise HttpProblem(HTTPStatus.CONFLICT, detail)
    return await center.desk(call_id)


AtDesk = Annotated[Desk, Depends(_desk)]


@router.post("", responses=CONFLICT)
async def attach_desk(
    center: Center, asker: Operator, desk: AtDesk, shape: ToolShape = "openai"
) -> DeskState:
    """Attach to a call, and answer it if it still rings. Repeating it has no effect."""
    return await desk_state(center, asker, desk, shape)


@router.post("/hear", responses=CONFLICT)
async def desk_hear(body: Speech, desk: AtDesk, sent: ByHostClock) -> DeskReply:
    """Report what the caller said; tells whether the model may reply."""
    began_at = sent.moment(body.began_at)
    turn = await desk.caller_said(body.text, id=sent.id, began_at=began_at, final=body.final)
    return _reply(turn)


@router.post("/press", responses=CONFLICT)
async def desk_press(body: Keys, desk: AtDesk, sent: ByHostClock) -> DeskReply:
    """Report keys that the caller pressed; otherwise like “hear”."""
    began_at = sent.moment(body.began_at)
    return _reply(await desk.caller_pressed(body.digits, id=sent.id, began_at=began_at))


@router.post("/tools", responses=CONFLICT)
async def desk_tools(body: DeskTool, center: Center, desk: AtDesk, sent: ByHostClock) -> ToolReply:
    """Have a tool call of the model decided; give its ``text`` to the model as the result.

    Tools take no arguments: invented tools and any argument are recorded and refused. It waits up
    to 5 seconds for the outcome of a text.
    """
    result = await desk.call_tool(body.tool, body.arguments, id=sent.id)
    positions = {event.position for event in result.events}
    steps = replay(await center.events(desk.call_id))
    events = tuple(step for step in steps if step.position in positions)
    return ToolReply(**dict(_reply(result)), events=events)


@router.post("/said", responses=CONFLICT)
async def desk_said(body: AgentWords, desk: AtDesk, sent: ByHostClock) -> DeskReply:
    """Record what the agent said; nothing is said for it."""
    turn = await desk.agent_said(
        body.text,
        id=sent.id,
        began_at=sent.moment(body.began_at),
        heard_chars=body.heard_chars,
        interrupted=body.interrupted,
    )
    return _reply(turn)


@router.post("/failed", responses=CONFLICT)
async def desk_failed(body: Failure, desk: AtDesk, sent: ByHostClock) -> DeskReply:
    """Record that the agent made no usable reply; the core says something in its place."""
    return _reply(await desk.agent_failed(body.reason, body.detail, id=sent.id))


@router.post("/played", status_code=HTTPStatus.NO_CONTENT, responses=CONFLICT)
async def desk_played(body: Played, desk: AtDesk, sent: ByHostClock) -> None:
    """Report what the caller heard of a speech; what follows from it is told as news."""
    played = sent.played(
        Spoken(
            speech_id=body.speech,
            began_at=body.began_at,
            ended_at=body.ended_at,
            heard_chars=body.heard_chars,
            finished=body.finished,
        )
    )
    await desk.played(
        played.speech_id,
        began_at=played.began_at,
        ended_at=played.ended_at,
        heard_chars=played.heard_chars,
        finished=played.finished,
    )


@router.post("/end", status_code=HTTPStatus.NO_CONTENT, responses=CONFLICT)
async def desk_end(desk: AtDesk, body: Ending | None = None) -> None:
    """Report that the call is over. Repeating it has no effect."""
    how = body or Ending()
    await desk.ended(how.reason, how.by)


async def desk_state(center: CallCenter, asker: Asker, desk: Desk, shape: Shape) -> DeskState:
    """The desk as it is when it is opened."""
    call = fold(desk.call_id, await call_events(center, asker, desk.call_id))
    return DeskState(
        call=desk.call_id,
        state=call.state,
        position=call.position,
        greeting=desk.greeting,
        instructions=desk.instructions,
        tools=tuple(_tool(tool, shape) for tool in desk.tools),
    )


def _tool(tool: AgentTool, shape: Shape) -> dict[str, Any]:
    if shape == "openai":
        return tool.openai()
    return tool.anthropic() if shape == "anthropic" else tool.mcp()


def _reply(what: DeskTurn | ToolResult) -> DeskReply:
    return DeskReply(
        state=what.state,
        may_reply=what.may_reply,
        text=what.text,
        speeches=ToPlay.of(what.speeches),
    )
