"""One call, driven step by step through chosen workers."""

import asyncio
from collections.abc import Callable
from itertools import count
from typing import Any

import httpx

from hookflash.domain.call.call import Call
from hookflash.domain.event import Event
from hookflash.orchestrator.log.store import open_store
from tests.rig.history import calls_in
from tests.rig.ledger import Entry, read_ledger
from tests.rig.rig import Rig

CALLER = "+14155550123"
PATIENCE = 60.0
"""Real seconds to wait for one response, enough for a busy machine."""
LONGEST = 3_600.0
"""Seconds within which a call meets a condition, if it ever does."""


class SingleCall:
    """Talks to one worker at a time, chosen by number."""

    def __init__(self, rig: Rig) -> None:
        self._rig = rig
        self._messages = count(1)
        self.call_id = ""

    async def begin(self, worker: int) -> None:
        """Begin the call and have it answered, once the worker is up."""
        await self._rig.up(worker)
        body = {"to": "+14155550100", "from_": CALLER, "provider_call_id": "single"}
        self.call_id = (await self._post(worker, "calls", body))["call_id"]
        await self._post(worker, f"calls/{self.call_id}/answer", {})

    async def say(self, worker: int, text: str) -> bool:
        """Say something; returns whether the worker acknowledged it."""
        body = {"text": text, "message_id": f"single/{next(self._messages)}"}
        try:
            await self._post(worker, f"calls/{self.call_id}/hear", body)
        except httpx.TransportError:
            return False
        return True

    async def say_unheard(self, worker: int, text: str) -> None:
        """Say something to a worker that dies when it has heard it; await no response."""
        saying = asyncio.create_task(self.say(worker, text))
        await self.until(lambda call: any(line.text == text for line in call.lines))
        saying.cancel()

    async def end(self, worker: int) -> None:
        """Hang up."""
        await self._post(worker, f"calls/{self.call_id}/end", {})

    async def until(self, wished: Callable[[Call], bool]) -> Call:
        """Return the call once it meets the condition; fails after :data:`LONGEST`."""
        async with asyncio.timeout(LONGEST):
            while not wished(call := await asyncio.to_thread(self.now)):
                await self._rig.really_sleep(0.05)
            return call

    def now(self) -> Call:
        """Return the current call from the log."""
        with open_store(self._rig.settings.log) as store:
            return calls_in(store)[self.call_id]

    def events(self) -> list[Event]:
        """Return the call's events from the log."""
        with open_store(self._rig.settings.log) as store:
            return list(store.read_stream(self.call_id))

    def ledger(self, what: str) -> list[Entry]:
        """Return the stand-in's entries of one kind."""
        return read_ledger(self._rig.ledger, what)

    async def _post(self, worker: int, path: str, body: dict[str, Any]) -> dict[str, Any]:
        url = f"{self._rig.addresses[worker]}/{path}"
        patience = PATIENCE * self._rig.settings.speed
        answer = await self._rig.client.post(url, json=body, timeout=patience)
        answer.raise_for_status()
        said = answer.json()
        assert isinstance(said, dict)
        return said
