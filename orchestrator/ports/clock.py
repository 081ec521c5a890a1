"""The clock port."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Timestamps for the log, and sleeps by a clock that never jumps."""

    def now(self) -> datetime:
        """The wall-clock time, aware UTC. It may jump: nothing is ordered or timed by it."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Sleep by the monotonic clock."""
        ...
