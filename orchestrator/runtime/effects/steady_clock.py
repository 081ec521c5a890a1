"""Elapsed time since an event's timestamp, even if the wall clock was changed since.

Events carry wall-clock timestamps; timers run by a clock that never jumps. The offset between the
two is sampled regularly, and a timestamp is converted by the offset that applied when it was made.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from hookflash.orchestrator.ports.clock import Clock

SET: Final = 1.0
"""Seconds of offset that count as a change of the clock; drift between two samples is far less."""
AHEAD: Final = 60.0
"""Seconds that another host's clock may be ahead of this one's."""
KEPT: Final = 16


@dataclass
class _Interval:
    """An interval in which the wall clock was seen ``offset`` seconds ahead of the steady one."""

    offset: float
    first: float
    last: float


class SteadyClock:
    """Tracks the offset between the wall clock and ``steady``: seconds that never jump."""

    def __init__(self, clock: Clock, steady: Callable[[], float]) -> None:
        self._clock = clock
        self._steady = steady
        self._intervals: deque[_Interval] = deque(maxlen=KEPT)

    def look(self) -> bool:
        """Sample the offset; returns whether the wall clock was changed since the last sample."""
        now = self._steady()
        offset = self._clock.now().timestamp() - now
        if self._intervals and abs(offset - self._intervals[-1].offset) <= SET:
            self._intervals[-1].last = now
            return False
        self._intervals.append(_Interval(offset, now, now))
        return len(self._intervals) > 1

    def seconds_since(self, at: datetime) -> float:
        """Seconds since an event stamped ``at``; negative if another host's clock is ahead."""
        self.look()
        now = self._steady()
        latest = now + AHEAD
        intervals = list(self._intervals)
        for n in range(len(intervals) - 1, -1, -1):
            steady_at = at.timestamp() - intervals[n].offset
            earliest = intervals[n - 1].last if n else steady_at
            if earliest - SET <= steady_at <= latest:
                return now - steady_at
            latest = intervals[n].first + SET
        return now - (at.timestamp() - intervals[-1].offset)
