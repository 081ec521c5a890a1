"""The voice side of the carrier: plays speech to the caller and remembers what was heard, when."""

import asyncio
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from hookflash.domain.call.effects import Speech, StopSpeaking
from hookflash.orchestrator.ports.reports import Spoken
from hookflash.orchestrator.ports.telephony import TelephonyOffers
from hookflash.orchestrator.simulation.virtual_time import EPOCH
from tests.simulation.carrier import FOREVER, Carrier, Die

LONGEST_SLOW = 4.0
"""Seconds that a slow platform takes at most to accept a speech."""


@dataclass
class Played:
    """One speech, with the seconds of the story at which it was taken and played."""

    speech: Speech
    taken_at: float
    began_at: float | None = None
    ended_at: float | None = None
    heard: int = 0
    stopped: asyncio.Event = field(default_factory=asyncio.Event)
    over: asyncio.Event = field(default_factory=asyncio.Event)


class Line:
    """What the caller of one story hears: one speech after the other, each id once."""

    def __init__(self, carrier: Carrier) -> None:
        self._carrier = carrier
        self._story = carrier.story
        self._queue: deque[Played] = deque()
        self._playing: Played | None = None
        self._ended = False
        self.played: dict[str, Played] = {}
        self.partials: list[float] = []
        """When partial words of the caller reached a worker."""

    async def say(self, speech: Speech, die: Die) -> None:
        """Play a speech, or put it behind those that are being played."""
        fault = self._carrier.fault("say")
        how = fault.how if fault else ""
        if how == "raise" or self._ended:
            raise ConnectionError("the platform does not speak")
        if how == "slow" and self._story.playback != "say_waits":
            await asyncio.sleep(min(LONGEST_SLOW, fault.seconds))
        if how in ("die_before", "all_die"):
            die(fault.seconds if how == "all_die" else 0.0)
            await asyncio.sleep(FOREVER)
        played = self.played.get(speech.id) or self._take(speech)
        if how == "die_after":
            die(0.0)
            await asyncio.sleep(FOREVER)
        if self._story.playback == "say_waits":
            await played.over.wait()

    def _take(self, speech: Speech) -> Played:
        played = self.played[speech.id] = Played(speech, asyncio.get_running_loop().time())
        self._queue.append(played)
        if self._playing is None:
            self._playing = played
            self._carrier.start(self._play())
        return played

    async def _play(self) -> None:
        now = asyncio.get_running_loop().time
        while self._queue:
            played = self._playing = self._queue.popleft()
            length = len(played.speech.text)
            played.began_at = now()
            with suppress(TimeoutError):
                async with asyncio.timeout(length / self._story.pace):
                    await played.stopped.wait()
            played.ended_at = now()
            seconds = played.ended_at - played.began_at
            cut_off = played.stopped.is_set()
            played.heard = int(seconds * self._story.pace) if cut_off else length
            self._over(played)
        self._playing = None

    def _over(self, played: Played) -> None:
        played.over.set()
        if self._story.playback == "reports":
            report = Spoken(
                speech_id=played.speech.id,
                began_at=EPOCH + timedelta(seconds=played.began_at or 0.0),
                ended_at=EPOCH + timedelta(seconds=played.ended_at or 0.0),
                heard_chars=played.heard,
                finished=played.heard == len(played.speech.text),
                message_id=f"{played.speech.id}/spoken",
            )
            self._carrier.report("speech_report", played.speech.call_id, report)

    def stop(self) -> None:
        """Stop what is being said, and what was to be said next."""
        while self._queue:
            silenced = self._queue.popleft()
            silenced.began_at = silenced.ended_at = asyncio.get_running_loop().time()
            silenced.stopped.set()
            self._over(silenced)
        if self._playing is not None:
            self._playing.stopped.set()

    def hang_up(self) -> None:
        """The caller hears nothing more."""
        self._ended = True
        self.stop()

    def audible(self) -> bool:
        """Whether something is being said."""
        return self._playing is not None

    async def named(self, aim: float) -> None:
        """Wait until ``aim`` seconds after the caller heard where the next transfer leads.

        Without such a question for a while: not at all.
        """
        now = asyncio.get_running_loop().time
        for _ in range(80):
            playing = self._playing
            asks = playing.speech.asks if playing is not None else None
            if playing is not None and asks is not None and asks.kind == "transfer":
                needed = named_after(playing.speech.text, self._story.destination)
                at = (playing.began_at or now()) + needed / self._story.pace + aim
                await asyncio.sleep(max(0.0, at - now()))
                return
            await asyncio.sleep(0.1)


def named_after(text: str, destination: str) -> int:
    """How many characters of a question the caller must hear to know where it leads."""
    name = destination[-4:] if destination.startswith("+") else destination
    return text.rindex(name) + len(name)


class Voice:
    """The telephony as one worker sees it."""

    def __init__(self, carrier: Carrier, line: Line, die: Die) -> None:
        self._carrier, self._line, self._die = carrier, line, die
        self.offers = TelephonyOffers(playback=carrier.story.playback)

    async def say(self, speech: Speech) -> None:
        """Say it on the line."""
        self._carrier.witness(speech)
        await self._line.say(speech, self._die)

    async def stop_speaking(self, request: StopSpeaking) -> None:
        """Stop speaking on the line."""
        self._carrier.witness(request)
        self._line.stop()

    async def hang_up(self, request: Any) -> None:
        """End the call."""
        self._line.hang_up()
        await self._carrier.hang_up(request)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._carrier, name)
