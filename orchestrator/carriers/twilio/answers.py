"""Translates Twilio's answers, or their absence."""

from collections.abc import Awaitable
from http import HTTPStatus
from typing import Any, Final

import httpx
from twilio.base.exceptions import TwilioException

from hookflash.orchestrator.carriers.twilio.client import Throttled, Unclear
from hookflash.orchestrator.ports.answers import Accepted, Answer, NotTaken, Refused, Unknown

NEVER_LEFT: Final = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
"""Without a connection Twilio cannot have done anything."""
UNAUTHORIZED_SECONDS: Final = 30.0
"""Wait after a token was not accepted: it may be replaced."""
GONE: Final = (20404, 21220)
"""Codes for a call that Twilio does not have, or that is over."""


async def answer_to(request: Awaitable[Any]) -> Answer:
    """Await a request and translate its result; ``sid`` is the provider's id."""
    try:
        sid = (await request).sid
    except Throttled as error:
        return NotTaken(reason="Twilio asks to wait", seconds=error.seconds)
    except NEVER_LEFT as error:
        return NotTaken(reason=type(error).__name__)
    except (httpx.RequestError, Unclear) as error:
        return Unknown(reason=str(error) or type(error).__name__)
    except TwilioException as error:
        return _refusal(error)
    return Accepted(provider_id=sid) if sid else Unknown(reason="the answer names no id")


def _refusal(error: TwilioException) -> Answer:
    """A clear no is a refusal; anything else may have done the work."""
    status, said = getattr(error, "status", 0), str(getattr(error, "msg", "") or error)
    if status == HTTPStatus.UNAUTHORIZED:
        return NotTaken(reason="Twilio does not accept the token", seconds=UNAUTHORIZED_SECONDS)
    if not HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR:
        return Unknown(reason=said)
    if status == HTTPStatus.REQUEST_TIMEOUT:
        return Unknown(reason=said)
    return Refused(code=str(code_of(error) or status), reason=said)


def code_of(error: TwilioException) -> int:
    """Twilio's code of an error; 0 if it has none."""
    return int(getattr(error, "code", 0) or 0)
