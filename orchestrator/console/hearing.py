"""Turns what a user says into words, for test calls: the button, and the route that it asks."""

from http import HTTPStatus
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from nicegui import app as pages
from nicegui import ui
from nicegui.events import GenericEventArguments

from hookflash.orchestrator.carriers.voice.models import speech_installed
from hookflash.orchestrator.carriers.voice.shared import borrow_speech, return_speech
from hookflash.orchestrator.carriers.voice.speech import SpeechUnavailable
from hookflash.orchestrator.console.action_failures import notify_here, reporting_failures
from hookflash.orchestrator.console.controls import Take
from hookflash.orchestrator.console.navigation import address
from hookflash.orchestrator.console.running import running
from hookflash.orchestrator.console.session import COOKIE

MAX_SOUND_BYTES: Final = 28 * 16_000 * 2
"""Bytes of 28 seconds; speech recognition takes 30 at once."""
_BORROWER: Final = object()
router = APIRouter(include_in_schema=False)


def can_hear() -> bool:
    """Whether ``hookflash[speech]`` is installed."""
    return speech_installed()


class Microphone(ui.element):
    """A button that records; ``take`` is called with the words once they are understood.

    Speech starts with the page, so that it is ready when the button is pressed.
    """

    def __init__(self, take: Take) -> None:
        super().__init__("hf-microphone")
        self.props["ear"] = address("/hear")
        heard = reporting_failures(take, notify_here())

        async def on_words(event: GenericEventArguments) -> None:
            await heard(event.args["detail"])

        self.on("hf-words", on_words, args=["detail"])
        if (speech := borrow_speech(_BORROWER)) is not None:
            speech.start()


async def stop_hearing() -> None:
    """End what was started for the microphones of pages."""
    await return_speech(_BORROWER)


def serve_hearing() -> None:
    """Have the speech process end with this process."""
    pages.on_shutdown(stop_hearing)


@router.post(address("/hear"))
async def hear(request: Request) -> Response:
    """Answer with the words in the sound that was sent: 16 bits, mono, 16 kHz."""
    asker = await running().sessions.asker(request.cookies.get(COOKIE, ""))
    if asker is None:
        return Response(status_code=HTTPStatus.UNAUTHORIZED)
    sound = await request.body()
    if not sound or len(sound) % 2 or len(sound) > MAX_SOUND_BYTES:
        return _problem(HTTPStatus.UNPROCESSABLE_ENTITY, "Say it in less than 28 seconds.")
    speech = borrow_speech(_BORROWER)
    try:
        if speech is None:
            return _problem(HTTPStatus.NOT_FOUND, "Speech is not installed: type instead.")
        speech.start()
        return JSONResponse({"words": await speech.hear(sound)})
    except SpeechUnavailable as error:
        return _problem(HTTPStatus.SERVICE_UNAVAILABLE, f"Type it, or try again: {error}.")


def _problem(status: HTTPStatus, why: str) -> JSONResponse:
    return JSONResponse({"problem": why}, status)
