"""Streams the workspace's events as they happen."""

from typing import Annotated

from fastapi import APIRouter, Header, Query, Request
from fastapi.responses import StreamingResponse

from hookflash.orchestrator.http.auth import Center, Reader
from hookflash.orchestrator.http.paging import MAX_POSITION
from hookflash.orchestrator.http.sse import live_events
from hookflash.orchestrator.http.streams import EventStream, OpenStreams

router = APIRouter(prefix="/events", tags=["events"])


@router.get(
    "",
    response_class=StreamingResponse,
    responses={
        200: {
            "description": "An endless event stream.",
            "content": {
                "text/event-stream": {
                    "schema": {"type": "string"},
                    "example": 'id: 42\nevent: CallReceived\ndata: {"position": 42, …}\n\n',
                }
            },
        }
    },
)
async def follow_events(
    request: Request,
    center: Center,
    asker: Reader,
    after: Annotated[
        int | None,
        Query(ge=0, le=MAX_POSITION, description="A log position; 0 for all events. Default: now."),
    ] = None,
    last_event_id: Annotated[
        int | None, Header(ge=0, le=MAX_POSITION, description="Resumes an interrupted stream.")
    ] = None,
) -> EventStream:
    """Follow the workspace's events as Server-Sent Events, from a log position on.

    It ends when the key is revoked, and when nothing is read from it for 15 seconds. 429 if the
    key has 10 open, or the workspace 40.
    """
    streams: OpenStreams = request.app.state.streams
    streams.check(asker.workspace, asker.key.id)
    begin = last_event_id if last_event_id is not None else after
    if begin is None:
        begin = await center.position()
    events = live_events(center, asker.workspace, begin, asker.key.id)
    return EventStream(events, streams, asker.workspace, asker.key.id)
