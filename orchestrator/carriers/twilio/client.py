"""Twilio's own client, over connections that send each request once."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from logging import Logger
from typing import Any, Final
from urllib.parse import urlsplit

import httpx
import twilio.rest.api  # loads what the first call would wait for  # noqa: F401
from twilio.base.exceptions import TwilioException
from twilio.http import AsyncHttpClient
from twilio.http.response import Response
from twilio.rest import Client

from hookflash.orchestrator.ports.clock import Clock
from hookflash.orchestrator.ports.retry_after import retry_after

ANSWER_SECONDS: Final = 10.0
"""Seconds for one answer."""
CONNECT_SECONDS: Final = 5.0
"""Seconds for a connection."""
THROTTLED: Final = 429
SERVER_ERROR: Final = 500


class Throttled(Exception):
    """Twilio did not take the request, and asks to wait ``seconds``."""

    def __init__(self, seconds: float) -> None:
        super().__init__("HTTP 429")
        self.seconds = seconds


class Unclear(Exception):
    """Twilio answered with a 5xx, or not as it does: it may have done the work."""


FAILURES: Final = (TwilioException, httpx.RequestError, Throttled, Unclear)
"""What a request may raise."""


class OneTry(AsyncHttpClient):  # type: ignore[misc]  # the library has no types
    """Sends each request once. ``base`` takes the place of ``https://….twilio.com``."""

    def __init__(self, clock: Clock, base: str | None) -> None:
        silent = Logger("twilio.silent")  # noqa: LOG001 - the client logs numbers; this has no handler
        super().__init__(silent, is_async=True, timeout=ANSWER_SECONDS)
        self._clock = clock
        self._base = base
        timeout = httpx.Timeout(ANSWER_SECONDS, connect=CONNECT_SECONDS)
        self.connections = httpx.AsyncClient(timeout=timeout, trust_env=False)

    def located(self, url: str) -> str:
        """``url`` below the base URL that the operator configured, if there is one."""
        if self._base is None:
            return url
        parts = urlsplit(url)
        return f"{self._base}{parts.path}" + (f"?{parts.query}" if parts.query else "")

    async def request(  # noqa: PLR0913, PLR0917 - as the library calls it
        self,
        method: str,
        url: str,
        params: Mapping[str, Any] | None = None,
        data: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,  # noqa: ASYNC109 - as the library calls it
        allow_redirects: bool = False,  # noqa: FBT001, FBT002 - the same
    ) -> Response:
        """Send one request. Raises ``httpx.RequestError``, :class:`Throttled`, :class:`Unclear`."""
        del timeout
        answer = await self.connections.request(
            method,
            self.located(url),
            params={
                name: str(value) for name, value in (params or {}).items() if value is not None
            },
            data=_form(data),
            headers=headers,
            auth=auth,
            follow_redirects=allow_redirects,
        )
        if answer.status_code == THROTTLED:
            raise Throttled(retry_after(answer.headers.get("Retry-After", ""), self._clock.now()))
        if answer.status_code >= SERVER_ERROR or answer.is_redirect:
            raise Unclear(f"HTTP {answer.status_code}")
        if answer.status_code != HTTPStatus.NO_CONTENT and not _is_object(answer.text):
            raise Unclear(f"HTTP {answer.status_code} without JSON")
        return Response(answer.status_code, answer.text, answer.headers)

    async def close(self) -> None:
        """Close all connections."""
        await self.connections.aclose()


def client_for(account: str, token: str, http: OneTry) -> Client:
    """A client of the account."""
    return Client(account, token, account_sid=account, http_client=http, environment={})


def _is_object(text: str) -> bool:
    """Whether a body is what Twilio answers with; a proxy's page, or nothing, is not."""
    try:
        return isinstance(json.loads(text), dict)
    except ValueError:
        return False


def _form(data: Mapping[str, Any] | None) -> dict[str, Any]:
    """The fields of a form; the library leaves booleans as they are in Python."""
    return {
        name: str(value).lower() if isinstance(value, bool) else value
        for name, value in (data or {}).items()
    }
