"""The machine's clock."""

import asyncio
from datetime import UTC, datetime


class SystemClock:
    """The machine's time of day, and asyncio's monotonic clock."""

    def now(self) -> datetime:
        """The time of day, UTC."""
        return datetime.now(UTC)

    async def sleep(self, seconds: float) -> None:
        """Wait by the event loop's monotonic clock."""
        await asyncio.sleep(seconds)
