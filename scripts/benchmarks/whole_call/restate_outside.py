"""What steps on Restate use: the caller's line, the providers, the inbox."""

import asyncio
from collections import defaultdict

from scripts.benchmarks.whole_call.inbox import Inbox
from scripts.benchmarks.whole_call.restate_server import Restate

Said = tuple[str, str]
"""What was said to the caller, and the awakeable that takes the answer, if the form has them."""


class Outside:
    """The outside of the calls of this process."""

    restate: Restate
    inbox: Inbox

    def __init__(self) -> None:
        self._said: dict[str, asyncio.Queue[Said]] = defaultdict(asyncio.Queue)
        self._under_way: set[asyncio.Task[None]] = set()

    async def say(self, call_id: str, text: str, reply_to: str = "") -> None:
        """Say something to the caller."""
        self._said[call_id].put_nowait((text, reply_to))

    async def heard(self, call_id: str, text: str) -> str:
        """Wait until the caller heard ``text``; returns the awakeable for the answer."""
        while True:
            said, reply_to = await self._said[call_id].get()
            if said == text:
                return reply_to

    async def enter(self, call_id: str, entry: dict[str, str]) -> None:
        """Write to the inbox."""
        await self.inbox.enter(call_id, entry)

    def later(self, request: "asyncio.Task[None]") -> None:
        """Keep a provider's report that is under way."""
        self._under_way.add(request)
        request.add_done_callback(self._under_way.discard)

    def hang_up(self, call_id: str) -> None:
        """Forget the call."""
        del self._said[call_id]


OUTSIDE = Outside()
"""That of this process, which serves one benchmark."""
