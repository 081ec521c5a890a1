"""Two workspaces on a live log, and clients that ask about them."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final

from httpx2 import ASGITransport, AsyncClient
from mcp.client import Client
from mcp.client.streamable_http import streamable_http_client
from mcp.types import CallToolResult

from hookflash import CallCenter, SystemClock
from hookflash.domain.event import Event
from hookflash.mcp import open_http_app, open_server
from hookflash.testing import SimulatedMessaging, SimulatedTelephony
from tests.tree import ROOT

HARBOR: Final = "harbor-dental"
CAFE: Final = "sunny-cafe"
NUMBER: Final = "+14155550100"
CAFE_NUMBER: Final = "+12125550100"
CALLER: Final = "+14155550199"
OFFICE: Final = ROOT / "docs" / "tutorial" / "office.yaml"


def cafe() -> str:
    """A second workspace: the tutorial's, with another name and number."""
    return OFFICE.read_text().replace("Harbor Dental", "Sunny Cafe").replace(NUMBER, CAFE_NUMBER)


async def a_call(center: CallCenter, to: str, *words: str) -> str:
    """A call that has ended, on which the caller said ``words``."""
    call = await center.receive_call(to=to, from_=CALLER)
    await center.answer(call)
    for line in words:
        await center.hear(call, line)
    await center.end(call)
    return call


async def two_offices(url: str, folder: Any) -> tuple[str, str]:
    """Record a call in each of two workspaces, on a live log; returns the calls."""
    second = folder / "cafe.yaml"
    second.write_text(cafe())
    clock = SystemClock()
    phones = SimulatedTelephony(clock, pace=0)
    texts = SimulatedMessaging(clock)
    async with CallCenter.open(url, telephony=phones, messaging=texts) as center:
        await center.apply(OFFICE)
        await center.apply(second)
        harbor = await a_call(
            center, NUMBER, "I'd like to book a cleaning", "Could I talk to somebody?", "No"
        )
        return harbor, await a_call(center, CAFE_NUMBER, "A secret word: marzipan")


@asynccontextmanager
async def assistant(url: str) -> AsyncIterator[Client]:
    """A client of a server on the log under ``url``, in memory."""
    async with open_server(url) as server, Client(server) as client:
        yield client


@asynccontextmanager
async def over_http(url: str, key: str) -> AsyncIterator[Client]:
    """A client that sends ``key`` to a server over HTTP, without a network."""
    async with (
        open_http_app(url) as app,
        app.router.lifespan_context(app),
        AsyncClient(
            transport=ASGITransport(app), headers={"Authorization": f"Bearer {key}"}
        ) as http,
        Client(streamable_http_client("http://127.0.0.1:1/mcp", http_client=http)) as client,
    ):
        yield client


def text_of(result: CallToolResult) -> str:
    """What a model reads."""
    return "\n".join(part.text for part in result.content if part.type == "text")


async def ask(client: Client, tool: str, **arguments: Any) -> str:
    """What a model reads of a result that is no error."""
    result = await client.call_tool(tool, arguments)
    assert not result.is_error, text_of(result)
    return text_of(result)


async def refused(client: Client, tool: str, **arguments: Any) -> str:
    """The sentence of an error."""
    result = await client.call_tool(tool, arguments)
    assert result.is_error, text_of(result)
    return text_of(result)


async def live_events(url: str, calls: Sequence[str]) -> list[Event]:
    """Every event of the log that does not belong to a test call."""
    async with CallCenter.read(url) as reader:
        last = await reader.position()
        events: list[Event] = []
        async for position, event in reader.follow():
            events.append(event)
            if position == last:
                break
    tests = {event.stream for event in events if getattr(event, "test", False)}
    assert set(calls) <= {event.stream for event in events}
    return [event for event in events if event.stream not in tests]
