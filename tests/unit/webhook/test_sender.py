"""Which addresses the webhook sender connects to, which it refuses, and its limits."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import pytest

from hookflash.orchestrator.ports.webhooks import Reply
from hookflash.orchestrator.system import webhook_sender
from hookflash.orchestrator.system.webhook_sender import HttpSender
from tests.rig.scaled_time import run_scaled


@pytest.mark.parametrize(
    ("url", "wrong"),
    [
        ("http://example.com/", "is not encrypted"),
        ("ftp://example.com/", "is not an https:// URL"),
        ("example.com/hooks", "is not an https:// URL"),
        ("https://", "is not an https:// URL"),
        ("https://me:secret@example.com/", "contains a user name or password"),
        ("https://example.com:99999/", "has an invalid port: 99999"),
        ("https://127.0.0.1/", "leads to 127.0.0.1, which is not on the public internet"),
        ("https://[::1]/", "leads to ::1, which is not on the public internet"),
        ("https://localhost/", "which is not on the public internet"),
        ("https://db.localhost/", "which is not on the public internet"),
        ("https://exa mple.com:port/", "is not a valid URL"),
    ],
)
def test_an_address_that_will_not_do_is_named_with_the_reason(url: str, wrong: str) -> None:
    """Before anything is sent, and with what would be right."""
    problem = HttpSender().check(url)
    assert problem is not None
    assert wrong in problem.wrong
    assert problem.right == "Send an https:// URL that is reachable from the internet."


def test_private_addresses_are_allowed_on_request() -> None:
    """For tests and private networks."""
    assert HttpSender(allow_private=True).check("http://127.0.0.1:8080/hooks") is None


def sent_by(sender: HttpSender, url: str) -> Reply:
    """The reply to a message."""
    return asyncio.run(sender.send(url, {}, "{}"))


def answering(*addresses: str) -> webhook_sender.Resolve:
    """A resolver that always returns ``addresses``."""

    async def resolve(_: str, __: int) -> list[str]:
        return list(addresses)

    return resolve


@pytest.mark.parametrize("addresses", [("10.0.0.1",), ("8.8.8.8", "127.0.0.1"), ("::ffff:7f00:1",)])
def test_a_name_that_resolves_to_a_private_address_is_refused(addresses: tuple[str, ...]) -> None:
    """One private address among several is enough."""
    reply = sent_by(HttpSender(resolve=answering(*addresses)), "https://rebound.example/")
    assert reply.status is None
    assert "not on the public internet" in reply.error


Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def listening(serve: Serve) -> AsyncIterator[int]:
    """A local server; at the end, waits until all clients have disconnected."""
    served: list[asyncio.Task[None] | None] = []

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        served.append(asyncio.current_task())
        with suppress(ConnectionError):
            await serve(reader, writer)
            await reader.read()
        writer.close()

    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    yield server.sockets[0].getsockname()[1]
    server.close()
    await asyncio.gather(*filter(None, served))


async def silent(_: asyncio.StreamReader, __: asyncio.StreamWriter) -> None:
    """Send nothing."""


async def endless(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Refuse with a very long body."""
    writer.write(b"HTTP/1.1 500 No\r\nContent-Length: 1000000000\r\n\r\n" + b"x" * 100_000)
    await writer.drain()


async def polite(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Accept the message."""
    writer.write(b"HTTP/1.1 204 No Content\r\n\r\n")


def test_the_connection_is_made_to_the_address_that_was_checked() -> None:
    """The name is resolved once, and is sent in the Host header."""
    asked, heads = [], []

    async def resolve(host: str, _: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heads.append((await reader.readuntil(b"\r\n\r\n")).decode())
        await polite(reader, writer)

    async def main() -> None:
        async with listening(serve) as port:
            sender = HttpSender(allow_private=True, resolve=resolve)
            reply = await sender.send(f"http://receiver.example:{port}/in?a=b", {}, "{}")
            assert reply == Reply(status=204)

    asyncio.run(main())
    assert asked == ["receiver.example"]
    assert heads[0].startswith("POST /in?a=b HTTP/1.1\r\nHost: receiver.example:")


def test_the_next_address_is_tried_if_the_first_refuses_the_connection() -> None:
    """A name with several addresses is reachable if one of them is."""

    async def main() -> None:
        async with listening(polite) as port:
            resolve = answering("127.0.0.2", "127.0.0.1")
            sender = HttpSender(allow_private=True, resolve=resolve)
            assert await sender.send(f"http://two.example:{port}/", {}, "{}") == Reply(status=204)

    asyncio.run(main())


def test_a_failed_connection_is_reported() -> None:
    """No connection or no such name: there is no status, and the error says why."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/"
        assert "ConnectError" in sent_by(HttpSender(allow_private=True), url).error

    async def unknown(host: str, _: int) -> list[str]:
        raise socket.gaierror(-2, f"{host} is not known")

    assert "not known" in sent_by(HttpSender(resolve=unknown), "https://no.example/").error
    assert sent_by(HttpSender(resolve=answering()), "https://no.example/").error


@pytest.mark.parametrize(
    ("serve", "reply"),
    [
        (silent, Reply(error="no answer within 15 s")),
        (endless, Reply(status=500, error="x" * webhook_sender.MAX_ERROR_BYTES)),
    ],
)
def test_time_and_length_of_a_reply_are_limited(serve: Serve, reply: Reply) -> None:
    """To 15 seconds and the first 500 bytes."""

    async def main() -> None:
        async with listening(serve) as port:
            sender = HttpSender(allow_private=True)
            assert await sender.send(f"http://127.0.0.1:{port}/", {}, "{}") == reply

    run_scaled(main(), speed=30.0)
