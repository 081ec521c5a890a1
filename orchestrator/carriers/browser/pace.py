"""How much a tab may send: as much as a person can say and type, and little more."""

import asyncio
from typing import Final

SOUND_PER_SECOND: Final = 1.25
"""Seconds of sound that a line takes in a second; clocks of sound cards differ a little."""
SOUND_AT_ONCE: Final = 3.0
"""Seconds of sound that may come at once, after the network was slow."""
MESSAGES_PER_SECOND: Final = 20.0
MESSAGES_AT_ONCE: Final = 50.0


class Pace:
    """Allows so much per second, and so much ``at_once`` after a pause."""

    def __init__(self, per_second: float, at_once: float) -> None:
        self._per_second = per_second
        self._most = self._left = at_once
        self._now = asyncio.get_running_loop().time
        self._at = self._now()

    def take(self, amount: float) -> bool:
        """Take ``amount`` if it is allowed now."""
        self._refill()
        if self._left < amount:
            return False
        self._left -= amount
        return True

    async def wait_for(self, amount: float) -> None:
        """Take ``amount`` once it is allowed; meanwhile the sender waits, too."""
        self._refill()
        self._left -= amount
        if self._left < 0:
            await asyncio.sleep(-self._left / self._per_second)

    def _refill(self) -> None:
        now = self._now()
        self._left = min(self._left + (now - self._at) * self._per_second, self._most)
        self._at = now
