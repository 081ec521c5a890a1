"""How long ago something was, though somebody has set the clock since (FAULTS 24).

Events are stamped by the wall clock, timers run by one that never jumps. Where the two stand to
each other is looked at every now and then; a stamp belongs to the stretch of time in which it can
have been made.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from hookflash.orchestrator.ports.clock import Clock

SET: Final = 1.0
"""Seconds by which a clock that was set differs; what it drifts between two looks is far less."""
AHEAD: Final = 60.0
"""Seconds by which the clock of another host may be ahead of this one's."""
KEPT: Final = 16


@dataclass
class _Stretch:
    """As long as the wall clock was ``offset`` ahead of the steady one, as far as it was seen."""

    offset: float
    first: float
    last: float


class SteadyClock:
    """Knows where the wall clock stood; ``steady`` tells seconds and never jumps."""

    def __init__(self, clock: Clock, steady: Callable[[], float]) -> None:
        self._clock = clock
        self._steady = steady
        self._stretches: deque[_Stretch] = deque(maxlen=KEPT)

    def look(self) -> None:
        """See whether the wall clock was set."""
        now = self._steady()
        offset = self._clock.now().timestamp() - now
        if self._stretches and abs(offset - self._stretches[-1].offset) <= SET:
            self._stretches[-1].last = now
        else:
            self._stretches.append(_Stretch(offset, now, now))

    def seconds_since(self, at: datetime) -> float:
        """How long ago an event stamped ``at`` was; below zero if another host's clock is ahead."""
        self.look()
        now = self._steady()
        latest = now + AHEAD
        stretches = list(self._stretches)
        for n in range(len(stretches) - 1, -1, -1):
            moment = at.timestamp() - stretches[n].offset
            earliest = stretches[n - 1].last if n else moment
            if earliest - SET <= moment <= latest:
                return now - moment
            latest = stretches[n].first + SET
        return now - (at.timestamp() - stretches[-1].offset)
