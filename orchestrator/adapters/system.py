"""The clock, the ids and the secrets of a running system."""

import asyncio
import os
import secrets
from datetime import UTC, datetime
from random import Random
from typing import Final

_RANDOM: Final = Random()  # noqa: S311 - ids are no secrets
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_RANDOM.seed)


class SystemClock:
    """The machine's time of day, and asyncio's monotonic clock."""

    def now(self) -> datetime:
        """The time of day, UTC."""
        return datetime.now(UTC)

    async def sleep(self, seconds: float) -> None:
        """Wait by the event loop's monotonic clock."""
        await asyncio.sleep(seconds)


class RandomIds:
    """Ids that nobody else makes: 64 random bits each.

    The system seeds their generator. To ask it for every id would let our other threads run
    first, for milliseconds.
    """

    def new(self, kind: str) -> str:
        """An id such as ``speak-1b4e28ba2fa1``."""
        return f"{kind}-{_RANDOM.getrandbits(64):016x}"


def new_secret() -> str:
    """256 random bits, in hex."""
    return secrets.token_hex(32)
