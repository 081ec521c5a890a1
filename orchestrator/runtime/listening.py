"""Enters what the caller says or presses into a call."""

from datetime import datetime
from typing import NamedTuple

from hookflash.domain.call.commands import HearCaller, PressDigits
from hookflash.domain.call.events import CallEvent
from hookflash.domain.policy.speech.reading import Reading
from hookflash.orchestrator.ports.understanding import Understanding
from hookflash.orchestrator.runtime.command_handler import CommandHandler
from hookflash.orchestrator.runtime.dispatcher import Dispatcher
from hookflash.orchestrator.runtime.second_reader import SecondReader
from hookflash.orchestrator.runtime.speaking import BuildAnswer


class Spoken(NamedTuple):
    """What the caller said, as it was reported under the command id ``known``."""

    text: str
    began_at: datetime | None
    known: str

    def command(self, reading: Reading | None) -> BuildAnswer:
        """What builds the command that enters the words into the call."""
        return lambda at, routing: HearCaller(
            id=self.known,
            at=at,
            text=self.text,
            began_at=_begun(self.began_at, at),
            routing=routing,
            reading=reading,
        )


class Pressed(NamedTuple):
    """The keys that the caller pressed, as they were reported under the command id ``known``."""

    digits: str
    began_at: datetime | None
    known: str

    def command(self) -> BuildAnswer:
        """What builds the command that enters the keys into the call."""
        return lambda at, routing: PressDigits(
            id=self.known,
            at=at,
            digits=self.digits,
            began_at=_begun(self.began_at, at),
            routing=routing,
        )


class Listening:
    """Records what callers say and press; the agent's answer is not its affair."""

    def __init__(
        self, dispatcher: Dispatcher, calls: CommandHandler, understanding: Understanding | None
    ) -> None:
        self._dispatcher = dispatcher
        self._calls = calls
        self._reads = understanding is not None
        self._second = SecondReader(understanding)

    async def begin(self, call_id: str) -> None:
        """The caller begins to speak; see ``Dispatcher.words_begin``."""
        await self._dispatcher.words_begin(call_id)

    async def hear(self, call_id: str, spoken: Spoken) -> tuple[CallEvent, ...]:
        """Record the caller's words, after a model has read them where it is asked to."""
        reading = await self._read(call_id, spoken) if self._reads else None
        return await self._enter(call_id, spoken.command(reading))

    async def press(self, call_id: str, pressed: Pressed) -> tuple[CallEvent, ...]:
        """Record the caller's keys."""
        return await self._enter(call_id, pressed.command())

    async def _enter(self, call_id: str, build: BuildAnswer) -> tuple[CallEvent, ...]:
        try:
            return await self._dispatcher.answer(call_id, build)
        finally:
            await self._dispatcher.words_end(call_id)

    async def _read(self, call_id: str, spoken: Spoken) -> Reading | None:
        async with self._second.in_turn(call_id):
            call = await self._calls.load(call_id)
            if not self._second.is_asked(call) or spoken.known in call.seen:
                return None
            await self._dispatcher.words_end(call_id)  # the final words that it waited for
            return await self._second.read(call, spoken.text)


def _begun(began_at: datetime | None, now: datetime) -> datetime | None:
    """When words began, which is not after they were reported."""
    if began_at is None or began_at.tzinfo is None:
        return began_at  # the command refuses a time without a zone
    return min(began_at, now)
