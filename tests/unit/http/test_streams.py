"""How many streams are open, and what becomes of clients that do not read or do not send."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from starlette.types import Message

from hookflash.orchestrator.http.body_limits import SECONDS, CheckRequests
from hookflash.orchestrator.http.problems import HttpProblem
from hookflash.orchestrator.http.streams import WRITE_SECONDS, EventStream, OpenStreams
from hookflash.orchestrator.simulation.virtual_time import run_virtually

GET: dict[str, Any] = {"type": "http", "method": "GET", "asgi": {"spec_version": "2.3"}}
POST: dict[str, Any] = {
    "type": "http",
    "method": "POST",
    "path": "/v1/calls",
    "raw_path": b"/v1/calls",
    "query_string": b"",
    "headers": [(b"content-type", b"application/json")],
}


async def ticks() -> AsyncIterator[str]:
    """A stream without an end."""
    while True:
        yield "data: tick\n\n"
        await asyncio.sleep(1.0)


async def never() -> Message:
    """Receive nothing more from a client that stays."""
    left: asyncio.Future[Message] = asyncio.get_running_loop().create_future()
    return await left


def test_a_key_has_only_so_many_streams() -> None:
    """So has a workspace; a stream that ends makes room, and another workspace is not affected."""
    streams = OpenStreams(per_key=2, per_workspace=3)
    opened = [streams.one_more("office", key) for key in ("a", "a", "b")]
    for one in opened:
        one.__enter__()
    for key in "ac":
        with pytest.raises(HttpProblem, match="event streams open") as refused:
            streams.check("office", key)
        assert refused.value.status == 429
    streams.check("other-office", "a")
    opened[0].__exit__(None, None, None)
    streams.check("office", "a")


def test_what_has_ended_is_not_counted_or_kept() -> None:
    """Memory follows the open streams, not all keys that ever had one."""
    streams = OpenStreams(per_key=1)
    for number in range(100):
        with streams.one_more("office", f"key-{number}"):
            pass
    assert not streams._by_key
    assert not streams._by_workspace


def test_a_client_that_does_not_read_is_dropped() -> None:
    """After a while; what it was sent waits in a bounded buffer, and its place becomes free."""

    async def check() -> None:
        streams, sent = OpenStreams(), list[Message]()

        async def send(message: Message) -> None:
            sent.append(message)
            if len(sent) > 5:
                await never()

        begun = asyncio.get_running_loop().time()
        await EventStream(ticks(), streams, "office", "a")(GET, never, send)
        assert asyncio.get_running_loop().time() - begun == 4.0 + WRITE_SECONDS
        assert len(sent) == 6
        assert not streams._by_key

    run_virtually(check())


def test_a_client_that_leaves_makes_room() -> None:
    """As soon as it disconnects."""

    async def check() -> None:
        streams = OpenStreams()

        async def leave() -> Message:
            await asyncio.sleep(2.5)
            return {"type": "http.disconnect"}

        async def send(_: Message) -> None:
            assert streams._by_key

        await EventStream(ticks(), streams, "office", "a")(GET, leave, send)
        assert not streams._by_key

    run_virtually(check())


def test_of_two_that_open_the_last_one_at_once_one_waits() -> None:
    """The second is answered with a 429, though the route let it in."""

    async def check() -> None:
        streams, sent = OpenStreams(per_key=1), list[Message]()

        async def send(message: Message) -> None:
            sent.append(message)

        with streams.one_more("office", "a"):
            await EventStream(ticks(), streams, "office", "a")(GET, never, send)
        assert sent[0]["status"] == 429

    run_virtually(check())


@pytest.mark.parametrize("pieces", [[], [b"{"], [b"{"] * 1_000], ids=["none", "one", "many"])
def test_a_body_that_does_not_end_is_given_up(pieces: list[bytes]) -> None:
    """However slowly it comes: a 408, which closes the connection, and no route sees it."""

    async def check() -> None:
        left: Iterator[bytes] = iter(pieces)
        sent = list[Message]()

        async def receive() -> Message:
            await asyncio.sleep(1.0)
            piece = next(left, None)
            if piece is None:
                return await never()
            return {"type": "http.request", "body": piece, "more_body": True}

        async def send(message: Message) -> None:
            sent.append(message)

        async def app(*_: object) -> None:
            raise AssertionError

        begun = asyncio.get_running_loop().time()
        await CheckRequests(app)(POST, receive, send)
        assert asyncio.get_running_loop().time() - begun == SECONDS
        assert sent[0]["status"] == 408
        assert (b"connection", b"close") in sent[0]["headers"]

    run_virtually(check())


def test_a_body_that_is_far_too_large_is_not_read_to_its_end() -> None:
    """A little more than allowed is read, so that the client reads the answer."""

    async def check() -> None:
        asked = 0
        sent = list[Message]()

        async def receive() -> Message:
            nonlocal asked
            asked += 1
            return {"type": "http.request", "body": b" " * 1024 * 1024, "more_body": True}

        async def send(message: Message) -> None:
            sent.append(message)

        async def app(*_: object) -> None:
            raise AssertionError

        await CheckRequests(app)(POST, receive, send)
        assert sent[0]["status"] == 413
        assert asked < 20

    run_virtually(check())
