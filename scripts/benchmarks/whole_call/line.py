"""The caller's end of the line: what was said, and the tasks that wait for it."""

import asyncio
from collections import defaultdict


class Lines:
    """The lines of all calls in progress in this process."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._said: dict[tuple[str, str], asyncio.Event] = defaultdict(asyncio.Event)

    def say(self, call_id: str, text: str) -> None:
        """Record that something was said. Thread-safe."""
        self._loop.call_soon_threadsafe(self._said[call_id, text].set)

    async def heard(self, call_id: str, text: str) -> None:
        """Wait until ``text`` was said."""
        await self._said[call_id, text].wait()

    def hang_up(self, call_id: str) -> None:
        """Forget the call."""
        for key in [key for key in self._said if key[0] == call_id]:
            del self._said[key]
