"""The voice of a relay session: plays pieces of text in order, and can be interrupted."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from tests.twilio.parties import seconds_of
from tests.twilio.verbs.perform import Performance

Info = Callable[[str, str], Awaitable[None]]


@dataclass(frozen=True)
class Piece:
    """A token: ``last`` ends the utterance; ``interruptible`` None: as the session says."""

    text: str
    last: bool = False
    interruptible: str | None = None
    preemptible: bool = False


class Speaker:
    """Plays pieces one after the other. An utterance reaches from one ``last`` to the next."""

    def __init__(self, at: Performance, info: Info) -> None:
        self._at = at
        self._info = info
        self._waiting: deque[Piece] = deque()
        self._added = asyncio.Event()
        self._now: Piece | None = None
        self._sound: asyncio.Task[None] | None = None
        self._played = ""
        self._began = 0.0
        self._settled = asyncio.Event()
        self.speaking = False

    def add(self, piece: Piece) -> None:
        """Queue ``piece``; waiting pieces that may be pre-empted make way."""
        if self._now and self._now.preemptible and self._sound:
            self._sound.cancel()
        self._waiting = deque(one for one in self._waiting if not one.preemptible)
        self._waiting.append(piece)
        self._added.set()

    async def run(self) -> None:
        """Play for ever."""
        while True:
            while self._waiting:
                await self._play(self._waiting.popleft())
            if self.speaking and self._now and self._now.last:
                await self._stop()
            self._added.clear()
            if not self._waiting:
                await self._added.wait()

    async def _play(self, piece: Piece) -> None:
        if self._now is None or self._now.last:
            self._played, self._began = "", self._at.world.now()
        self._now = piece
        self._settled.clear()
        if not self.speaking:
            self.speaking = True
            await self._info("agentSpeaking", "on")
        began = self._at.world.now()
        self._sound = asyncio.create_task(self._at.leg.play(piece.text))
        try:
            await asyncio.wait({self._sound})
        finally:
            self._sound.cancel()
            await asyncio.gather(self._sound, return_exceptions=True)
        cut = self._sound.cancelled()
        heard = self._heard(piece, began) if cut else piece.text
        self._played += heard
        if heard:
            await self._info("tokensPlayed", heard)
        self._settled.set()
        if not cut:
            self._sound.result()

    def _heard(self, piece: Piece, began: float) -> str:
        passed = self._at.world.now() - began
        return piece.text[
            : round(len(piece.text) * min(1.0, passed / (seconds_of(piece.text) or 1.0)))
        ]

    async def _stop(self) -> None:
        self.speaking = False
        self._now = None
        await self._info("agentSpeaking", "off")

    async def interrupt(self, by: set[str], allowed: str) -> tuple[str, float] | None:
        """Stop speaking, if that is allowed; returns what was played, and for how long."""
        if not self.speaking or (self._now and (self._now.interruptible or allowed)) not in by:
            return None
        self._waiting.clear()
        if self._sound and not self._sound.done():
            self._sound.cancel()
            await self._settled.wait()
        stopped = self._played, self._at.world.now() - self._began
        await self._stop()
        return stopped
