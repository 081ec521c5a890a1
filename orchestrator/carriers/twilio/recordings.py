"""Recordings, fetched with the credentials of the account."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Final

import httpx

from hookflash.domain.call.effects import FetchRecording
from hookflash.orchestrator.carriers.twilio.answers import NEVER_LEFT, UNAUTHORIZED_SECONDS
from hookflash.orchestrator.carriers.twilio.client import OneTry
from hookflash.orchestrator.ports.answers import NotTaken, Refused, Unknown
from hookflash.orchestrator.ports.clock import Clock
from hookflash.orchestrator.ports.recordings import Fetched, Sound
from hookflash.orchestrator.ports.retry_after import retry_after

API: Final = "https://api.twilio.com"
NOT_YET: Final = (HTTPStatus.NOT_FOUND, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS)
FORBIDDEN: Final = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)


class TwilioRecordings:
    """Fetches the sound of a recording by the id that was reported, never by a reported URL."""

    def __init__(self, account: str, token: str, http: OneTry, clock: Clock) -> None:
        self._auth = (account, token)
        self._account = account
        self._http = http
        self._clock = clock

    @asynccontextmanager
    async def fetch(self, request: FetchRecording) -> AsyncIterator[Fetched]:
        """Open the recording as WAV."""
        sid = request.recording
        if not sid.isalnum():
            yield Refused(code="bad_recording", reason="the reported recording is not a Twilio id")
            return
        url = f"{API}/2010-04-01/Accounts/{self._account}/Recordings/{sid}.wav"
        http, where = self._http.connections, self._http.located(url)
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
