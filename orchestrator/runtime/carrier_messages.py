"""Keeps carriers' callbacks as they came, each once."""

import asyncio
import json
from collections.abc import Mapping
from hashlib import sha256
from typing import NamedTuple

from hookflash.domain.event import Actor
from hookflash.domain.quarantine.messages import CarrierMessageReceived, message_stream
from hookflash.orchestrator.log.decide_and_append import decide_and_append
from hookflash.orchestrator.log.protocol import Log
from hookflash.orchestrator.ports.clock import Clock


class Callback(NamedTuple):
    """A callback: its ``kind``, what our address said, and what the carrier said."""

    kind: str
    about: Mapping[str, str]
    message: Mapping[str, str]


class CarrierMessages:
    """Appends callbacks to the stream of their call."""

    def __init__(self, log: Log, clock: Clock) -> None:
        self._log = log
        self._clock = clock
        self._turns: dict[str, asyncio.Lock] = {}

    async def keep(self, call_id: str, carrier: str, callback: Callback) -> None:
        """Record ``callback``, unless the same one was recorded before."""
        about, message = _storable(callback.about), _storable(callback.message)
        known = _digest(callback.kind, about, message)

        async def keep_now() -> list[CarrierMessageReceived]:
            kept = await self._log.read_stream(message_stream(call_id))
            if any(event.cause == known for event in kept):
                return []
            event = CarrierMessageReceived(
                call_id=call_id,
                position=len(kept) + 1,
                at=self._clock.now(),
                by=Actor.PROVIDER,
                cause=known,
                carrier=carrier,
                kind=callback.kind,
                about=about,
                message=message,
            )
            return [event]

        # Fifty phones may ring at once: one after the other, none has to read and try again.
        turn = self._turns.setdefault(call_id, asyncio.Lock())
        try:
            async with turn:
                await decide_and_append(self._log, keep_now)
        finally:
            if not turn.locked():
                self._turns.pop(call_id, None)


def _storable(fields: Mapping[str, str]) -> dict[str, str]:
    """The fields without U+0000, which PostgreSQL cannot hold."""
    return {_text(name): _text(value) for name, value in fields.items()}


def _text(value: str) -> str:
    return value.replace("\x00", "\ufffd")


def _digest(kind: str, about: dict[str, str], message: dict[str, str]) -> str:
    told = json.dumps([kind, about, message], sort_keys=True)
    return sha256(told.encode()).hexdigest()
