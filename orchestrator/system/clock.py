"""The system clock."""

import asyncio
from datetime import UTC, datetime


class SystemClock:
    """Tells the system's time of day and sleeps by asyncio's monotonic clock."""

    def now(self) -> datetime:
        """Return the current time in UTC."""
        return datetime.now(UTC)

    async def sleep(self, seconds: float) -> None:
        """Sleep for ``seconds``; changes of the wall clock have no effect."""
        await asyncio.sleep(seconds)
