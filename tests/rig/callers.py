"""Scripted callers: each has one conversation, with whichever worker responds."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from random import Random
from typing import Any

import httpx

AREAS = ("212", "310", "312", "415", "503", "617")
WISHES = ("front desk", "front desk", "dana", "partner")
YES, NO, UNCLEAR, SILENCE = "yes please", "no thanks", "what was that?", ""
HURRIED = 0.25
"""The share of callers who hang up at an arbitrary moment."""
PATIENCE = 90.0
LONGEST = 1_800.0
"""Seconds to wait for one response, and to go on asking the next worker."""


@dataclass
class Acknowledged:
    """What workers acknowledged: it must be in the log."""

    calls: dict[str, str] = field(default_factory=dict)
    """Each call's id, by the provider's call id."""
    said: dict[str, str] = field(default_factory=dict)
    """The ids of utterances, each with its call's id."""
    ended: set[str] = field(default_factory=set)


class Switchboard:
    """Sends callers' actions to the workers at ``addresses`` until one acknowledges."""

    def __init__(self, addresses: Sequence[str], client: httpx.AsyncClient) -> None:
        self._addresses = addresses
        self._client = client
        self._turn = count()
        self._bells = [asyncio.Event() for _ in addresses]
        self.acknowledged = Acknowledged()

    async def ask(self, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """Send a request to one worker after another."""
        deadline = asyncio.get_running_loop().time() + LONGEST
        while asyncio.get_running_loop().time() < deadline:
            chosen = next(self._turn) % len(self._addresses)
            try:
                answer = await self._client.post(
                    f"{self._addresses[chosen]}/{path}", json=body or {}, timeout=PATIENCE
                )
            except httpx.TransportError:
                await asyncio.sleep(0.5)
                continue
            if answer.is_success:
                self._bells[chosen].set()
                said = answer.json()
                assert isinstance(said, dict)
                return said
            assert answer.status_code == httpx.codes.SERVICE_UNAVAILABLE, answer.text
            await asyncio.sleep(0.5)
        raise TimeoutError(f"{path}: no worker acknowledged it")

    def begin(self, worker: int) -> None:
        """Forget the earlier activity of this worker, for instance because it is restarted."""
        self._bells[worker].clear()

    async def served(self, worker: int) -> None:
        """Wait until this worker has done something since then."""
        await self._bells[worker].wait()


class Caller:
    """One call; ``seed`` determines what the caller wants and does."""

    def __init__(self, switchboard: Switchboard, seed: str) -> None:
        self._switchboard = switchboard
        self._seed = seed
        self._draw = Random(seed)  # noqa: S311 - it has to be repeatable
        self._call = ""
        self._messages = count(1)

    async def call(self) -> str:
        """Play the call; returns its id."""
        draw, ask = self._draw, self._switchboard.ask
        contact = f"+1{draw.choice(AREAS)}55501{draw.randrange(100):02}"
        body = {"to": "+14155550100", "from_": contact, "provider_call_id": self._seed}
        self._call = (await ask("calls", body))["call_id"]
        self._switchboard.acknowledged.calls[self._seed] = self._call
        await ask(f"calls/{self._call}/answer")
        hurried = draw.random() < HURRIED
        with suppress(TimeoutError):
            async with asyncio.timeout(draw.uniform(3, 40) if hurried else None):
                await self._talk()
        await ask(f"calls/{self._call}/end")
        self._switchboard.acknowledged.ended.add(self._call)
        return self._call

    async def _talk(self) -> None:
        draw = self._draw
        if draw.random() < 0.6:
            await self._say("Could you text me the link?")
            await self._pause(1, 8)
            await self._say(draw.choice((YES, NO, SILENCE)))
        if draw.random() < 0.7:
            await self._say(f"I'd like to talk to {draw.choice(WISHES)}")
            await self._pause(1, 6)
            await self._say(draw.choices((YES, NO, UNCLEAR, SILENCE), (70, 10, 10, 10))[0])
            await self._pause(1, 60)
        if draw.random() < 0.3:
            await self._say("Please text me that again, I'd like to have it")
        await self._pause(0, 3)

    async def _say(self, text: str) -> None:
        if not text:
            return
        message = f"{self._seed}/{next(self._messages)}"
        await self._switchboard.ask(
            f"calls/{self._call}/hear", {"text": text, "message_id": message}
        )
        self._switchboard.acknowledged.said[message] = self._call

    async def _pause(self, least: float, most: float) -> None:
        await asyncio.sleep(self._draw.uniform(least, most))
