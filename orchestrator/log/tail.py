"""The newest events of a log that this process appended itself, kept in memory for followers.

They are kept only while they follow each other without a gap in their log positions: nothing of
another process can then be between them, so a follower that has read up to the first of them may
take the rest from here instead of from the database.
"""

from collections.abc import Iterable
from itertools import islice
from threading import Lock
from typing import Final

from hookflash.domain.event import Event

CAPACITY: Final = 1_000
"""So many events are kept at least; a follower further behind reads the database."""

Placed = tuple[int, Event]
"""An event with its log position."""


class Tail:
    """Consecutive events of this process. Safe to use from several threads."""

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._capacity = capacity
        self._lock = Lock()
        self._placed: list[Placed] = []

    def note(self, placed: Iterable[Placed]) -> None:
        """Add committed events in the order of their log positions.

        After a gap the tail begins again; what is older than its end is left out.
        """
        with self._lock:
            kept = self._placed
            for one in placed:
                ahead = one[0] - kept[-1][0] if kept else 1
                if ahead > 1:
                    kept.clear()
                if ahead > 0:
                    kept.append(one)
            if len(kept) > 2 * self._capacity:
                del kept[: -self._capacity]

    def after(self, position: int, limit: int) -> list[Placed] | None:
        """Up to ``limit`` events after log ``position``; None if the tail begins later.

        Empty if the tail ends there or earlier, which says nothing about other processes' events.
        """
        with self._lock:
            if not self._placed or (skipped := position + 1 - self._placed[0][0]) < 0:
                return None
            return list(islice(self._placed, skipped, skipped + limit))

    def last_beyond(self, position: int) -> int:
        """The log position of the last event; 0 if what follows ``position`` is not here."""
        with self._lock:
            kept = self._placed
            here = kept and kept[0][0] - 1 <= position < kept[-1][0]
            return kept[-1][0] if here else 0

    def clear(self) -> None:
        """Forget all: the stored events were changed."""
        with self._lock:
            self._placed.clear()
