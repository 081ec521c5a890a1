"""An endpoint's queue: ordered within each lane (one per stream); lanes are independent."""

from collections import deque
from collections.abc import Collection, Iterable
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple


class Waiting(NamedTuple):
    """A queued event, by its log position: due at ``due_at``, after ``attempts`` attempts."""

    position: int
    lane: str
    attempts: int
    due_at: datetime


def lane_of(stream: str) -> str:
    """Return the lane of a stream: a hash, since a stream's name may contain a phone number."""
    return sha256(stream.encode()).hexdigest()[:32]


class OrderedQueues:
    """Queued events; in each lane only the first can be sent."""

    def __init__(self, waiting: Iterable[Waiting] = ()) -> None:
        self._queues: dict[str, deque[Waiting]] = {}
        self._count = 0
        self.add(waiting)

    def __len__(self) -> int:
        return self._count

    def add(self, waiting: Iterable[Waiting]) -> None:
        """Append each event to the queue of its lane."""
        for event in waiting:
            self._queues.setdefault(event.lane, deque()).append(event)
            self._count += 1

    def due(self, now: datetime, busy: Collection[str], room: int) -> list[Waiting]:
        """Return up to ``room`` events that are due, one per lane; new events before retries.

        ``busy`` lanes are skipped.
        """
        first = (queue[0] for lane, queue in self._queues.items() if lane not in busy)
        return sorted(
            (event for event in first if event.due_at <= now),
            key=lambda event: (event.attempts > 0, event.position),
        )[:room]

    def next_due(self, busy: Collection[str]) -> datetime | None:
        """Return when the next event is due, or None if no lane outside ``busy`` has one."""
        return min(
            (queue[0].due_at for lane, queue in self._queues.items() if lane not in busy),
            default=None,
        )

    def done(self, event: Waiting) -> None:
        """Remove an event that is the first of its lane."""
        queue = self._queues[event.lane]
        queue.popleft()
        self._count -= 1
        if not queue:
            del self._queues[event.lane]

    def postpone(self, event: Waiting, due_at: datetime) -> None:
        """Retry an event at ``due_at``; the rest of its lane waits."""
        retried = event._replace(attempts=event.attempts + 1, due_at=due_at)
        self._queues[event.lane][0] = retried
