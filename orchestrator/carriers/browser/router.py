"""The page, what it needs to know of the office, and a line for each tab."""

import asyncio
from contextlib import suppress
from http import HTTPStatus
from pathlib import Path
from typing import Annotated, Any, Final

from fastapi import APIRouter, Header, HTTPException, WebSocket, WebSocketDisconnect
from fastapi.responses import FileResponse, Response
from pydantic import ValidationError

from hookflash.domain.errors import HookflashError
from hookflash.orchestrator.carriers.browser.carrier import BrowserCarrier
from hookflash.orchestrator.carriers.browser.lines import CallerLine, PhoneLine, open_line
from hookflash.orchestrator.carriers.browser.messages import OPENING, OpenCall, OpenPhone
from hookflash.orchestrator.carriers.browser.pace import (
    MESSAGES_AT_ONCE,
    MESSAGES_PER_SECOND,
    SOUND_AT_ONCE,
    SOUND_PER_SECOND,
    Pace,
)
from hookflash.orchestrator.carriers.browser.tab import Tab
from hookflash.orchestrator.carriers.voice.sound import SAMPLE_BYTES, seconds_of
from hookflash.orchestrator.log.errors import LogUnavailable
from hookflash.orchestrator.ports.carriers import CarrierUnavailable, RouterContext
from hookflash.orchestrator.runtime.inbound import UnknownNumber
from hookflash.orchestrator.runtime.live_count import TooManyCalls
from hookflash.orchestrator.telemetry.logs import get_logger

PAGE: Final = Path(__file__).parent / "page"
OPEN_SECONDS: Final = 10.0
"""How long a line may be silent before it says what it is."""
SLOW_SECONDS: Final = 20.0
"""A tab that takes longer to read a message is gone."""
MAX_MESSAGE: Final = 16_384
"""Bytes of sound, or characters, that a tab may send at once."""
TOO_BIG: Final = 1009
REFUSED: Final = 1008
"""The code of a WebSocket that is closed for what it sent."""
RESTARTING: Final = 1012
HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        "img-src 'self' data:; worker-src 'self'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
    "Permissions-Policy": "microphone=(self)",
}


logger = get_logger(__name__)


def browser_router(context: RouterContext) -> APIRouter:
    """The routes of all browser carriers; ``context`` has what they need."""
    router = APIRouter()

    router.add_api_route("/assets/{file}", _asset, methods=["GET"])

    @router.get("/{workspace}/{name}/")
    async def page(workspace: str, name: str) -> Response:
        """Give the page. It contains no secret: the key is in the fragment of its address."""
        del workspace, name
        return FileResponse(PAGE / "phone.html", headers=HEADERS)

    @router.get("/{workspace}/{name}/office")
    async def office(
        workspace: str, name: str, authorization: Annotated[str, Header()] = ""
    ) -> dict[str, Any]:
        """Tell which numbers and members there are."""
        try:
            carrier = await _carrier(context, workspace, name)
        except CarrierUnavailable as error:
            raise HTTPException(_status(error)) from None
        if not carrier.admits(authorization.removeprefix("Bearer ")):
            raise HTTPException(HTTPStatus.UNAUTHORIZED)
        carrier.exchange.speech.start()  # it takes seconds, and the page is about to call
        about = await context.about(workspace, name)
        return {
            "name": about.workspace or workspace,
            "speech": carrier.exchange.speech.state,
            "numbers": [one.number for one in about.numbers],
            "members": [{"name": one.name, "phone": one.phone} for one in about.members],
        }

    @router.websocket("/{workspace}/{name}/line")
    async def line(socket: WebSocket, workspace: str, name: str) -> None:
        """Serve one tab."""
        await socket.accept()
        try:
            carrier = await _carrier(context, workspace, name)
        except CarrierUnavailable as error:
            await _refuse(socket, error.reason, RESTARTING if not error.final else REFUSED)
            return
        with suppress(WebSocketDisconnect):
            await _serve(socket, carrier)

    return router


async def _asset(file: str) -> Response:
    """Give a file of the page."""
    known = {one.name: one for one in PAGE.iterdir() if one.suffix in (".js", ".css", ".svg")}
    if file not in known:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return FileResponse(known[file], headers=HEADERS)


def _status(error: CarrierUnavailable) -> HTTPStatus:
    return HTTPStatus.NOT_FOUND if error.final else HTTPStatus.SERVICE_UNAVAILABLE


async def _carrier(context: RouterContext, workspace: str, name: str) -> BrowserCarrier:
    """The carrier. It is not held: one that is replaced lets its tabs go, and they return."""
    async with context.carrier(workspace, name) as carrier:
        if not isinstance(carrier, BrowserCarrier):
            raise CarrierUnavailable("this process has another kind of carrier there", final=True)
        return carrier


async def _serve(socket: WebSocket, carrier: BrowserCarrier) -> None:
    opening = await _opening(socket)
    if opening is None:
        await _refuse(socket, "this is no tab of the page: reload it")
        return
    if not carrier.admits(opening.key):
        await _refuse(socket, "the key is wrong: open the link again that was printed")
        return
    tab = Tab()
    try:
        opened = await open_line(carrier, opening, tab)
    except UnknownNumber:
        await _refuse(socket, "this number is not one of the office's: reload the page")
    except TooManyCalls:
        await _refuse(socket, "all lines are busy: call again later")
    except LogUnavailable:
        await _refuse(socket, "the log cannot be reached now", RESTARTING)
    except HookflashError as error:
        logger.warning("browser_line_refused", error=repr(error))
        await _refuse(socket, "this call cannot be carried here: reload the page, and call again")
    else:
        await _carry(socket, opened, tab)


async def _opening(socket: WebSocket) -> OpenCall | OpenPhone | None:
    """What a tab says that it is; None if it does not, or is gone."""
    try:
        async with asyncio.timeout(OPEN_SECONDS):
            text = (await socket.receive()).get("text")
        return OPENING.validate_json(text) if text and len(text) <= MAX_MESSAGE else None
    except (TimeoutError, ValidationError):
        return None


async def _carry(socket: WebSocket, opened: CallerLine | PhoneLine, tab: Tab) -> None:
    """Serve a line until it is cut, by either side."""
    receiving = asyncio.create_task(_receive(socket, opened, tab))
    both = {receiving, asyncio.create_task(_send(socket, tab))}
    try:
        await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
    finally:
        tab.close()
        opened.close()
        for task in both:
            task.cancel()
        await asyncio.wait(both)
    if not receiving.cancelled():
        receiving.result()  # raises what went wrong


async def _receive(socket: WebSocket, line: CallerLine | PhoneLine, tab: Tab) -> None:
    spoken = Pace(SOUND_PER_SECOND, SOUND_AT_ONCE)
    told = Pace(MESSAGES_PER_SECOND, MESSAGES_AT_ONCE)
    while not tab.closed:
        message = await socket.receive()
        if message["type"] == "websocket.disconnect":
            return
        sound, text = message.get("bytes"), message.get("text")
        if len(sound or text or "") > MAX_MESSAGE:
            await _refuse(socket, "the page sent too much at once: reload it", TOO_BIG)
            return
        if sound is not None:
            if len(sound) % SAMPLE_BYTES == 0 and spoken.take(seconds_of(sound)):
                line.hear(sound)
            continue
        await told.wait_for(1)
        try:
            line.take(text or "")
        except ValidationError:
            tab.tell("error", text="The page sent what this version does not know: reload it.")


async def _send(socket: WebSocket, tab: Tab) -> None:
    with suppress(WebSocketDisconnect, RuntimeError, TimeoutError):
        while (message := await tab.next()) is not None:
            async with asyncio.timeout(SLOW_SECONDS):
                if isinstance(message, str):
                    await socket.send_text(message)
                else:
                    await socket.send_bytes(message)
        await socket.close(RESTARTING)


async def _refuse(socket: WebSocket, why: str, code: int = REFUSED) -> None:
    with suppress(WebSocketDisconnect, RuntimeError):
        await socket.close(code, why[:120])
