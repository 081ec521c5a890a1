"""Serves the kept recordings of voicemails."""

from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Header, Request
from fastapi.responses import Response

from hookflash.orchestrator.http.auth import Center, Reader
from hookflash.orchestrator.http.conditional_requests import READ, IfNoneMatch
from hookflash.orchestrator.http.problems import documented
from hookflash.orchestrator.http.sound_response import sound_response
from hookflash.orchestrator.waveforms import Waveform

router = APIRouter(prefix="/recordings", tags=["threads"])
Range = Annotated[
    str | None,
    Header(
        alias="Range",
        max_length=200,
        description="One range of bytes: 206 with that part. Several are ignored.",
        examples=["bytes=0-65535"],
    ),
]
IfRange = Annotated[
    str | None,
    Header(
        alias="If-Range",
        max_length=200,
        description="The ETag of the part you have: the whole recording if it is another one.",
        examples=['"5d41402abc4b2a76"'],
    ),
]
_SOUND: Final = {
    "audio/wav": {"schema": {"type": "string", "format": "binary"}, "example": "RIFF…WAVEfmt …"}
}
_ANSWERS: Final[dict[int | str, dict[str, Any]]] = {
    200: {"description": "The recording, in the media type it was fetched in.", "content": _SOUND},
    206: {"description": "The part asked for.", "content": _SOUND},
    **documented(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE),
    **READ,
}


@router.get("/{voicemail}/waveform")
async def get_waveform(voicemail: str, center: Center, asker: Reader) -> Waveform:
    """Get how loud a recording is over time, to draw it; no ``peaks`` if it cannot be told."""
    return await center.waveform(await center.recording(asker.workspace, voicemail))


@router.get("/{voicemail}", response_class=Response, responses=_ANSWERS)
@router.head("/{voicemail}", response_class=Response, include_in_schema=False)
async def get_recording(
    voicemail: str,
    request: Request,
    center: Center,
    asker: Reader,
    *,
    _range: Range = None,
    _if_range: IfRange = None,
    _if_none_match: IfNoneMatch = None,
) -> Response:
    """Get the recording of a voicemail, or a part of it, by the voicemail's effect key."""
    recording = await center.recording(asker.workspace, voicemail)
    return await sound_response(request, center, recording)
