"""Plays the agent's words through the telephony, and records what became of them."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

from hookflash.domain.call.call import Call, OpenSpeech
from hookflash.domain.call.commands import (
    AcceptSpeech,
    Command,
    DropSpeech,
    ReportSpeech,
    Routing,
)
from hookflash.domain.call.effects import Speech, speech, stop_speaking
from hookflash.domain.call.events import AgentSpoke
from hookflash.domain.call.hearing import CHARACTERS_PER_SECOND, estimated_seconds
from hookflash.domain.call.queue_of_speech import ends_at
from hookflash.orchestrator.ports.outside import Ports
from hookflash.orchestrator.telemetry.logs import get_logger

BuildAnswer = Callable[[datetime, Routing | None], Command]
"""Makes a command from the time and from what a yes to the open proposal would need."""
Record = Callable[[str, BuildAnswer], Awaitable[object]]
SAY_PATIENCE = 60.0
"""Seconds the telephony has for one ``say``; after that the words count as unspoken."""
TOO_LATE = 5.0
"""Seconds after which words that a worker left unspoken are not said any more."""
CUT_OFF = "cut_off"
"""Why words are unspoken that waited to be played when the caller spoke. Stored: never reword."""
SOON = 2.0
"""Seconds that the worker which decided on words has to say them, before another one does."""
logger = get_logger(__name__)


class Speaking:
    """Says what was decided, one speech at a time on each call.

    ``record`` decides a command that may settle an answer which waits for the playback.
    """

    def __init__(self, ports: Ports, record: Record) -> None:
        self._ports = ports
        self._record = record
        self._turns: dict[str, asyncio.Lock] = {}
        self._playing: dict[str, tuple[Speech, float]] = {}
        self._stopped: set[str] = set()

    async def say(self, call: Call, event: AgentSpoke) -> None:
        """Say the words of ``event``."""
        await self._say(call, speech(call, event.position, event.text, event.asks))

    async def say_left_over(self, call: Call, left: OpenSpeech, age: float) -> None:
        """Say words that a worker left unspoken ``age`` seconds ago, unless it is too late."""
        said = speech(call, left.position, left.text, left.asks)
        if age < TOO_LATE:
            await self._say(call, said)
        else:
            await self._drop(said, "too_late")

    async def stop(self, call: Call) -> None:
        """Stop what is being said, by this worker or by another, since the caller speaks."""
        now, playback = self._ports.clock.now(), self._ports.voice_of(call).offers.playback
        queued = _queued(call, now) if playback == "none" else ()
        playing = self._playing_here(call) or (queued[0] if queued else _taken(call, now))
        here = call.call_id in self._playing
        if playing is None or (playback == "none" and not queued and not here):
            return
        said, seconds = playing
        if playback == "say_waits" and here:
            self._stopped.add(said.id)
        elif playback == "say_waits":
            # Recorded first: the worker whose ``say`` then returns takes it for played. If it
            # should be over by now and is not, nobody knows how much of it was heard.
            known = seconds if seconds < estimated_seconds(len(said.text)) else 0.0
            await self._report(said, self._ports.clock.now(), known, cut_off=True)
        try:
            async with asyncio.timeout(SAY_PATIENCE):
                await self._ports.voice_of(call).stop_speaking(stop_speaking(call, said.id))
        except Exception as error:  # noqa: BLE001 - then it is heard to its end
            logger.warning("stop_speaking_failed", call_id=call.call_id, error=repr(error))
            return
        if playback == "none":
            await self._cut_off([*queued, playing] if here else queued)

    async def _cut_off(self, queued: Sequence[tuple[Speech, float]]) -> None:
        """Record what was heard by estimate: a part of the first words, and nothing of the rest."""
        for number, (said, seconds) in enumerate(queued):
            if number == 0:
                await self._report(said, self._ports.clock.now(), max(seconds, 0.0), cut_off=True)
            else:
                await self._drop(said, CUT_OFF)

    def seconds_left(self, call: Call) -> float:
        """How long the last words are still being played, perhaps by another worker.

        Estimated; 0 where ``say`` does not wait for it.
        """
        if self._ports.voice_of(call).offers.playback != "say_waits":
            return 0.0
        taken = _taken(call, self._ports.clock.now())
        if taken is None:
            return 0.0
        said, seconds = taken
        return max(0.0, estimated_seconds(len(said.text)) - seconds)

    def _playing_here(self, call: Call) -> tuple[Speech, float] | None:
        """What this worker has the telephony say, and for how many seconds it has been heard."""
        if (playing := self._playing.get(call.call_id)) is None:
            return None
        said, began = playing
        waits = self._ports.voice_of(call).offers.playback == "say_waits"
        return said, self._passed(began) if waits else 0.0

    def forget(self, call_id: str) -> None:
        """Drop the state of a finished call."""
        self._turns.pop(call_id, None)

    async def _say(self, call: Call, said: Speech) -> None:
        waits = self._ports.voice_of(call).offers.playback == "say_waits"
        async with self._turns.setdefault(call.call_id, asyncio.Lock()):
            self._playing[call.call_id] = said, asyncio.get_running_loop().time()
            try:
                seconds = await self._play(said)
            except Exception as error:  # noqa: BLE001 - the call goes on without these words
                logger.warning("say_failed", call_id=call.call_id, error=type(error).__name__)
                seconds = None
            finally:
                del self._playing[call.call_id]
        # Not in its turn: an answer that waited for the playback may lead to the next words.
        if seconds is None:
            await self._drop(said, "say_failed")
        elif waits:
            cut_off = said.id in self._stopped
            await self._report(said, self._ports.clock.now(), seconds, cut_off=cut_off)
        else:
            await self._accept(said)

    async def _play(self, said: Speech) -> float:
        """Have the words said; returns how many seconds the telephony took for it."""
        offers = self._ports.voice_of(said).offers
        if offers.playback == "say_waits":
            await self._accept(said)
        began = asyncio.get_running_loop().time()
        if offers.speaks:
            async with asyncio.timeout(SAY_PATIENCE):
                await self._ports.voice_of(said).say(said)
        return self._passed(began)

    async def _accept(self, said: Speech) -> None:
        playback = self._ports.voice_of(said).offers.playback
        await self._record(
            said.call_id,
            lambda at, routing: AcceptSpeech(
                id=f"accepted/{said.id}",
                at=at,
                speech_id=said.id,
                playback=playback,
                routing=routing,
            ),
        )

    async def _report(
        self, said: Speech, ended_at: datetime, seconds: float, *, cut_off: bool
    ) -> None:
        """Record what was heard in ``seconds``: all of it, or an estimate if it was cut off."""
        length = len(said.text)
        heard = min(length, int(seconds * CHARACTERS_PER_SECOND)) if cut_off else length
        self._stopped.discard(said.id)
        await self._record(
            said.call_id,
            lambda at, routing: ReportSpeech(
                id=f"played/{said.id}",
                at=at,
                speech_id=said.id,
                began_at=ended_at - timedelta(seconds=seconds),
                ended_at=ended_at,
                heard_chars=heard,
                finished=heard == length,
                routing=routing,
            ),
        )

    async def _drop(self, said: Speech, reason: str) -> None:
        self._stopped.discard(said.id)
        await self._record(
            said.call_id,
            lambda at, _: DropSpeech(
                id=f"dropped/{said.id}", at=at, speech_id=said.id, reason=reason
            ),
        )

    def _passed(self, began: float) -> float:
        return asyncio.get_running_loop().time() - began


def _queued(call: Call, now: datetime) -> tuple[tuple[Speech, float], ...]:
    """What is not over by estimate, in order, and for how many seconds each has been played."""
    taken = [(left, left.begins_at or left.accepted_at) for left in call.speeches.values()]
    return tuple(
        (speech(call, left.position, left.text, left.asks), (now - begins).total_seconds())
        for left, begins in taken
        if begins is not None and ends_at(begins, left.text) > now
    )


def _taken(call: Call, now: datetime) -> tuple[Speech, float] | None:
    """The last words that the telephony has, whoever had it say them, and for how many seconds."""
    for left in reversed(call.speeches.values()):
        if left.accepted_at is not None:
            seconds = max(0.0, (now - left.accepted_at).total_seconds())
            return speech(call, left.position, left.text, left.asks), seconds
    return None
