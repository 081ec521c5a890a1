"""The server's end of a tab's line: what waits to be sent to it."""

import asyncio
import json
from collections import deque
from typing import Any, Final

LIVE: Final = 0
"""The stream of sound that is played as it comes. Others are speeches, and play in full."""
MAX_LIVE_FRAMES: Final = 25
"""Frames of live sound that may wait: half a second. Of more, the oldest are left out."""
MAX_WAITING: Final = 4_000
"""Messages that may wait for a tab that reads nothing, before it counts as gone."""


class Tab:
    """A tab that is connected. Sending never waits: a slow tab misses live sound, nothing else."""

    def __init__(self) -> None:
        self._waiting: deque[str | bytes] = deque()
        self._live = 0
        self._more = asyncio.Event()
        self.closed = False

    def tell(self, what: str, **more: Any) -> None:
        """Send a message of the kind ``what``."""
        self._add(json.dumps({"is": what, **more}))

    def play(self, stream: int, pcm: bytes) -> None:
        """Send sound: 16 bits, mono, 16 kHz."""
        if stream == LIVE:
            self._make_room()
            self._live += 1
        self._add(stream.to_bytes(4, "little") + pcm)

    def close(self) -> None:
        """Send what waits, then no more."""
        self.closed = True
        self._more.set()

    async def next(self) -> str | bytes | None:
        """The next message to send; None once the tab is closed and nothing waits."""
        while not self._waiting:
            if self.closed:
                return None
            self._more.clear()
            await self._more.wait()
        sent = self._waiting.popleft()
        if _is_live(sent):
            self._live -= 1
        return sent

    def _add(self, message: str | bytes) -> None:
        if self.closed:
            return
        self._waiting.append(message)
        if len(self._waiting) > MAX_WAITING:
            self._waiting.clear()
            self.closed = True
        self._more.set()

    def _make_room(self) -> None:
        if self._live < MAX_LIVE_FRAMES:
            return
        oldest = next(one for one in self._waiting if _is_live(one))
        self._waiting.remove(oldest)
        self._live -= 1


def _is_live(message: str | bytes) -> bool:
    return isinstance(message, bytes) and message[:4] == bytes(4)
