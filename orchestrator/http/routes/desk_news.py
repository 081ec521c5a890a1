"""Streams what a desk tells."""

from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from fastapi.responses import StreamingResponse

from hookflash.orchestrator.http.auth import Center, Operator
from hookflash.orchestrator.http.desk_stream import LastEventId, news_events, stream_described
from hookflash.orchestrator.http.paging import MAX_POSITION
from hookflash.orchestrator.http.routes.desk import CONFLICT, AtDesk
from hookflash.orchestrator.http.streams import EventStream, OpenStreams

router = APIRouter(prefix="/calls/{call_id}/desk", tags=["desk"])
_NEWS: Final = (
    'id: 9\nevent: question_lapsed\ndata: {"kind": "question_lapsed", "text": "The caller …", …}'
)


@router.get(
    "/news",
    response_class=StreamingResponse,
    responses=stream_described(_NEWS) | CONFLICT,
)
async def follow_desk(  # noqa: PLR0913 - two parameters say where to begin
    request: Request,
    center: Center,
    asker: Operator,
    desk: AtDesk,
    *,
    after: Annotated[
        int | None,
        Query(ge=0, le=MAX_POSITION, description="A position of the call. Default: now."),
    ] = None,
    last_event_id: LastEventId = None,
) -> EventStream:
    """Follow what becomes known on a call and no other request returned, as Server-Sent Events.

    The stream ends with the call, when the key is revoked, and when nothing is read from it for 15
    seconds. 429 if the key has 10 open, or the workspace 40.
    """
    streams: OpenStreams = request.app.state.streams
    streams.check(asker.workspace, asker.key.id)
    begin = last_event_id if last_event_id is not None else after
    events = news_events(center, desk, begin, asker)
    return EventStream(events, streams, asker.workspace, asker.key.id)
