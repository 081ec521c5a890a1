"""Where a moment of a call is drawn: to scale, except that long silences are shortened.

A silence is a stretch in which no event happened. Each shortened one is marked with its length.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

LONG_SECONDS: Final = 12.0
"""A silence that is longer than this is shortened."""
SHORT_SECONDS: Final = 3.0
"""The room that a shortened silence gets."""
STEPS: Final = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1_800)
TICKS: Final = 9


class Silence(NamedTuple):
    """A stretch that is shortened, in seconds."""

    begin: float
    end: float


class Scale:
    """Converts seconds of a call to a fraction of the width, from 0 to 1.

    ``length`` is the drawn length, in seconds of unshortened time.
    """

    def __init__(self, times: Iterable[float]) -> None:
        self._times = sorted({0.0, *times})
        self._drawn = [0.0]
        self.silences: list[Silence] = []
        for before, after in pairwise(self._times):
            if after - before > LONG_SECONDS:
                self.silences.append(Silence(before, after))
            room = SHORT_SECONDS if after - before > LONG_SECONDS else after - before
            self._drawn.append(self._drawn[-1] + room)
        self.length = max(self._drawn[-1], 1.0) * 1.02

    def __call__(self, seconds: float) -> float:
        """The fraction at ``seconds``; what is beyond the last time is drawn at the end."""
        index = bisect_right(self._times, seconds) - 1
        if index < 0:
            return 0.0
        if index + 1 == len(self._times):
            return min(1.0, (self._drawn[-1] + seconds - self._times[-1]) / self.length)
        begin, end = self._times[index], self._times[index + 1]
        room = self._drawn[index + 1] - self._drawn[index]
        drawn = self._drawn[index] + room * (seconds - begin) / (end - begin)
        return drawn / self.length

    def ticks(self) -> Sequence[float]:
        """The seconds at which to label the scale; none of them is in a shortened silence."""
        step = next((one for one in STEPS if self.length / one <= TICKS), STEPS[-1])
        last = int(self._times[-1])
        room = 1 / (2 * TICKS)
        kept, at = list[float](), -1.0
        for seconds in range(0, last + 1, step):
            crowded = kept and self(seconds) - at < room
            if self(seconds) > 1 - room:
                break  # its label would be cut off
            if not crowded and not any(one.begin < seconds < one.end for one in self.silences):
                kept.append(float(seconds))
                at = self(seconds)
        return kept
