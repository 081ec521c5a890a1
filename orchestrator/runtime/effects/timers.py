"""Arms the timers that follow from a call's log, and cancels those that no longer do."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from datetime import datetime
from typing import Any, Final

from hookflash.domain.call.call import Call
from hookflash.domain.call.timers import Timer, pending_timers
from hookflash.orchestrator.ports.clock import Clock
from hookflash.orchestrator.runtime.effects.steady_clock import SteadyClock

Fire = Callable[[str, Timer], Coroutine[Any, Any, None]]
AGAIN_SECONDS: Final = 2.0
"""From the end of a firing that changed nothing, or failed, to the next."""


class _Armed:
    """An armed timer, and its handle; None while it fires."""

    __slots__ = ("handle", "put_off", "timer")

    def __init__(self, timer: Timer) -> None:
        self.timer = timer
        self.handle: asyncio.TimerHandle | None = None
        self.put_off = False
        """Whether the timer is due later than its handle."""

    def cancel(self) -> None:
        if self.handle is not None:
            self.handle.cancel()


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
        self._armed: dict[str, dict[Timer, _Armed]] = {}
        self._time = SteadyClock(clock, lambda: asyncio.get_running_loop().time())

    def arm(self, call: Call) -> None:
        """Make the armed timers exactly those that ``call`` has now for this process."""
        due, armed = pending_timers(call), self._armed.get(call.call_id)
        if not due and armed is None:
            return
        if armed is not None and len(due) == len(armed) and all(map(armed.__contains__, due)):
            return
        pending = {timer for timer in due if self._ours(call, timer)}
        if armed is None:
            if not pending:
                return
            armed = self._armed[call.call_id] = {}
        new = sorted(pending - armed.keys())
        if len(armed) + len(new) > len(pending):
            for timer in armed.keys() - pending:
                later = _later(timer, new)
                if later is not None and armed[timer].handle is not None:
                    new.remove(later)
                    armed[later] = self._put_off(armed.pop(timer), later)
                else:
                    armed.pop(timer).cancel()
        for timer in new:
            one = armed[timer] = _Armed(timer)
            one.handle = self._call_later(self._left(timer), call.call_id, one)
        if not armed:
            del self._armed[call.call_id]

    @staticmethod
    def _put_off(armed: _Armed, timer: Timer) -> _Armed:
        """Keep the handle, which comes too early: what sets it again looks how much is left."""
        armed.timer, armed.put_off = timer, True
        return armed

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

    def _call_later(self, seconds: float, call_id: str, armed: _Armed) -> asyncio.TimerHandle:
        return asyncio.get_running_loop().call_later(seconds, self._expire, call_id, armed)

    def _expire(self, call_id: str, armed: _Armed) -> None:
        if armed.put_off:
            armed.put_off = False
            armed.handle = self._call_later(self._left(armed.timer), call_id, armed)
            return
        armed.handle = None
        self._start(self._run(call_id, armed))

    async def _run(self, call_id: str, fired: _Armed) -> None:
        try:
            await self._fire(call_id, fired.timer)
        finally:
            if self._armed.get(call_id, {}).get(fired.timer) is fired:
                fired.handle = self._call_later(AGAIN_SECONDS, call_id, fired)

    def stop(self) -> None:
        """Cancel everything. The next worker that opens the log arms what is due."""
        for armed in self._armed.values():
            for one in armed.values():
                one.cancel()
        self._armed.clear()


def _later(timer: Timer, new: Sequence[Timer]) -> Timer | None:
    """The one of ``new`` that is ``timer`` put off: after each sign of life, it is due later."""
    for one in new:
        if one.kind == timer.kind == "interrupt" and one.since >= timer.since:
            return one if one.seconds >= timer.seconds else None
    return None
