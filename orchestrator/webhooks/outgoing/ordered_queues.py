"""What waits for one endpoint: one lane a stream, in order; lanes do not wait for each other."""

from collections import deque
from collections.abc import Collection, Iterable
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple


class Waiting(NamedTuple):
    """An event, by its log position, that is to be sent at ``due_at`` after some attempts."""

    position: int
    lane: str
    attempts: int
    due_at: datetime


def lane_of(stream: str) -> str:
    """The lane of a stream. A stream may name a person's number; what it is kept under does not."""
    return sha256(stream.encode()).hexdigest()[:32]


class OrderedQueues:
    """Events that wait, each behind those of its own lane."""

    def __init__(self, waiting: Iterable[Waiting] = ()) -> None:
        self._lanes: dict[str, deque[Waiting]] = {}
        self._count = 0
        self.add(waiting)

    def __len__(self) -> int:
        return self._count

    def add(self, waiting: Iterable[Waiting]) -> None:
        """Queue up, each behind the last of its lane."""
        for one in waiting:
            self._lanes.setdefault(one.lane, deque()).append(one)
            self._count += 1

    def due(self, now: datetime, busy: Collection[str], room: int) -> list[Waiting]:
        """The first of up to ``room`` lanes whose time has come; those never tried before others.

        Lanes that are ``busy`` are left alone.
        """
        ready = (lane[0] for name, lane in self._lanes.items() if name not in busy)
        return sorted(
            (one for one in ready if one.due_at <= now),
            key=lambda one: (one.attempts > 0, one.position),
        )[:room]

    def next_due(self, busy: Collection[str]) -> datetime | None:
        """When the next lane's time comes, None if nothing waits."""
        return min(
            (lane[0].due_at for name, lane in self._lanes.items() if name not in busy),
            default=None,
        )

    def done(self, one: Waiting) -> None:
        """Let the next of its lane come up."""
        lane = self._lanes[one.lane]
        lane.popleft()
        self._count -= 1
        if not lane:
            del self._lanes[one.lane]

    def postpone(self, one: Waiting, due_at: datetime) -> None:
        """Try it again at ``due_at``; its lane waits."""
        self._lanes[one.lane][0] = one._replace(attempts=one.attempts + 1, due_at=due_at)
