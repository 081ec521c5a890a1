"""The log as it grows, as Server-Sent Events."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any, Final

from hookflash.domain.audience import is_for
from hookflash.domain.event import Actor, Event
from hookflash.domain.value import Value
from hookflash.orchestrator.call_center import CallCenter

HEARTBEAT: Final = 15.0
"""Seconds of silence after which a comment keeps the connection open."""
_ENVELOPE: Final = {"position", "at", "by", "cause"}


class LiveEvent(Value):
    """An event; ``position`` is its place in the log, ``stream`` what it is about."""

    position: int
    stream: str
    type: str
    at: datetime
    by: Actor
    data: dict[str, Any]


async def live_events(center: CallCenter, workspace: str, after: int) -> AsyncIterator[str]:
    """Give what happened in ``workspace`` beyond log position ``after``, then what happens."""
    yield ": connected\n\n"
    following = aiter(center.follow(after))
    coming = asyncio.ensure_future(anext(following))
    try:
        while True:
            await asyncio.wait({coming}, timeout=HEARTBEAT)
            if not coming.done():
                yield ": still here\n\n"
                continue
            try:
                position, event = coming.result()
            except StopAsyncIteration:
                return
            coming = asyncio.ensure_future(anext(following))
            if is_for(workspace, event):
                yield _message(position, event)
    finally:
        coming.cancel()


def _message(position: int, event: Event) -> str:
    told = LiveEvent(
        position=position,
        stream=event.stream,
        type=event.type,
        at=event.at,
        by=event.by,
        data=event.model_dump(mode="json", exclude=_ENVELOPE),
    )
    return f"id: {position}\nevent: {event.type}\ndata: {told.model_dump_json()}\n\n"
