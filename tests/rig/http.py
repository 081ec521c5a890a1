"""A small HTTP/1.1 server that can also close a connection without a response."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import h11


@dataclass(frozen=True)
class Request:
    """A request."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> dict[str, Any]:
        """The body, which is a JSON object."""
        said = json.loads(self.body)
        assert isinstance(said, dict)
        return said


@dataclass(frozen=True)
class Reply:
    """A response."""

    status: int
    body: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)


Handle = Callable[[Request], Awaitable[Reply | None]]
"""Handles a request; None closes the connection."""


async def serve(handle: Handle, port: int = 0) -> asyncio.Server:
    """Serve on loopback, one request after another on each connection."""

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await _converse(handle, reader, writer)
        except (ConnectionError, h11.RemoteProtocolError, asyncio.CancelledError):
            pass  # the client has disconnected, or the process is stopping
        finally:
            writer.close()

    return await asyncio.start_server(connected, "127.0.0.1", port)


def address(server: asyncio.Server) -> str:
    """Return the URL of ``server``."""
    return f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


async def _converse(
    handle: Handle, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    peer = h11.Connection(h11.SERVER)
    while (request := await _read(peer, reader)) is not None:
        reply = await handle(request)
        if reply is None:
            return
        writer.write(_written(peer, reply))
        await writer.drain()
        if peer.our_state is h11.MUST_CLOSE:
            return
        peer.start_next_cycle()


async def _read(peer: h11.Connection, reader: asyncio.StreamReader) -> Request | None:
    head: h11.Request | None = None
    body = bytearray()
    while True:
        event = peer.next_event()
        match event:
            case h11.NEED_DATA:
                peer.receive_data(await reader.read(65_536))
            case h11.Request():
                head = event
            case h11.Data():
                body += event.data
            case h11.EndOfMessage() if head is not None:
                headers = {name.decode(): value.decode() for name, value in head.headers}
                return Request(head.method.decode(), head.target.decode(), headers, bytes(body))
            case _:
                return None


def _written(peer: h11.Connection, reply: Reply) -> bytes:
    body = json.dumps(reply.body).encode()
    headers = {
        "Content-Type": "application/json",
        "Content-Length": str(len(body)),
        **reply.headers,
    }
    head = h11.Response(status_code=reply.status, headers=list(headers.items()))
    parts = [peer.send(event) for event in (head, h11.Data(data=body), h11.EndOfMessage())]
    return b"".join(part for part in parts if part)
