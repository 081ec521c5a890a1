"""Downloads the calls that the list shows, for the session's workspace."""

from http import HTTPStatus

from fastapi import APIRouter, Request
from fastapi.responses import Response, StreamingResponse

from hookflash.orchestrator.console.call_question import read_question
from hookflash.orchestrator.console.frame import zone_of
from hookflash.orchestrator.console.navigation import address
from hookflash.orchestrator.console.running import running
from hookflash.orchestrator.console.session import COOKIE
from hookflash.orchestrator.exporting.calls import MEDIA_TYPES, CallFormat, write_calls

router = APIRouter(include_in_schema=False)


@router.get(address("/calls/export"))
async def export(request: Request) -> Response:
    """Export every call that the address finds, in its order: CSV, or lines of JSON."""
    console = running()
    asker = await console.sessions.asker(request.cookies.get(COOKIE, ""))
    if asker is None:
        return Response(status_code=HTTPStatus.UNAUTHORIZED)
    zone = zone_of(request.cookies)
    written: CallFormat = "jsonl" if request.query_params.get("format") == "jsonl" else "csv"
    asked = read_question(request.query_params, zone)
    calls = console.center.each_call(asker.workspace, asked.where(zone), asked.sort)
    name = f"{asker.workspace}-calls.{written}"
    return StreamingResponse(
        write_calls(calls, written),
        media_type=MEDIA_TYPES[written],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
