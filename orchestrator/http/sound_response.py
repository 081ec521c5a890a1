"""Answers a request for a kept recording, with ranges: for the API, and for the console."""

from collections.abc import AsyncIterator
from http import HTTPStatus
from typing import Final

from fastapi import Request
from fastapi.responses import Response, StreamingResponse

from hookflash import KeptRecording
from hookflash.orchestrator.call_center import CallCenter
from hookflash.orchestrator.http.conditional_requests import bare_tags
from hookflash.orchestrator.http.problems import HttpProblem
from hookflash.orchestrator.http.ranges import ByteRange, Unsatisfiable, wanted_range

CACHING: Final = "private, no-cache"
"""Browsers may keep it for one user, but ask each time: it may have been erased."""


async def sound_response(
    request: Request, center: CallCenter, recording: KeptRecording
) -> Response:
    """The recording, or the part of it that ``request`` (GET or HEAD) asks for.

    Raises ``NoRecordingStore`` or ``RecordingStoreFailed`` before anything is sent, and a 416 for
    a range beyond its end.
    """
    etag = f'"{recording.sha256}"'
    headers = {"ETag": etag, "Accept-Ranges": "bytes", "Cache-Control": CACHING}
    if recording.sha256 in bare_tags(request.headers.get("If-None-Match", "")):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    headers |= {"X-Content-Type-Options": "nosniff"}
    try:
        part = _range(request, etag, recording.size)
    except Unsatisfiable as error:
        raise HttpProblem(
            HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE,
            f"The recording has {recording.size} bytes.",
            headers={"Content-Range": f"bytes */{recording.size}"},
        ) from error
    status = HTTPStatus.OK if part is None else HTTPStatus.PARTIAL_CONTENT
    start, end = part or (0, recording.size)
    if part is not None:
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{recording.size}"
    headers |= {"Content-Length": str(end - start), "Content-Type": recording.content_type}
    if request.method == "HEAD":
        return Response(status_code=status, headers=headers)
    pieces = await _begun(center.recording_sound(recording, start, end))
    return StreamingResponse(pieces, status_code=status, headers=headers)


def _range(request: Request, etag: str, size: int) -> ByteRange | None:
    """The range asked for; none if the client's part is of another recording."""
    if request.headers.get("If-Range", etag) != etag:
        return None
    return wanted_range(request.headers.get("Range"), size)


async def _begun(pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Read the first piece now, so that a failure is answered as one."""
    first = await anext(pieces)

    async def all_of_them() -> AsyncIterator[bytes]:
        yield first
        async for piece in pieces:
            yield piece

    return all_of_them()
