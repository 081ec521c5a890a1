"""The clock, the ids and the secrets of a running system."""

import asyncio
import secrets
from datetime import UTC, datetime
from uuid import uuid4


class SystemClock:
    """The machine's time of day, and asyncio's monotonic clock."""

    def now(self) -> datetime:
        """The time of day, UTC."""
        return datetime.now(UTC)

    async def sleep(self, seconds: float) -> None:
        """Wait by the event loop's monotonic clock."""
        await asyncio.sleep(seconds)


class RandomIds:
    """Ids that nobody else makes."""

    def new(self, kind: str) -> str:
        """An id such as ``speak-1b4e28ba2fa1``."""
        return f"{kind}-{uuid4().hex[:16]}"


def new_secret() -> str:
    """256 random bits, in hex."""
    return secrets.token_hex(32)
