"""Endless answers: how many a key may have open, and what becomes of clients that do not read."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import aclosing, contextmanager
from http import HTTPStatus
from typing import Final, TypeVar

from fastapi.responses import StreamingResponse
from starlette.types import Message, Receive, Scope, Send

from hookflash.orchestrator.http.problems import HttpProblem
from hookflash.orchestrator.telemetry.logs import get_logger

K = TypeVar("K")
PER_KEY: Final = 10
PER_WORKSPACE: Final = 40
WRITE_SECONDS: Final = 15.0
"""A client that takes nothing for so long, while something is to be sent, is dropped."""
logger = get_logger(__name__)


class OpenStreams:
    """The streams that are open in this process."""

    def __init__(self, per_key: int = PER_KEY, per_workspace: int = PER_WORKSPACE) -> None:
        self._per_key = per_key
        self._per_workspace = per_workspace
        self._by_key: Counter[tuple[str, str]] = Counter()
        self._by_workspace: Counter[str] = Counter()

    @contextmanager
    def one_more(self, workspace: str, key: str) -> Iterator[None]:
        """Count a stream while it is open. Raises a 429 if there are too many."""
        self.check(workspace, key)
        self._by_key[workspace, key] += 1
        self._by_workspace[workspace] += 1
        try:
            yield
        finally:
            _one_less(self._by_key, (workspace, key))
            _one_less(self._by_workspace, workspace)

    def check(self, workspace: str, key: str) -> None:
        """Raise a 429 if the key, or the workspace, has as many streams as it may."""
        if self._by_key[workspace, key] >= self._per_key:
            raise _too_many(f"This key has {self._per_key}")
        if self._by_workspace[workspace] >= self._per_workspace:
            raise _too_many(f"This workspace has {self._per_workspace}")


class EventStream(StreamingResponse):
    """An endless answer that is counted while it is open, and ends for a client that is stuck."""

    media_type = "text/event-stream"

    def __init__(
        self, events: AsyncIterator[str], streams: OpenStreams, workspace: str, key: str
    ) -> None:
        super().__init__(
            _closed_at_the_end(events),
            headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
        )
        self._streams = streams
        self._whose = workspace, key

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""

        async def send_in_time(message: Message) -> None:
            async with asyncio.timeout(WRITE_SECONDS):
                await send(message)

        try:
            with self._streams.one_more(*self._whose):
                await super().__call__(scope, receive, send_in_time)
        except HttpProblem as problem:  # others were opened since the route looked
            await problem.response()(scope, receive, send)
        except TimeoutError:
            logger.info("slow_stream_dropped", workspace=self._whose[0])


async def _closed_at_the_end(events: AsyncIterator[str]) -> AsyncIterator[str]:
    async with aclosing(events) as open_events:  # type: ignore[type-var]
        async for event in open_events:
            yield event


def _one_less(counter: Counter[K], key: K) -> None:
    counter[key] -= 1
    if not counter[key]:
        del counter[key]


def _too_many(has: str) -> HttpProblem:
    detail = f"{has} event streams open, the most that it may have; close one first."
    headers = {"Retry-After": "5"}
    return HttpProblem(HTTPStatus.TOO_MANY_REQUESTS, detail, headers=headers)
