"""One session of ConversationRelay, from Twilio's side of the WebSocket."""

import asyncio
import json
import xml.etree.ElementTree as ET
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import aiohttp

from tests.twilio.leg import HungUp, Key, Words
from tests.twilio.verbs.perform import Performance
from tests.twilio.verbs.relay_speech import Piece, Speaker

SECONDS_TO_DECIDE = 0.3
INTERRUPTS = {"true": "any", "false": "none", "": "any"}


@dataclass(frozen=True)
class Ending:
    """Why a session ended: ``end``, ``socket``, ``connect``, or "" for a far end that is gone."""

    why: str
    handoff: str = ""


class Relay:
    """Passes words and keys to the host, and plays what it answers."""

    def __init__(
        self,
        at: Performance,
        noun: ET.Element,
        session: str,
        socket: aiohttp.ClientWebSocketResponse,
    ) -> None:
        self._at = at
        self._noun = noun
        self._session = session
        self._socket = socket
        self._language = noun.get("transcriptionLanguage") or noun.get("language") or "en-US"
        self._events = set(noun.get("events", "").split())
        self._speaker = Speaker(at, self._info)
        self._interrupted = ""

    async def run(self) -> Ending:
        """Hold the session."""
        at = self._at
        with at.leg.listening() as ear:
            await self._send(self._setup())
            if greeting := self._noun.get("welcomeGreeting"):
                allowed = self._noun.get("welcomeGreetingInterruptible", "any")
                self._speaker.add(Piece(greeting, last=True, interruptible=_mode(allowed)))
            work = [
                asyncio.create_task(self._speaker.run()),
                asyncio.create_task(self._listen(ear)),
                receiving := asyncio.create_task(self._receive()),
            ]
            try:
                await asyncio.wait(work, return_when=asyncio.FIRST_COMPLETED)
                with suppress(HungUp):
                    return await receiving if receiving.done() else self._failed(work)
                return Ending("")
            finally:
                for task in work:
                    task.cancel()
                await asyncio.gather(*work, return_exceptions=True)

    def _failed(self, work: "list[asyncio.Task[Any]]") -> Ending:
        for task in work:
            if task.done():
                task.result()
        return Ending("socket")

    def _setup(self) -> dict[str, Any]:
        at = self._at
        given = {p.get("name"): p.get("value") for p in self._noun.findall("Parameter")}
        return {
            "type": "setup",
            "sessionId": self._session,
            "accountSid": at.world.account.sid,
            "callSid": at.leg.sid,
            "parentCallSid": at.leg.parent,
            "from": at.leg.from_,
            "to": at.leg.to,
            "forwardedFrom": at.leg.forwarded_from,
            "callType": "PSTN",
            "callerName": "",
            "direction": at.leg.direction,
            "callStatus": at.leg.status.upper().replace("-", "_"),
            "customParameters": given,
        }

    # To the host.

    async def _send(self, message: dict[str, Any]) -> None:
        kind = message.get("name") or message["type"]
        fault = self._at.world.faults.take("relay", f"out {kind}")
        if fault and fault.do == "cut":
            await self._cut()
            return
        if fault and fault.do == "delay":
            await asyncio.sleep(fault.seconds)
        copies = {"duplicate": 2, "lose": 0}.get(fault.do, 1) if fault else 1
        self._at.world.ledger.write("relay_out", call=self._at.leg.sid, message=message)
        for _ in range(copies):
            with suppress(ConnectionError):
                await self._socket.send_json(message)
        if fault and fault.do == "cut_after":
            await self._cut()

    async def _cut(self) -> None:
        """Break the connection without a closing handshake."""
        self._at.world.ledger.write("relay_cut", call=self._at.leg.sid)
        transport = self._socket.get_extra_info("transport")
        if transport is None:
            await self._socket.close()
        else:
            transport.abort()

    async def _info(self, name: str, value: str) -> None:
        wanted = "tokens-played" if name == "tokensPlayed" else "speaker-events"
        if wanted not in self._events:
            return
        message: dict[str, Any] = {"type": "info", "name": name, "value": value}
        if name != "tokensPlayed":
            message["ts"] = round(self._at.world.now() * 1000)
        await self._send(message)

    # From the far end.

    async def _listen(self, ear: "asyncio.Queue[Words | Key]") -> None:
        while True:
            match await ear.get():
                case Key(digit=digit):
                    await self._key(digit)
                case Words() as words:
                    await self._words(words)

    async def _key(self, digit: str) -> None:
        if self._noun.get("dtmfDetection") != "true":
            return
        await self._interrupt({"dtmf", "any"})
        await self._send({"type": "dtmf", "digit": digit})

    async def _words(self, words: Words) -> None:
        """Report words; those that may not interrupt are reported only if the host asked."""
        if not words.text and not words.final:
            await self._info("clientSpeaking", "on")
            return
        await self._interrupt({"speech", "any"})
        if self._speaker.speaking and not self._reports_meanwhile():
            return
        if words.final:
            await self._info("clientSpeaking", "off")
            await asyncio.sleep(SECONDS_TO_DECIDE)
            await self._prompt(words.text, last=True)
        elif self._noun.get("partialPrompts") == "true":
            await self._prompt(words.text, last=False)

    def _reports_meanwhile(self) -> bool:
        told = self._noun.get("reportInputDuringAgentSpeech", "none")
        return told in {"speech", "any", "true"}

    async def _prompt(self, text: str, *, last: bool) -> None:
        message = {"type": "prompt", "voicePrompt": text, "lang": self._language, "last": last}
        await self._send(message)

    async def _interrupt(self, by: set[str]) -> None:
        allowed = _mode(self._noun.get("interruptible", "any"))
        stopped = await self._speaker.interrupt(by, allowed)
        if stopped is None:
            return
        text, seconds = stopped
        await self._send(
            {
                "type": "interrupt",
                "utteranceUntilInterrupt": text,
                "durationUntilInterruptMs": str(round(seconds * 1000)),
            }
        )

    # From the host.

    async def _receive(self) -> Ending:
        async for raw in self._socket:
            if raw.type is not aiohttp.WSMsgType.TEXT:
                await self._invalid("a message that is not text")
                continue
            fault = self._at.world.faults.take("relay", f"in {_kind(raw.data)}")
            if fault and fault.do == "cut":
                await self._cut()
                break
            if fault and fault.do == "lose":
                continue
            if fault and fault.do == "delay":
                await asyncio.sleep(fault.seconds)
            if ending := await self._take(raw.data):
                return ending
            if fault and fault.do == "cut_after":
                await self._cut()
                break
        return Ending("socket")

    async def _take(self, raw: str) -> Ending | None:
        self._at.world.ledger.write("relay_in", call=self._at.leg.sid, message=raw)
        try:
            message = json.loads(raw)
        except ValueError:
            message = None
        match message:
            case {"type": "text", "token": str(token)}:
                self._speaker.add(_piece(message, token))
            case {"type": "play", "source": str(source)}:
                self._speaker.add(_piece({"last": True, **message}, f"[sound {source}]"))
            case {"type": "sendDigits", "digits": str(digits)}:
                self._speaker.add(_piece({"last": True}, f"[keys {digits}]"))
            case {"type": "language", **languages}:
                self._language = str(languages.get("transcriptionLanguage", self._language))
            case {"type": "end", **rest}:
                return Ending("end", str(rest.get("handoffData", "")))
            case _:
                await self._invalid(raw)
        return None

    async def _invalid(self, raw: str) -> None:
        await self._send({"type": "error", "description": f"Invalid message received: {raw}"})


def _mode(told: str) -> str:
    return INTERRUPTS.get(told, told)


def _piece(message: dict[str, Any], text: str) -> Piece:
    told = message.get("interruptible")
    return Piece(
        text,
        last=bool(message.get("last", False)),
        interruptible=None if told is None else _mode(str(told).lower()),
        preemptible=bool(message.get("preemptible", False)),
    )


def _kind(raw: str) -> str:
    with suppress(ValueError, AttributeError):
        return str(json.loads(raw).get("type"))
    return "invalid"
