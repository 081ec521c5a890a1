"""Translates what LiveKit's API answers, or that it did not."""

import asyncio
from http import HTTPStatus
from typing import Final

import aiohttp
from livekit.api import ServerError, SipCallError

from hookflash.domain.call.events.transfers import Unavailability
from hookflash.orchestrator.ports.answers import NotTaken, Refused, Unknown

NEVER_LEFT: Final = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)
"""Without a connection LiveKit cannot have done anything."""
FAILURES: Final = (ServerError, aiohttp.ClientError, asyncio.TimeoutError)
"""Everything that a request to LiveKit may raise."""
REASONS: Final[dict[int, Unavailability]] = {
    404: "unreachable",
    408: "no_answer",
    410: "unreachable",
    480: "no_answer",
    484: "unreachable",
    486: "busy",
    487: "no_answer",
    600: "busy",
    603: "declined",
    604: "unreachable",
    607: "declined",
}
"""Why a phone was not reached, by its SIP status code; for all others, ``failed``."""


def answer_for(error: Exception) -> Refused | NotTaken | Unknown:
    """What a failed request means. ``error`` is one of :data:`FAILURES`.

    Anything but a clear no is unknown: a 5xx or a broken connection may come after the work.
    """
    if isinstance(error, NEVER_LEFT):
        return NotTaken(reason=described(error))
    if isinstance(error, SipCallError):
        return Refused(code=sip_code(error) or error.code, reason=described(error))
    if not isinstance(error, ServerError):
        return Unknown(reason=described(error))
    if error.status == HTTPStatus.TOO_MANY_REQUESTS:
        return NotTaken(reason=described(error))
    if error.status < HTTPStatus.INTERNAL_SERVER_ERROR and error.status != (
        HTTPStatus.REQUEST_TIMEOUT
    ):
        return Refused(code=error.code, reason=error.message)
    return Unknown(reason=described(error))


def sip_code(error: SipCallError) -> str:
    """The SIP status code with which a phone or trunk answered; empty without one."""
    return "" if error.sip_status_code is None else str(error.sip_status_code)


def why_unavailable(error: SipCallError) -> Unavailability:
    """Why a phone was not reached."""
    return REASONS.get(error.sip_status_code or 0, "failed")


def is_gone(error: Exception) -> bool:
    """Whether a request failed because the room or participant does not exist."""
    return isinstance(error, ServerError) and error.status == HTTPStatus.NOT_FOUND


def described(error: Exception) -> str:
    """The error in a few words, without what it was about."""
    if isinstance(error, ServerError):
        return f"HTTP {error.status} {error.code}"
    return type(error).__name__
