"""How long the latest commits took: whether the event loop may wait for the next one itself."""

from collections import deque
from statistics import median
from typing import Final

REMEMBERED: Final = 16
"""So many of the latest commits count."""
NEEDED: Final = 4
"""Before so many were measured, a disk counts as slow."""
FAST_SECONDS: Final = 0.002
"""The median up to which a disk is fast: other work in the loop does not notice so short a wait,
and a hand-off to a thread and back takes almost as long on a busy machine."""
LONG_SECONDS: Final = 0.01
"""A commit that holds up everything else in the loop for so long is noticed by others."""


class Pace:
    """Measures commits, in whichever thread they are made."""

    def __init__(self) -> None:
        self._seconds: deque[float] = deque(maxlen=REMEMBERED)

    def note(self, seconds: float) -> None:
        """Count a commit that took ``seconds``."""
        self._seconds.append(seconds)

    @property
    def is_fast(self) -> bool:
        """Whether the next commit will probably be short: the usual one, and all but one at most.

        One long commit does not count: a checkpoint of the database's file is one of hundreds.
        """
        known = sorted(self._seconds)
        return len(known) >= NEEDED and median(known) <= FAST_SECONDS and known[-2] <= LONG_SECONDS
