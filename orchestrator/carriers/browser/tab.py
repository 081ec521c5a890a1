"""The server's end of a tab's line: what waits to be sent to it."""

import asyncio
import json
from collections import deque
from typing import Any, Final

from hookflash.orchestrator.carriers.voice.sound import RATE, SAMPLE_BYTES

LIVE: Final = 0
"""The stream of sound that is played as it comes. Others are speeches, and play in full."""
MAX_LIVE_BYTES: Final = RATE * SAMPLE_BYTES // 2
"""Live sound that may wait: half a second. Of more, the oldest is left out."""
MAX_WAITING_BYTES: Final = 8 * 1024 * 1024
"""What may wait for a tab that reads nothing, before it counts as gone: four minutes of speech."""
MESSAGE_BYTES: Final = 512
"""What a message takes in memory beside its content."""


class Tab:
    """A tab that is connected. Sending never waits: a slow tab misses live sound, nothing else."""

    def __init__(self) -> None:
        self._waiting: deque[str | bytes] = deque()
        self._bytes = 0
        self._live = 0
        self._more = asyncio.Event()
        self.closed = False

    @property
    def waiting_bytes(self) -> int:
        """How much memory the messages take that wait."""
        return self._bytes

    def tell(self, what: str, **more: Any) -> None:
        """Send a message of the kind ``what``."""
        self._add(json.dumps({"is": what, **more}))

    def play(self, stream: int, pcm: bytes) -> None:
        """Send sound: 16 bits, mono, 16 kHz."""
        if self.closed:
            return
        if stream == LIVE:
            self._live += len(pcm)
        self._add(stream.to_bytes(4, "little") + pcm)
        while self._live > MAX_LIVE_BYTES:
            self._leave_out(next(one for one in self._waiting if _is_live(one)))

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
        sent = self._waiting[0]
        self._leave_out(sent)
        return sent

    def _add(self, message: str | bytes) -> None:
        if self.closed:
            return
        self._waiting.append(message)
        self._bytes += _weight(message)
        if self._bytes > MAX_WAITING_BYTES:
            self._waiting.clear()
            self._bytes = self._live = 0
            self.closed = True
        self._more.set()

    def _leave_out(self, message: str | bytes) -> None:
        self._waiting.remove(message)
        self._bytes -= _weight(message)
        if _is_live(message):
            self._live -= len(message) - 4


def _weight(message: str | bytes) -> int:
    return len(message) + MESSAGE_BYTES


def _is_live(message: str | bytes) -> bool:
    return isinstance(message, bytes) and message[:4] == bytes(4)
