"""Load, decide, append: the only way anything happens on a call.

Folded calls are cached. A stale one does no harm: its append conflicts, the call is read again and
the command is decided again (docs/explanation/log.md).
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, cast

from hookflash.domain.call.call import Call
from hookflash.domain.call.commands import Command
from hookflash.domain.call.decide import decide
from hookflash.domain.call.events import CallEvent
from hookflash.domain.call.evolve import evolve, fold
from hookflash.domain.call.repeats import is_repeated, may_be_another, refuse_other
from hookflash.domain.event import Event
from hookflash.domain.idempotency import refuse_reuse
from hookflash.orchestrator.log.decide_and_append import decide_and_append
from hookflash.orchestrator.log.protocol import Log
from hookflash.orchestrator.log.seen import Seen
from hookflash.orchestrator.runtime.live_count import LiveCount
from hookflash.orchestrator.runtime.usage_ledger import UsageLedger, warn

CAPACITY: Final = 20_000


@dataclass(frozen=True)
class Informed:
    """Makes a command of what it reads from other streams, which the append then verifies.

    ``make`` is called again, and reads again, if one of them has grown meanwhile.
    """

    make: Callable[[Call, Seen], Awaitable[Command | None]]


Build = Callable[[Call], Command | None] | Informed
"""Makes a command for a call as it is now, or None if there is nothing to ask of it."""
Beside = Callable[[Call, Sequence[CallEvent]], Awaitable[Sequence[Event]]]
"""What goes into other streams in the same commit as the events of a decision."""
Ask = Callable[[str, Build], Awaitable[tuple[CallEvent, ...]]]
"""Decides a command on a call, and returns its events."""


class _Kept:
    """A cached call, with the lock that serialises decisions on it."""

    __slots__ = ("call", "turn", "users")

    def __init__(self) -> None:
        self.call: Call | None = None
        self.turn = asyncio.Lock()
        self.users = 0

    def drop(self) -> None:
        """Drop the cached call; it is read again before the next decision."""
        self.call = None


class CommandHandler:
    """Handles commands on calls; the ``capacity`` calls used last stay cached, live ones first."""

    def __init__(self, log: Log, capacity: int = CAPACITY, beside: Beside | None = None) -> None:
        self._log = log
        self._beside = beside
        self._capacity = capacity
        self.usage = UsageLedger(log)
        self.live = LiveCount()
        self._kept: OrderedDict[str, _Kept] = OrderedDict()

    def cached(self, call_id: str) -> Call | None:
        """The call as this process last knew it, if it is cached. Do not change it."""
        kept = self._kept.get(call_id)
        return kept.call if kept is not None else None

    async def load(self, call_id: str) -> Call:
        """The call as this process last knew it. Do not change it."""
        kept = self._keep(call_id)
        return kept.call or await self.reload(call_id)

    async def reload(self, call_id: str) -> Call:
        """The call as the log has it now."""
        kept = self._keep(call_id)
        async with kept.turn:
            return await self._read(call_id, kept)

    async def refresh(self, call_id: str) -> Call:
        """The call as the log has it now, of which only what is new is read."""
        kept = self._keep(call_id)
        async with kept.turn:
            call = kept.call or await self._read(call_id, kept)
            for event in await self._log.read_stream(call_id, call.position):
                evolve(call, cast("CallEvent", event))
            self.live.note(call)
            return call

    async def handle(self, call_id: str, build: Build) -> tuple[CallEvent, ...]:
        """Decide the command that ``build`` makes and append its events; returns them.

        Raises ``NameReused`` if another message or request had its id.
        """
        kept = self._keep(call_id)
        kept.users += 1
        try:
            async with kept.turn:
                return await self._decide(call_id, kept, build)
        finally:
            kept.users -= 1

    def forget(self, call_id: str) -> None:
        """Evict a finished call from memory."""
        kept = self._kept.get(call_id)
        if kept is not None and kept.users == 0:
            self._evict(call_id)

    def absorb(self, event: CallEvent) -> bool:
        """Apply an event read from the log to a cached call; returns whether it was new.

        A call that is being decided on is left alone: that append detects what is stale.
        """
        kept = self._kept.get(event.call_id)
        if kept is None or kept.call is None or kept.turn.locked():
            return False
        ahead = event.position - kept.call.position
        if ahead == 1:
            evolve(kept.call, event)
            self.live.note(kept.call)
        elif ahead > 1:
            kept.call = None
        return ahead > 0

    async def _decide(self, call_id: str, kept: _Kept, build: Build) -> tuple[CallEvent, ...]:
        tally, seen = self.usage.tally(), Seen()
        decided: tuple[CallEvent, ...] = ()

        async def decide_now() -> Sequence[Event]:
            nonlocal decided
            call = kept.call or await self._read(call_id, kept)
            command = await _made(build, call, seen)
            decided = ()
            if command is None:
                return ()
            refuse_reuse(command.id, call.seen.requests)
            if may_be_another(command) and is_repeated(call, command):
                refuse_other(command, await self._events(call_id))
            decided = decide(call, await self.usage.inform(call, command))
            beside = await self._beside(call, decided) if self._beside is not None else ()
            return (*decided, *beside, *await tally.count(call, decided))

        def forget() -> None:
            kept.drop()
            tally.failed()

        await decide_and_append(self._log, decide_now, forget, seen)
        if kept.call is not None:
            for event in decided:
                evolve(kept.call, event)
            self.live.note(kept.call)
        warn(decided)
        return decided

    async def _events(self, call_id: str) -> Sequence[CallEvent]:
        return cast("Sequence[CallEvent]", await self._log.read_stream(call_id))

    async def _read(self, call_id: str, kept: _Kept) -> Call:
        def fold_call(events: Iterator[Event]) -> Call:
            return fold(call_id, cast("Iterator[CallEvent]", events))

        kept.call = call = await self._log.fold_stream(call_id, fold_call)
        self.live.note(call)
        return call

    def _keep(self, call_id: str) -> _Kept:
        kept = self._kept.get(call_id)
        if kept is None:
            kept = self._kept[call_id] = _Kept()
            self._forget_oldest()
        self._kept.move_to_end(call_id)
        return kept

    def _forget_oldest(self) -> None:
        """Evict what was used longest ago, live calls last.

        Calls that are being decided on stay, or two locks for one call would exist.
        """
        for _ in range(len(self._kept) - 1):  # all but the newest, which is to be used now
            if len(self._kept) <= self._capacity:
                return
            call_id, kept = next(iter(self._kept.items()))
            spared = call_id in self.live and len(self.live) < self._capacity
            if kept.users or spared:
                self._kept.move_to_end(call_id)
            else:
                self._evict(call_id)

    def _evict(self, call_id: str) -> None:
        del self._kept[call_id]
        self.live.forget(call_id)


async def _made(build: Build, call: Call, seen: Seen) -> Command | None:
    return await build.make(call, seen) if isinstance(build, Informed) else build(call)
