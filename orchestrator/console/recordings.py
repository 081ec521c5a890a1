"""Plays kept recordings: the player, and the route that it reads, for the session's workspace."""

from http import HTTPStatus

from fastapi import APIRouter, Request
from fastapi.responses import Response
from markupsafe import Markup

from hookflash.orchestrator.console.markup import tag
from hookflash.orchestrator.console.navigation import address
from hookflash.orchestrator.console.running import running
from hookflash.orchestrator.console.session import COOKIE
from hookflash.orchestrator.http.sound_response import sound_response

router = APIRouter(include_in_schema=False)


def player(effect_key: str, owner: str) -> Markup:
    """Return a player for the kept recording of a voicemail; players.js draws its controls."""
    source = address(f"/recordings/{effect_key}")
    label = f"Voicemail for {owner}"
    sound = tag("audio", preload="none", src=source, aria_label=label)
    return tag("hf-player", sound, label=label, waveform=f"{source}/waveform")


@router.get(address("/recordings/{voicemail}/waveform"))
async def waveform(voicemail: str, request: Request) -> Response:
    """Tell how loud a recording of the session's workspace is over time; 404 for any other."""
    console = running()
    asker = await console.sessions.asker(request.cookies.get(COOKIE, ""))
    if asker is None:
        return Response(status_code=HTTPStatus.UNAUTHORIZED)
    recording = await console.center.recording(asker.workspace, voicemail)
    drawn = await console.center.waveform(recording)
    headers = {"Cache-Control": "private, no-cache"}
    return Response(drawn.model_dump_json(), media_type="application/json", headers=headers)


@router.get(address("/recordings/{voicemail}"))
@router.head(address("/recordings/{voicemail}"))
async def play(voicemail: str, request: Request) -> Response:
    """Serve a recording of the session's workspace; 404 for any other."""
    console = running()
    asker = await console.sessions.asker(request.cookies.get(COOKIE, ""))
    if asker is None:
        return Response(status_code=HTTPStatus.UNAUTHORIZED)
    recording = await console.center.recording(asker.workspace, voicemail)
    return await sound_response(request, console.center, recording)
