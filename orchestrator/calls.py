"""Load, decide, append: the one way in which anything happens on a call.

Folded calls are kept in memory. One that went stale does no harm: its append conflicts, it is
read again, and the command is decided again (DESIGN §6).
"""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Protocol, cast

from hookflash.domain.call.call import Call
from hookflash.domain.call.commands import Command
from hookflash.domain.call.decide import decide
from hookflash.domain.call.events import CallEvent
from hookflash.domain.call.evolve import evolve, fold
from hookflash.domain.event import Event
from hookflash.domain.requests import refuse_reuse
from hookflash.orchestrator.log.errors import Conflict

Build = Callable[[Call], Command | None]
"""Makes a command for a call as it stands, or None if there is nothing to ask of it."""


class Log(Protocol):
    """What is needed of the event log."""

    async def append(self, events: Sequence[Event]) -> int:
        """Store ``events`` all or none; raises ``Conflict``."""
        ...

    async def read_stream(self, stream: str, after: int = 0) -> Sequence[Event]:
        """The events of ``stream`` beyond position ``after``."""
        ...

    async def fold_stream(self, stream: str, fold: Callable[[Iterator[Event]], Call]) -> Call:
        """What ``fold`` makes of the events of ``stream``."""
        ...


class _Kept:
    """A call in memory, with the queue of those who want to decide on it."""

    def __init__(self) -> None:
        self.call: Call | None = None
        self.turn = asyncio.Lock()
        self.users = 0


class Calls:
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
        while True:
            call = kept.call or await self._read(call_id, kept)
            command = build(call)
            if command is not None:
                refuse_reuse(command.id, call.seen)
            events = decide(call, command) if command is not None else ()
            if not events:
                return ()
            try:
                await self._log.append(events)
            except Conflict:
                kept.call = None
                continue
            except BaseException:
                # Whether it was stored is not known here; the log is asked before the next one.
                kept.call = None
                raise
            for event in events:
                evolve(call, event)
            return events

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
