"""Live events: everything that happens in the workspace, as it happens."""

from typing import Annotated

from fastapi import APIRouter, Header, Query
from fastapi.responses import StreamingResponse

from hookflash.orchestrator.http.auth import Center, Reader
from hookflash.orchestrator.http.paging import MAX_POSITION
from hookflash.orchestrator.http.sse import live_events

router = APIRouter(prefix="/events", tags=["events"])


@router.get(
    "",
    response_class=StreamingResponse,
    responses={
        200: {
            "description": "A stream without end.",
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
    center: Center,
    asker: Reader,
    after: Annotated[
        int | None,
        Query(
            ge=0, le=MAX_POSITION, description="A log position; 0 for all. Without it: from now."
        ),
    ] = None,
    last_event_id: Annotated[
        int | None, Header(ge=0, le=MAX_POSITION, description="Where a broken stream goes on.")
    ] = None,
) -> StreamingResponse:
    """What happens in the workspace, as Server-Sent Events; resumes beyond a log position."""
    begin = last_event_id if last_event_id is not None else after
    if begin is None:
        begin = await center.position()
    return StreamingResponse(
        live_events(center, asker.workspace, begin),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )
