"""Translates a host's HTTP answers, or their absence (docs/reference/host-protocol.md)."""

from collections.abc import Awaitable
from datetime import datetime
from http import HTTPStatus

import httpx
from pydantic import Field, ValidationError

from hookflash.domain.value import Value
from hookflash.orchestrator.ports.answers import Accepted, Answer, NotTaken, Refused, Unknown
from hookflash.orchestrator.ports.retry_after import retry_after

NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
"""Without a connection the host cannot have done anything."""
NOT_YET = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.TOO_EARLY)


class _Body(Value, extra="ignore"):
    """The fields of an answer's body that we read."""

    provider_id: str = Field(default="", coerce_numbers_to_str=True)
    code: str = Field(default="", coerce_numbers_to_str=True)
    reason: str = ""


async def answer_to(request: Awaitable[httpx.Response], now: datetime) -> Answer:
    """Await a request and translate its result."""
    try:
        return translate(await request, now)
    except NEVER_LEFT as error:
        return NotTaken(reason=_describe(error))
    except httpx.RequestError as error:
        return Unknown(reason=_describe(error))


def translate(response: httpx.Response, now: datetime) -> Answer:
    """Translate a response. ``now`` (aware UTC) is what a Retry-After date counts from.

    Anything but a clear yes or no is unknown, including redirects and 408: something behind the
    host's proxy may have done the work.
    """
    said, status = _body(response), response.status_code
    if response.is_success:
        return Accepted(provider_id=said.provider_id)
    if status in NOT_YET:
        wait = retry_after(response.headers.get("Retry-After", ""), now)
        return NotTaken(reason=said.reason or f"HTTP {status}", seconds=wait)
    if response.is_client_error and status != HTTPStatus.REQUEST_TIMEOUT:
        return Refused(code=said.code or str(status), reason=said.reason or response.reason_phrase)
    return Unknown(reason=said.reason or f"HTTP {status}")


def _body(response: httpx.Response) -> _Body:
    try:
        return _Body.model_validate_json(response.content)
    except ValidationError:
        return _Body()


def _describe(error: httpx.RequestError) -> str:
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
