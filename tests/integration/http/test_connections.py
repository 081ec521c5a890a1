"""Connections that send no whole request are dropped; others are not."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import uvicorn
from fastapi import FastAPI, WebSocket

from hookflash.orchestrator.cli import connections

REQUEST = b"GET / HTTP/1.1\r\nHost: here\r\n\r\n"


def application() -> FastAPI:
    """An application with a slow route and a WebSocket."""
    app = FastAPI()

    @app.get("/")
    async def at_once() -> str:
        return "here"

    @app.get("/slow")
    async def slow() -> str:
        await asyncio.sleep(5 * connections.REQUEST_SECONDS)
        return "here"

    @app.websocket("/socket")
    async def echo(other: WebSocket) -> None:
        await other.accept()
        await asyncio.sleep(5 * connections.REQUEST_SECONDS)
        await other.send_text("still here")

    return app


@asynccontextmanager
async def connected() -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """A connection to a running server."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        connections.set_up(listening)
        config = uvicorn.Config(
            application(), log_config=None, http=connections.PatientProtocol, lifespan="off"
        )
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server._serve([listening]))
        reader, writer = await asyncio.open_connection(
            *listening.getsockname()
        )  # it waits in the backlog
        try:
            yield reader, writer
        finally:
            writer.close()
            server.should_exit = True
            await serving


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "REQUEST_SECONDS", 0.2)


@pytest.mark.parametrize("sent", [b"", b"GET /", REQUEST[:-2]], ids=["nothing", "half", "most"])
def test_a_connection_without_a_request_is_dropped(sent: bytes) -> None:
    """However much of the headers it sent."""

    async def check() -> None:
        async with connected() as (reader, writer):
            writer.write(sent)
            assert await gone(reader)

    asyncio.run(check())


def test_a_second_request_has_a_limit_too() -> None:
    """The headers of each request on a kept connection."""

    async def check() -> None:
        async with connected() as (reader, writer):
            writer.write(REQUEST)
            await reader.readuntil(b'"here"')
            writer.write(REQUEST[:10])
            assert await gone(reader)

    asyncio.run(check())


def test_a_slow_answer_is_not_cut_off() -> None:
    """The limit is on what the client sends."""

    async def check() -> None:
        async with connected() as (reader, writer):
            writer.write(REQUEST.replace(b"/ ", b"/slow "))
            assert await reader.readuntil(b'"here"')

    asyncio.run(check())


def test_a_websocket_is_not_cut_off() -> None:
    """It is no longer waited for a request."""

    async def check() -> None:
        async with connected() as (reader, writer):
            writer.write(
                b"GET /socket HTTP/1.1\r\nHost: here\r\nConnection: Upgrade\r\n"
                b"Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
            )
            assert await reader.readuntil(b"still here")

    asyncio.run(check())


def test_accepted_connections_send_at_once_and_time_out() -> None:
    """They inherit both from the socket that accepts them."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        connections.set_up(listening)
        with socket.create_connection(listening.getsockname()):
            accepted, _ = listening.accept()
            with accepted:
                assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
                if hasattr(socket, "TCP_USER_TIMEOUT"):
                    timeout = accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT)
                    assert timeout == 1_000 * connections.STALLED_SECONDS


async def gone(reader: asyncio.StreamReader) -> bool:
    """Wait until the server has closed the connection."""
    try:
        return await reader.read() == b""
    except ConnectionResetError:
        return True
