"""The clock's role."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time for the log, and sleeps by a clock that never jumps."""

    def now(self) -> datetime:
        """The time of day, aware UTC. It may jump; nothing is ordered or timed by it."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait by the monotonic clock."""
        ...
