"""Load, decide, append: the one way in which anything happens on a call.

Folded calls are kept in memory. One that went stale does no harm: its append conflicts, it is
read again, and the command is decided again (DESIGN §6).
"""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Iterator
from itertools import islice
from typing import cast

from hookflash.domain.call.call import Call
from hookflash.domain.call.commands import Command
from hookflash.domain.call.decide import decide
from hookflash.domain.call.events import CallEvent
from hookflash.domain.call.evolve import evolve, fold
from hookflash.domain.event import Event
from hookflash.domain.idempotency import refuse_reuse
from hookflash.orchestrator.log.decide_and_append import decide_and_append
from hookflash.orchestrator.log.protocol import Log

Build = Callable[[Call], Command | None]
"""Makes a command for a call as it is now, or None if there is nothing to ask of it."""


class _Kept:
    """A call in memory, with the queue of those who want to decide on it."""

    def __init__(self) -> None:
        self.call: Call | None = None
        self.turn = asyncio.Lock()
        self.users = 0

    def drop(self) -> None:
        """Read the call again before it is decided on: what it became is not known here."""
        self.call = None


class CommandHandler:
    """All calls, by id; the ``capacity`` used last stay in memory."""

    def __init__(self, log: Log, capacity: int = 10_000) -> None:
        self._log = log
        self._capacity = capacity
        self._kept: OrderedDict[str, _Kept] = OrderedDict()

    async def load(self, call_id: str) -> Call:
        """The call as this process knows it last; do not change it."""
        kept = self._keep(call_id)
        return kept.call or await self.reload(call_id)

    async def reload(self, call_id: str) -> Call:
        """The call as the log has it now, whoever wrote to it."""
        kept = self._keep(call_id)
        async with kept.turn:
            return await self._read(call_id, kept)

    async def handle(self, call_id: str, build: Build) -> tuple[CallEvent, ...]:
        """Decide what ``build`` asks for, and append it; returns what was appended.

        Raises ``NameReused`` for a request that goes by the name of another one.
        """
        kept = self._keep(call_id)
        kept.users += 1
        try:
            async with kept.turn:
                return await self._decide(call_id, kept, build)
        finally:
            kept.users -= 1

    def forget(self, call_id: str) -> None:
        """Let go of a call that nothing more is expected of; whoever asks for it reads it again."""
        kept = self._kept.get(call_id)
        if kept is not None and kept.users == 0:
            del self._kept[call_id]

    def absorb(self, event: CallEvent) -> bool:
        """Bring a call in memory up to date with an event read from the log; False if it was.

        While somebody decides on the call it is left alone: their append tells what is so.
        """
        kept = self._kept.get(event.call_id)
        if kept is None or kept.call is None or kept.turn.locked():
            return False
        ahead = event.position - kept.call.position
        if ahead == 1:
            evolve(kept.call, event)
        elif ahead > 1:
            kept.call = None
        return ahead > 0

    async def _decide(self, call_id: str, kept: _Kept, build: Build) -> tuple[CallEvent, ...]:
        async def decide_now() -> tuple[CallEvent, ...]:
            call = kept.call or await self._read(call_id, kept)
            command = build(call)
            if command is None:
                return ()
            refuse_reuse(command.id, call.seen)
            return decide(call, command)

        events = await decide_and_append(self._log, decide_now, kept.drop)
        if kept.call is not None:
            for event in events:
                evolve(kept.call, event)
        return tuple(events)

    async def _read(self, call_id: str, kept: _Kept) -> Call:
        def fold_call(events: Iterator[Event]) -> Call:
            return fold(call_id, cast("Iterator[CallEvent]", events))

        kept.call = call = await self._log.fold_stream(call_id, fold_call)
        return call

    def _keep(self, call_id: str) -> _Kept:
        kept = self._kept.get(call_id)
        if kept is None:
            kept = self._kept[call_id] = _Kept()
            self._forget_oldest()
        self._kept.move_to_end(call_id)
        return kept

    def _forget_oldest(self) -> None:
        """A call somebody decides on right now is not forgotten, or two would queue apart."""
        surplus = max(0, len(self._kept) - self._capacity)
        for call_id, kept in list(islice(self._kept.items(), surplus)):
            if kept.users == 0:
                del self._kept[call_id]
