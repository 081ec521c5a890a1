"""Streams new events of the log as Server-Sent Events."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any, Final

from hookflash.domain.audience import is_for
from hookflash.domain.event import Actor, Event
from hookflash.domain.value import Value
from hookflash.orchestrator.call_center import CallCenter

HEARTBEAT: Final = 15.0
"""Seconds without an event after which a comment is sent, to keep the connection open."""
_ENVELOPE: Final = {"position", "at", "by", "cause"}


class LiveEvent(Value):
    """An event; ``position`` is its log position, ``stream`` the id of what it is about."""

    position: int
    stream: str
    type: str
    at: datetime
    by: Actor
    data: dict[str, Any]


async def live_events(center: CallCenter, workspace: str, after: int) -> AsyncIterator[str]:
    """Yield the events of ``workspace`` after log position ``after``, then new ones."""
    yield ": connected\n\n"
    silence = _Silence(after)
    batches = aiter(center.follow_workspace(workspace, after))
    coming = asyncio.ensure_future(anext(batches))
    try:
        while True:
            await asyncio.wait({coming}, timeout=silence.left)
            if coming.done():
                try:
                    silence.position, own = coming.result()
                except StopAsyncIteration:
                    return
                coming = asyncio.ensure_future(anext(batches))
                for position, event in own:
                    if is_for(workspace, event):
                        silence.broken()
                        yield _message(position, event)
            if not silence.left:
                yield silence.heartbeat()
    finally:
        coming.cancel()


class _Silence:
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
