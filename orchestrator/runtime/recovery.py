"""Resumes the calls of workers that died, with their timers and open effects."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from hookflash.orchestrator.log.errors import LogUnavailable
from hookflash.orchestrator.ports.clock import Clock
from hookflash.orchestrator.runtime.dispatcher import Dispatcher
from hookflash.orchestrator.telemetry.logs import get_logger

EVERY = 2.0
"""Seconds between two sweeps. A call without a new event in between is resumed."""
SWEEPS = 15
"""After this many sweeps, a resumed call that still has no new event is resumed again."""
logger = get_logger(__name__)

OpenCalls = Callable[[], Awaitable[Mapping[str, int]]]
"""The calls with work left, each with the position of its last event."""


class Recovery:
    """Resumes calls on which nothing has happened for a moment.

    It looks at what is due, timer by timer and effect by effect, not at whether a worker runs. A
    call that another worker does handle comes to no harm: the append race decides who acts, so
    timers and attempts are in the log once (docs/explanation/effects.md).
    """

    def __init__(self, dispatch: Dispatcher, clock: Clock, open_calls: OpenCalls) -> None:
        self._dispatch = dispatch
        self._clock = clock
        self._open_calls = open_calls
        self._seen: Mapping[str, int] | None = None
        self._resumed: dict[str, int] = {}
        self._sweeps = 0

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
        now = await self._open_calls()
        self._sweeps += 1
        if self._sweeps % SWEEPS == 0:
            self._resumed.clear()
        self._resumed = {call: at for call, at in self._resumed.items() if call in now}
        seen = now if self._seen is None else self._seen
        for call_id, position in now.items():
            unchanged = seen.get(call_id) == position
            if unchanged and self._resumed.get(call_id) != position:
                await self._resume(call_id, position)
        self._seen = now
        await self._dispatch.resume_turns()

    async def _resume(self, call_id: str, position: int) -> None:
        """Resume a call; again at the next sweep if it then has to be looked at again."""
        try:
            if await self._dispatch.resume(call_id, position):
                self._resumed[call_id] = position
        except Exception:
            logger.exception("resume_failed", call_id=call_id)
        await asyncio.sleep(0)
