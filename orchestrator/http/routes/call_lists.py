"""Lists, counts and exports calls, by any filter, in any order."""

from typing import Any, Final

from fastapi import APIRouter
from fastapi.responses import StreamingResponse

from hookflash.domain.value import Value
from hookflash.orchestrator.exporting.calls import MEDIA_TYPES, write_calls
from hookflash.orchestrator.http.auth import Center, Reader
from hookflash.orchestrator.http.call_query import Exported, Listed, ListQuery, Narrowed
from hookflash.orchestrator.http.problems import at_fault
from hookflash.projections.calls.cursor import BadCursor
from hookflash.projections.calls.filter import NEWEST_FIRST, CallCounts
from hookflash.projections.calls.queries import CallSummary, cursor_after

router = APIRouter(prefix="/calls", tags=["calls"])
_FILES: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "content": {
            "text/csv": {"schema": {"type": "string"}, "example": "call,workspace,…\r\n"},
            "application/x-ndjson": {
                "schema": {"type": "string"},
                "example": '{"call":"harbor-dental.call.0b1f2c3d4e5f6a7b",…}\n',
            },
        }
    }
}


class CallPage(Value):
    """A page of calls; ``next`` and ``cursor`` are None on the last.

    Pass ``cursor`` as ``cursor`` to get the next page, in any order. ``next`` does the same as
    ``before`` in the usual order, newest first; it is None in others.
    """

    items: tuple[CallSummary, ...]
    next: int | None
    cursor: str | None


@router.get("")
async def list_calls(center: Center, asker: Reader, asked: Listed) -> CallPage:
    """List the workspace's calls: all of them newest first, or narrowed and in another order."""
    where = asked.where()
    if asked.status == "live":
        live = center.each_call(asker.workspace, where, "received")
        return CallPage(items=tuple([call async for call in live]), next=None, cursor=None)
    if asked.before is not None and asked.sort != NEWEST_FIRST:
        raise at_fault("before", f"continues a list in the order {NEWEST_FIRST}", "Send “cursor”.")
    try:
        found = await center.calls(
            asker.workspace,
            where=where,
            sort=asked.sort,
            limit=asked.limit,
            before=asked.before,
            cursor=asked.cursor,
        )
    except BadCursor as error:
        raise at_fault("cursor", str(error), "Send the one of the page before.") from error
    return _page(found, asked)


@router.get("/count")
async def count_calls(center: Center, asker: Reader, asked: Narrowed) -> CallCounts:
    """Count the calls that the filters find, and those that another outcome would find."""
    return await center.count_calls(asker.workspace, asked.where())


@router.get("/export", response_class=StreamingResponse, responses=_FILES)
async def export_calls(center: Center, asker: Reader, asked: Exported) -> StreamingResponse:
    """Export all calls that the filters find, as CSV or as lines of JSON."""
    calls = center.each_call(asker.workspace, asked.where(), asked.sort)
    name = f"{asker.workspace}-calls.{asked.format}"
    return StreamingResponse(
        write_calls(calls, asked.format),
        media_type=MEDIA_TYPES[asked.format],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _page(found: tuple[CallSummary, ...], asked: ListQuery) -> CallPage:
    if len(found) < asked.limit:
        return CallPage(items=found, next=None, cursor=None)
    last = found[-1]
    return CallPage(
        items=found,
        next=last.log_position if asked.sort == NEWEST_FIRST else None,
        cursor=cursor_after(last, asked.sort),
    )
