"""Arms the timers that follow from a call's log, and cancels those that no longer do."""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import Any, Final

from hookflash.domain.call.call import Call
from hookflash.domain.call.timers import Timer, pending_timers
from hookflash.orchestrator.ports.clock import Clock
from hookflash.orchestrator.runtime.effects.steady_clock import SteadyClock

Fire = Callable[[str, Timer], Coroutine[Any, Any, None]]
AGAIN_SECONDS: Final = 2.0
"""From the end of a firing that changed nothing, or failed, to the next."""


class Timers:
    """The timers of one process. They run by the monotonic clock from the moment they are armed.

    ``ours`` says whether a timer of a call is for this process; the others are never armed. A timer
    is forgotten once the log has the event that settles it, so that :meth:`arm` finds it no longer
    pending. Until then it fires again and again.
    """

    def __init__(
        self,
        clock: Clock,
        fire: Fire,
        start: Callable[[Coroutine[Any, Any, None]], object],
        ours: Callable[[Call, Timer], bool],
    ) -> None:
        self._fire = fire
        self._ours = ours
        self._start = start
        self._armed: dict[str, dict[Timer, asyncio.TimerHandle]] = {}
        self._time = SteadyClock(clock, lambda: asyncio.get_running_loop().time())

    def arm(self, call: Call) -> None:
        """Make the armed timers exactly those that ``call`` has now for this process."""
        armed = self._armed.setdefault(call.call_id, {})
        pending = {timer for timer in pending_timers(call) if self._ours(call, timer)}
        for timer in armed.keys() - pending:
            armed.pop(timer).cancel()
        for timer in sorted(pending - armed.keys()):
            armed[timer] = self._call_later(self._left(timer), call.call_id, timer)
        if not armed:
            del self._armed[call.call_id]

    def check_clock(self) -> None:
        """Detect wall-clock jumps."""
        self._time.look()

    def seconds_since(self, at: datetime) -> float:
        """Seconds since an event stamped ``at``, also across a wall-clock jump."""
        return self._time.seconds_since(at)

    def has_timer(self, call_id: str) -> bool:
        """Whether a timer of the call is armed in this process, or is firing."""
        return call_id in self._armed

    def _left(self, timer: Timer) -> float:
        """Part of it may have passed: after a restart, or when another worker armed it first."""
        passed = self._time.seconds_since(timer.since)
        return min(max(timer.seconds - passed, 0.0), timer.seconds)

    def _call_later(self, seconds: float, call_id: str, timer: Timer) -> asyncio.TimerHandle:
        return asyncio.get_running_loop().call_later(seconds, self._expire, call_id, timer)

    def _expire(self, call_id: str, timer: Timer) -> None:
        self._start(self._run(call_id, timer, self._armed[call_id][timer]))

    async def _run(self, call_id: str, timer: Timer, fired: asyncio.TimerHandle) -> None:
        try:
            await self._fire(call_id, timer)
        finally:
            armed = self._armed.get(call_id, {})
            if armed.get(timer) is fired:
                armed[timer] = self._call_later(AGAIN_SECONDS, call_id, timer)

    def stop(self) -> None:
        """Cancel everything. The next worker that opens the log arms what is due."""
        for armed in self._armed.values():
            for handle in armed.values():
                handle.cancel()
        self._armed.clear()
