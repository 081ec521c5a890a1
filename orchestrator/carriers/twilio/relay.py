"""ConversationRelay: one WebSocket a call, over which the caller is heard and answered."""

import asyncio
import json
from collections.abc import Coroutine
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, Final

from fastapi import APIRouter, WebSocket, WebSocketDisconnect

from hookflash.domain.call.effects import Speech, speech
from hookflash.domain.call.errors import NoSuchCall
from hookflash.domain.call.hearing import estimated_seconds
from hookflash.domain.errors import HookflashError
from hookflash.orchestrator.carriers.twilio.carrier import TwilioCarrier
from hookflash.orchestrator.carriers.twilio.hook import public_url
from hookflash.orchestrator.carriers.twilio.playback import Playback
from hookflash.orchestrator.carriers.twilio.sessions import Sessions
from hookflash.orchestrator.ports.carrier_calls import CarrierCalls
from hookflash.orchestrator.ports.carriers import CarrierUnavailable, RouterContext
from hookflash.orchestrator.ports.reports import Spoken
from hookflash.orchestrator.telemetry.logs import get_logger

SETUP_SECONDS: Final = 10.0
"""How long the first message may take."""
FORGED: Final = 1008
MOST_KEPT: Final = 200
"""How many messages of one session are kept as they came."""
LARGEST_KEPT: Final = 16 * 1024
"""Characters of one that is kept."""
KEPT: Final = ("setup", "dtmf", "interrupt", "error")
"""Kinds that are kept, beside final words and what was played; partial words are not."""
STALE_SECONDS: Final = 10.0
"""After its estimated end, words are not said again on a new session."""
logger = get_logger(__name__)


def serve_relay(router: APIRouter, context: RouterContext, sessions: Sessions) -> None:
    """Add the WebSocket to ``router``."""

    @router.websocket("/{workspace}/{name}/relay")
    async def relay(workspace: str, name: str, socket: WebSocket) -> None:
        """Hold the session of one call. The handshake is signed as a webhook is."""
        if not await _signed(context, workspace, name, socket):
            await socket.close(FORGED)
            return
        await socket.accept()
        with suppress(WebSocketDisconnect, TimeoutError, RuntimeError):
            async with asyncio.timeout(SETUP_SECONDS):
                setup = _read(await socket.receive_text())
            calls = context.calls(workspace, name)
            await _hold(RelaySession(socket, calls, context, setup), sessions)


async def _signed(context: RouterContext, workspace: str, name: str, socket: WebSocket) -> bool:
    url = public_url(context, socket)
    try:
        async with context.carrier(workspace, name) as carrier:
            if not isinstance(carrier, TwilioCarrier):
                return False
            either = (url.replace("http", "ws", 1), url)
            return any(carrier.signatures.valid(one, socket.headers, {}) for one in either)
    except CarrierUnavailable:
        return False


async def _hold(session: "RelaySession", sessions: Sessions) -> None:
    # Added first: from now on, words come here, and those that an earlier WebSocket took for
    # played are in the log, or are about to be said again.
    sessions.add(session.sid, session)
    try:
        await session.resume()
        await session.run()
    except NoSuchCall:
        logger.warning("relay_session_of_no_call", provider_call_id=session.sid)
    finally:
        sessions.remove(session.sid, session)
        await session.close()


class RelaySession:
    """One session: what the caller says goes to the log, what is decided goes to Twilio."""

    def __init__(
        self, socket: WebSocket, calls: CarrierCalls, context: RouterContext, setup: dict[str, Any]
    ) -> None:
        self.sid = str(setup.get("callSid", ""))
        self.calls = calls
        self.call_id = calls.call_id(self.sid)
        self._socket = socket
        self._clock = context.clock
        self._session = str(setup.get("sessionId", "")) or context.ids.new("session")
        self._playback = Playback(self._session)
        self._tasks: set[asyncio.Task[Any]] = set()
        self._utterances = 0
        self._began_at: datetime | None = None
        self._last = ""
        self._told_of_speaking = False
        self._resumed = asyncio.Event()
        self._said: set[str] = set()
        self._kept = 0
        self._keep(setup)

    async def resume(self) -> None:
        """Say again what Twilio had when an earlier WebSocket broke; what is old is left.

        Raises ``NoSuchCall``. Words that are decided meanwhile wait, so that the order is kept.
        """
        try:
            call = await self.calls.call(self.call_id)
            for left in list(call.speeches.values()):
                since = left.accepted_at or left.at
                patience = timedelta(seconds=estimated_seconds(len(left.text)) + STALE_SECONDS)
                if self._clock.now() - since < patience:
                    await self._send(speech(call, left.position, left.text, left.asks))
        finally:
            self._resumed.set()

    async def say(self, speech: Speech) -> bool:
        """Send words, once; False if the WebSocket has broken."""
        await self._resumed.wait()
        return await self._send(speech)

    async def _send(self, speech: Speech) -> bool:
        if speech.id in self._said:
            return True
        self._said.add(speech.id)
        try:
            await self._socket.send_text(
                json.dumps({"type": "text", "token": speech.text, "last": True})
            )
        except (RuntimeError, WebSocketDisconnect):
            self._said.discard(speech.id)
            return False
        self._playback.send(speech, self._clock.now())
        return True

    def stop(self) -> None:
        """Twilio stops by itself once the caller speaks, and tells what was heard."""

    async def run(self) -> None:
        """Take messages until the WebSocket closes."""
        while True:
            await self._take(_read(await self._socket.receive_text()))

    async def close(self) -> None:
        """Let turns that are under way go on: what was decided is carried out."""
        if self._tasks:
            await asyncio.wait(self._tasks)

    async def _take(self, message: dict[str, Any]) -> None:
        now = self._clock.now()
        self._keep(message)
        match message:
            case {"type": "prompt", "voicePrompt": str(words)}:
                self._heard(words.strip(), now, final=message.get("last") is not False)
            case {"type": "dtmf", "digit": str(digit)}:
                self._pressed(digit, now)
            case {"type": "interrupt"}:
                until = str(message.get("utteranceUntilInterrupt", ""))
                await self._report(self._playback.interrupted(until, now))
            case {"type": "info", "name": "agentSpeaking", "value": "on"}:
                self._playback.began(now)
            case {"type": "info", "name": "clientSpeaking", "value": "on"}:
                self._told_of_speaking = True
                self._begin(now)
            case {"type": "info", "name": "tokensPlayed", "value": str(text)}:
                await self._report(self._playback.played(text, now))
            case {"type": "error"}:
                logger.warning("relay_error", error=str(message.get("description", "")))

    def _keep(self, message: dict[str, Any]) -> None:
        """Record a message as it came; it is numbered, as two of them may be equal."""
        told = {
            name: one if isinstance(one, str) else json.dumps(one) for name, one in message.items()
        }
        size = sum(len(name) + len(one) for name, one in told.items())
        if self._kept >= MOST_KEPT or size > LARGEST_KEPT or not _is_kept(message):
            return
        self._kept += 1
        about = {"session": self._session, "number": str(self._kept)}
        self._start(self.calls.keep_message(self.call_id, "relay", about, told))

    def _begin(self, now: datetime) -> None:
        if self._began_at is None:
            self._began_at = now
            self._utterances += 1

    def _heard(self, words: str, now: datetime, *, final: bool) -> None:
        if not words:
            return
        if not final:
            self._begin(now)
            self._start(self.calls.hear(self.call_id, words, final=False))
            return
        if self._began_at is None and self._told_of_speaking and words == self._last:
            return  # the same message twice
        self._begin(now)
        began_at, self._began_at, self._last = self._began_at, None, words
        known = f"{self._session}/{self._utterances}"
        self._start(self.calls.hear(self.call_id, words, began_at=began_at, message_id=known))

    def _pressed(self, digit: str, now: datetime) -> None:
        self._utterances += 1
        known = f"{self._session}/{self._utterances}"
        self._start(self.calls.press(self.call_id, digit, began_at=now, message_id=known))

    async def _report(self, spoken: list[Spoken]) -> None:
        for one in spoken:
            await self.calls.report(self.call_id, one)

    def _start(self, turn: Coroutine[Any, Any, object]) -> None:
        """Let the agent answer while the next messages are taken."""
        task = asyncio.create_task(_logged(turn))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def _logged(turn: Coroutine[Any, Any, object]) -> None:
    try:
        await turn
    except HookflashError as error:
        logger.warning("relay_turn_failed", error=repr(error))


def _is_kept(message: dict[str, Any]) -> bool:
    match message:
        case {"type": "prompt"}:
            return message.get("last") is not False
        case {"type": "info", "name": "tokensPlayed"}:
            return True
    return message.get("type") in KEPT


def _read(text: str) -> dict[str, Any]:
    try:
        message = json.loads(text)
    except ValueError:
        return {}
    return message if isinstance(message, dict) else {}
