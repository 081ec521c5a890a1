"""Recordings, fetched with the credentials of the account."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Final

import httpx

from hookflash.domain.call.effects import DiscardRecording, FetchRecording
from hookflash.orchestrator.carriers.twilio.answers import NEVER_LEFT, UNAUTHORIZED_SECONDS
from hookflash.orchestrator.carriers.twilio.client import OneTry
from hookflash.orchestrator.ports.answers import Accepted, NotTaken, Refused, Unknown
from hookflash.orchestrator.ports.clock import Clock
from hookflash.orchestrator.ports.recordings import Discarded, Fetched, Sound
from hookflash.orchestrator.ports.retry_after import retry_after

API: Final = "https://api.twilio.com"
NOT_YET: Final = (HTTPStatus.NOT_FOUND, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS)
DELETED: Final = (HTTPStatus.NO_CONTENT, HTTPStatus.OK, HTTPStatus.NOT_FOUND, HTTPStatus.GONE)
FORBIDDEN: Final = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)


class TwilioRecordings:
    """Fetches and deletes recordings by the id that was reported, never by a reported URL."""

    def __init__(self, account: str, token: str, http: OneTry, clock: Clock) -> None:
        self._auth = (account, token)
        self._base = f"{API}/2010-04-01/Accounts/{account}/Recordings"
        self._http = http
        self._clock = clock

    @asynccontextmanager
    async def fetch(self, request: FetchRecording) -> AsyncIterator[Fetched]:
        """Open the recording as WAV."""
        sid = request.recording
        if not sid.isalnum():
            yield Refused(code="bad_recording", reason="the reported recording is not a Twilio id")
            return
        http, where = self._http.connections, self._http.located(f"{self._base}/{sid}.wav")
        try:
            response = await http.send(
                http.build_request("GET", where),
                auth=httpx.BasicAuth(*self._auth),
                stream=True,
                follow_redirects=False,
            )
        except NEVER_LEFT as error:
            yield NotTaken(reason=type(error).__name__)
            return
        except httpx.RequestError as error:
            yield Unknown(reason=type(error).__name__)
            return
        try:
            yield self._fetched(response)
        finally:
            await response.aclose()

    async def discard(self, request: DiscardRecording) -> Discarded:
        """Delete the recording, and with it its transcript."""
        sid = request.recording
        if not sid.isalnum():
            return Refused(code="bad_recording", reason="the reported recording is not a Twilio id")
        where = self._http.located(f"{self._base}/{sid}.json")
        try:
            response = await self._http.connections.delete(where, auth=self._auth)
        except NEVER_LEFT as error:
            return NotTaken(reason=type(error).__name__)
        except httpx.RequestError as error:
            return Unknown(reason=type(error).__name__)
        status = response.status_code
        if status in DELETED:
            return Accepted(provider_id=sid)
        wait = retry_after(response.headers.get("Retry-After", ""), self._clock.now())
        seconds = wait if status == HTTPStatus.TOO_MANY_REQUESTS else 0.0
        return NotTaken(reason=f"HTTP {status}", seconds=seconds)

    def _fetched(self, response: httpx.Response) -> Fetched:
        status = response.status_code
        said = f"HTTP {status}"
        if status == HTTPStatus.OK:
            return Sound(response.headers.get("Content-Type", ""), response.aiter_bytes())
        if status in NOT_YET:
            header = response.headers.get("Retry-After", "")
            return NotTaken(reason=said, seconds=retry_after(header, self._clock.now()))
        if status in FORBIDDEN:
            return NotTaken(reason=said, seconds=UNAUTHORIZED_SECONDS)
        if status == HTTPStatus.GONE:
            return Refused(code=str(status), reason=said)
        return Unknown(reason=said)
