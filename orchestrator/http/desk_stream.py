"""Writes what a desk tells, and new test calls, as Server-Sent Events."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from typing import Annotated, Any, TypeVar

from fastapi import Header

from hookflash import Desk, News
from hookflash.domain.call.events import CallAnswered, CallReceived
from hookflash.orchestrator.call_center import CallCenter
from hookflash.orchestrator.http.auth import Asker
from hookflash.orchestrator.http.paging import MAX_POSITION
from hookflash.orchestrator.http.sse import CHECKED, Silence, Validity

T = TypeVar("T")
LastEventId = Annotated[
    int | None, Header(ge=0, le=MAX_POSITION, description="Resumes an interrupted stream.")
]


def stream_described(example: str) -> dict[int | str, dict[str, Any]]:
    """How a stream is described in the OpenAPI document."""
    content = {"schema": {"type": "string"}, "example": f"{example}\n\n"}
    described = {"description": "An event stream.", "content": {"text/event-stream": content}}
    return {200: described}


async def news_events(
    center: CallCenter, desk: Desk, after: int | None, asker: Asker
) -> AsyncIterator[str]:
    """The news of a call from position ``after`` on, until it ends or the key is revoked."""
    validity = Validity(center, asker.workspace, asker.key.id)
    async for event in _with_heartbeats(desk.news(after=after), _news, validity):
        yield event


async def test_call_events(center: CallCenter, after: int, asker: Asker) -> AsyncIterator[str]:
    """The test calls of the workspace that an agent of the host answers, after a log position."""
    validity = Validity(center, asker.workspace, asker.key.id)
    found = _test_calls(center, asker.workspace, after)
    with center.sandbox.host_tests.remote_agent():
        async for event in _with_heartbeats(found, _test_call, validity):
            yield event


async def _test_calls(
    center: CallCenter, workspace: str, after: int
) -> AsyncIterator[tuple[int, str]]:
    async for _, events in center.follow_workspace(workspace, after):
        for position, event in events:
            if isinstance(event, CallAnswered) and event.hosted:
                received = (await center.events(event.call_id))[0]
                if isinstance(received, CallReceived) and received.test:
                    yield position, event.call_id


async def _with_heartbeats(
    items: AsyncIterator[T], written: Callable[[T], str], validity: Validity
) -> AsyncIterator[str]:
    """What is ``written`` of each of ``items``, with a comment now and then."""
    yield ": connected\n\n"
    silence = Silence(0)
    coming = asyncio.ensure_future(anext(items))
    try:
        while True:
            await asyncio.wait({coming}, timeout=min(silence.left, CHECKED))
            if coming.done():
                try:
                    item = coming.result()
                except StopAsyncIteration:
                    return
                coming = asyncio.ensure_future(anext(items))
                silence.broken()
                yield written(item)
            if await validity.has_ended():
                return
            if not silence.left:
                silence.broken()
                yield ": still here\n\n"
    finally:
        coming.cancel()


def _news(item: News) -> str:
    said = [{"id": one.id, "text": one.text} for one in item.speeches]
    data = item.model_dump(mode="json", exclude={"speeches"}) | {"speeches": said}
    return f"id: {item.position}\nevent: {item.kind}\ndata: {json.dumps(data)}\n\n"


def _test_call(found: tuple[int, str]) -> str:
    position, call_id = found
    return f"id: {position}\nevent: test_call\ndata: {json.dumps({'call': call_id})}\n\n"
