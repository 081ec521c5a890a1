"""Calls for an agent that the host runs: new ones, and test calls that wait for it."""

from http import HTTPStatus
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse

from hookflash.orchestrator.http.auth import Center, Operator
from hookflash.orchestrator.http.desk_stream import LastEventId, stream_described, test_call_events
from hookflash.orchestrator.http.idempotency import IdempotencyKey
from hookflash.orchestrator.http.routes.calls import IncomingCall, check_number
from hookflash.orchestrator.http.routes.desk import CONFLICT, DeskState, ToolShape, desk_state
from hookflash.orchestrator.http.streams import EventStream, OpenStreams

router = APIRouter(prefix="/desk", tags=["desk"])
_TEST_CALL: Final = 'id: 42\nevent: test_call\ndata: {"call": "harbor-dental.call.0b1f…"}'


@router.post("", status_code=HTTPStatus.CREATED, responses=CONFLICT)
async def open_desk(
    body: IncomingCall,
    center: Center,
    asker: Operator,
    key: IdempotencyKey = None,
    shape: ToolShape = "openai",
) -> DeskState:
    """Receive and answer a call for an agent that you run.

    A repeated ``provider_call_id`` is the same call. 409 if the server has an agent of its own:
    start it with ``--agent host``.
    """
    await check_number("to", body.to, center, asker)
    desk = await center.desk(
        to=body.to,
        from_=body.from_,
        provider_call_id=body.provider_call_id or key or "",
        test=body.test,
    )
    return await desk_state(center, asker, desk, shape)


@router.get("/test-calls", response_class=StreamingResponse, responses=stream_described(_TEST_CALL))
async def follow_test_calls(
    request: Request, center: Center, asker: Operator, last_event_id: LastEventId = None
) -> EventStream:
    """Follow the test calls that people begin, to take them with an agent that you run.

    For each, attach to its desk, report the greeting, and follow its news: what the person types
    comes as news of the kind ``caller``. Limits are those of a call's news.
    """
    streams: OpenStreams = request.app.state.streams
    streams.check(asker.workspace, asker.key.id)
    begin = last_event_id if last_event_id is not None else await center.position()
    events = test_call_events(center, begin, asker)
    return EventStream(events, streams, asker.workspace, asker.key.id)
