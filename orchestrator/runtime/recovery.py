"""Resumes the calls of workers that died, with their timers and open effects."""

import asyncio
from collections.abc import Callable, Iterable
from typing import Final

from hookflash.orchestrator.log.errors import LogUnavailable
from hookflash.orchestrator.ports.clock import Clock
from hookflash.orchestrator.runtime.dispatcher import Dispatcher
from hookflash.orchestrator.runtime.open_calls import OpenCall, OpenCalls
from hookflash.orchestrator.telemetry.logs import get_logger

EVERY = 2.0
"""Seconds between two sweeps. A call without a new event in between is resumed."""
SWEEPS: Final = 15
"""In so many sweeps, all open calls are looked at again, a share of them in each."""
PAGE: Final = 500
"""Open calls that are read at a time: rows are made in the time of the event loop."""
logger = get_logger(__name__)


class Recovery:
    """Resumes calls on which nothing has happened for a moment.

    It looks at what is due, timer by timer and effect by effect, not at whether a worker runs. A
    call that another worker does handle comes to no harm: the append race decides who acts, so
    timers and attempts are in the log once (docs/explanation/effects.md).

    A sweep costs what has happened since the last one, not what is open: it asks which calls have
    new events, and resumes those that had some before and none since. A call that owes nothing,
    and whose timers run here, is settled: it is left alone until its next event (ADR 32).
    """

    def __init__(
        self,
        dispatch: Dispatcher,
        clock: Clock,
        open_calls: OpenCalls,
        resumed: Callable[[], None] = lambda: None,
    ) -> None:
        """``resumed`` is called once all calls that were open at the start are resumed."""
        self._resumed = resumed
        self._dispatch = dispatch
        self._clock = clock
        self._open_calls = open_calls
        self._position: int | None = None
        """How far the log was looked at for changed calls; None before the first sweep."""
        self._changed: set[str] = set()
        """Calls with an event between the last two sweeps."""
        self._due: set[str] = set()
        """Calls without an event since, which are to be resumed."""
        self._round = _Round()

    async def run(self) -> None:
        """Resume everything open at once, then sweep repeatedly."""
        while True:
            try:
                await self.sweep()
            except LogUnavailable as error:
                logger.warning("log_unavailable", error=str(error), retry_seconds=EVERY)
            except Exception:
                logger.exception("sweep_failed")
            await self._clock.sleep(EVERY)

    async def sweep(self) -> None:
        """Resume the calls without a new event since the last sweep; at the first sweep, all."""
        self._dispatch.check_clock()
        if self._position is None:
            position = await self._open_calls.last_position()
            await self._look_at_all()
            self._position = position
            self._resumed()
        else:
            await self._note_changes(self._position)
            await self._resume_due()
            await self._look_at_share()
        await self._dispatch.resume_turns()

    async def _note_changes(self, after: int) -> None:
        position, changed = await self._open_calls.changed_since(after)
        self._due = (self._due | self._changed).difference(changed)
        self._changed = set(changed)
        self._position = position

    async def _resume_due(self) -> None:
        """Resume what has been without an event since the last sweep, if it is still open."""
        due = sorted(self._due)
        for begin in range(0, len(due), PAGE):
            some = due[begin : begin + PAGE]
            still_open = await self._open_calls.among(some)
            self._due.difference_update(set(some) - still_open.keys())
            for call_id, position in still_open.items():
                await self._resume(call_id, position)

    async def _look_at_all(self) -> None:
        self._round.restart()
        while page := await self._next_page():
            await self._look_at(page)
        self._round.restart()

    async def _look_at_share(self) -> None:
        """Look at the next share of the open calls: one that was missed is found in a while."""
        left = self._round.share
        while left > 0:
            page = await self._next_page()
            if not page:
                self._round.restart()
                return
            left -= len(page)
            await self._look_at(page)

    async def _next_page(self) -> list[OpenCall]:
        page = list(await self._open_calls.page(self._round.reached, PAGE))
        self._round.note(page)
        return page

    async def _look_at(self, page: Iterable[OpenCall]) -> None:
        for one in page:
            if self._round.is_settled(one.call_id, one.position):
                continue
            if one.call_id not in self._changed and one.call_id not in self._due:
                await self._resume(one.call_id, one.position)

    async def _resume(self, call_id: str, position: int) -> None:
        """Resume a call; again at the next sweep if it then has to be looked at again."""
        self._due.add(call_id)
        try:
            outcome = await self._dispatch.resume(call_id, position)
        except Exception:
            logger.exception("resume_failed", call_id=call_id)
        else:
            if outcome != "again":
                self._due.discard(call_id)
            if outcome == "settled":
                self._round.settle(call_id, position)
        await asyncio.sleep(0)


class _Round:
    """How far the open calls were looked at in this round, and which of them are settled."""

    def __init__(self) -> None:
        self.reached = 0
        """The log position of the last call looked at."""
        self._count = 0
        self._size = 0
        self._settled: dict[str, int] = {}
        self._before: dict[str, int] = {}
        """Settled calls of the round before: those that are still open are met again."""

    @property
    def share(self) -> int:
        """How many calls to look at in one sweep, so that a round takes ``SWEEPS``."""
        return -(-max(self._size, 1) // SWEEPS)

    def note(self, page: Iterable[OpenCall]) -> None:
        """Go on behind this page."""
        for one in page:
            self.reached = one.log_position
            self._count += 1

    def restart(self) -> None:
        """Begin at the oldest open call again."""
        self._size, self._count, self.reached = self._count, 0, 0
        self._before, self._settled = self._settled, {}

    def settle(self, call_id: str, position: int) -> None:
        """Nothing is to be done on a call until it has an event after ``position``."""
        self._settled[call_id] = position

    def is_settled(self, call_id: str, position: int) -> bool:
        """Whether a call is settled as of its event at ``position``."""
        if self._settled.get(call_id) == position:
            return True
        if self._before.get(call_id) != position:
            return False
        self._settled[call_id] = position
        return True
