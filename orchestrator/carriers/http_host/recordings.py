"""Recordings fetched from the host."""

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from http import HTTPStatus

import httpx

from hookflash.domain.call.effects import FetchRecording
from hookflash.orchestrator.carriers.http_host.answers import NEVER_LEFT, NOT_YET
from hookflash.orchestrator.carriers.http_host.host import Host, origin_of
from hookflash.orchestrator.ports.answers import NotTaken, Refused, Unknown
from hookflash.orchestrator.ports.clock import Clock
from hookflash.orchestrator.ports.recordings import Fetched, Sound
from hookflash.orchestrator.ports.retry_after import retry_after

GONE = (HTTPStatus.GONE, HTTPStatus.UNAVAILABLE_FOR_LEGAL_REASONS)


class HttpRecordings:
    """Fetches recordings by GET of the URL that was reported.

    A reported reference that is no URL is resolved against the host's own. Only URLs of the host's
    origin are fetched, and those of ``other_origins``, such as ``https://media.example.com``:
    otherwise a forged report could have us fetch any address that this machine reaches. Requests
    to the host are signed as all others are; requests to other origins are not. No redirect is
    followed.
    """

    def __init__(self, host: Host, clock: Clock, other_origins: Collection[str] = ()) -> None:
        """Raises ``ValueError`` for an origin that is not ``https://HOST`` or ``http://HOST``."""
        self._host = host
        self._clock = clock
        self._others = frozenset(_origin(one) for one in other_origins)

    @asynccontextmanager
    async def fetch(self, request: FetchRecording) -> AsyncIterator[Fetched]:
        """Open the recording.

        202, 404, 425 and 429 mean that it is not there yet, 410 and 451 that it is gone. A redirect
        is final, too. After any other answer a later attempt may succeed.
        """
        try:
            url = self._host.resolve(request.recording)
        except httpx.InvalidURL:
            yield Refused(code="bad_url", reason="the reported recording is not a URL")
            return
        origin = origin_of(url)
        if origin not in (self._host.origin, *self._others):
            yield Refused(code="other_origin", reason=f"{origin} is not an allowed origin")
            return
        try:
            response = await self._host.open(url, signed=origin == self._host.origin)
        except NEVER_LEFT as error:
            yield NotTaken(reason=type(error).__name__)
            return
        try:
            yield self._fetched(response)
        finally:
            await response.aclose()

    def _fetched(self, response: httpx.Response) -> Fetched:
        status = response.status_code
        said = f"HTTP {status}"
        if status == HTTPStatus.OK:
            return Sound(response.headers.get("Content-Type", ""), response.aiter_bytes())
        if status in NOT_YET or status in (HTTPStatus.NOT_FOUND, HTTPStatus.ACCEPTED):
            header = response.headers.get("Retry-After", "")
            return NotTaken(reason=said, seconds=retry_after(header, self._clock.now()))
        if status in GONE or response.is_redirect:
            return Refused(code=str(status), reason=said)
        return Unknown(reason=said)


def _origin(written: str) -> str:
    url = httpx.URL(written)
    if url.scheme not in ("http", "https") or not url.host or url.raw_path not in (b"", b"/"):
        raise ValueError(
            f"other_origins: {written!r} is not an origin; use https://HOST or https://HOST:PORT"
        )
    return origin_of(url)
