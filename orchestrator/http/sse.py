"""Streams new events of the log as Server-Sent Events."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any, Final

from hookflash.domain.access.events import KeyRevoked
from hookflash.domain.audience import is_for
from hookflash.domain.event import Actor, Event
from hookflash.domain.value import Value
from hookflash.orchestrator.call_center import CallCenter
from hookflash.orchestrator.pacing import paced

HEARTBEAT: Final = 15.0
"""Seconds without an event after which a comment is sent, to keep the connection open."""
CHECKED: Final = 5.0
"""Seconds between two looks at the key of a stream that is far behind the log."""
AT_ONCE: Final = 20
"""Events that are written before other work has its turn."""
_ENVELOPE: Final = {"position", "at", "by", "cause"}


class LiveEvent(Value):
    """An event; ``position`` is its log position, ``stream`` the id of what it is about."""

    position: int
    stream: str
    type: str
    at: datetime
    by: Actor
    data: dict[str, Any]


async def live_events(
    center: CallCenter, workspace: str, after: int, key: str
) -> AsyncIterator[str]:
    """Yield the events of ``workspace`` after log position ``after``, then new ones.

    It ends when ``key``, the id of the key that asked, is revoked, in whichever process: at once
    when the stream comes to that event, and after ``CHECKED`` seconds while it is far behind.
    """
    yield ": connected\n\n"
    silence, validity = Silence(after), Validity(center, workspace, key)
    batches = aiter(center.follow_workspace(workspace, after))
    coming = asyncio.ensure_future(anext(batches))
    try:
        while True:
            await asyncio.wait({coming}, timeout=min(silence.left, CHECKED))
            if coming.done():
                try:
                    silence.position, own = coming.result()
                except StopAsyncIteration:
                    return
                coming = asyncio.ensure_future(anext(batches))
                async for position, event in paced(own, AT_ONCE):
                    if await validity.has_ended(event):
                        return
                    if is_for(workspace, event):
                        silence.broken()
                        yield _message(position, event)
            if await validity.has_ended():
                return
            if not silence.left:
                yield silence.heartbeat()
    finally:
        coming.cancel()


class Silence:
    """Times the heartbeats; the position moves with every event, other workspaces' included."""

    def __init__(self, position: int) -> None:
        self.position = position
        self._time = asyncio.get_running_loop().time
        self.broken()

    def broken(self) -> None:
        """Restart the heartbeat interval: something was sent."""
        self._until = self._time() + HEARTBEAT

    @property
    def left(self) -> float:
        """Seconds until the next heartbeat."""
        return max(self._until - self._time(), 0.0)

    def heartbeat(self) -> str:
        """Return a comment with the current position, from which a client can resume."""
        self.broken()
        return f": still here\nid: {self.position}\n\n"


class Validity:
    """Notices that a key was revoked: by the event, and now and then by asking."""

    def __init__(self, center: CallCenter, workspace: str, key: str) -> None:
        self._center = center
        self._workspace = workspace
        self._key = key
        self._time = asyncio.get_running_loop().time
        self._until = self._time() + CHECKED

    async def has_ended(self, event: Event | None = None) -> bool:
        """Whether the key is revoked, as far as ``event`` or the last look tells."""
        if isinstance(event, KeyRevoked) and event.key == self._key:
            return True
        if self._time() < self._until:
            return False
        self._until = self._time() + CHECKED
        return (await self._center.keys.keys(self._workspace)).by_id[self._key].revoked


def _message(position: int, event: Event) -> str:
    live = LiveEvent(
        position=position,
        stream=event.stream,
        type=event.type,
        at=event.at,
        by=event.by,
        data=event.model_dump(mode="json", exclude=_ENVELOPE),
    )
    return f"id: {position}\nevent: {event.type}\ndata: {live.model_dump_json()}\n\n"
