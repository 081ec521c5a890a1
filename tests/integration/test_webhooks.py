"""Webhooks over real sockets and threads, with a database file and changing workers."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from standardwebhooks import Webhook

from hookflash.domain.webhook.saving import EndpointForm
from hookflash.orchestrator.call_center import CallCenter
from hookflash.orchestrator.integrity.verify import verify
from hookflash.orchestrator.log.store import open_store
from hookflash.orchestrator.system.webhook_sender import HttpSender
from tests.rig.agent import OFFICE, LiteralAgent

WORKSPACE: Final = "harbor-dental"
PATIENCE: Final = 60.0


@dataclass
class Receiver:
    """A web server that verifies signatures and responds with ``status``."""

    url: str = ""
    secret: str = ""
    status: int = 204
    taken: list[dict[str, Any]] = field(default_factory=list)
    came: asyncio.Event = field(default_factory=asyncio.Event)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Handle one request."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode().splitlines()[1:-1]
        headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in head)}
        body = await reader.readexactly(int(headers["content-length"]))
        Webhook(self.secret).verify(body, headers)
        self.taken.append(json.loads(body))
        self.came.set()
        writer.write(f"HTTP/1.1 {self.status} Said\r\nContent-Length: 0\r\n\r\n".encode())
        await writer.drain()
        writer.close()

    async def until(self, *types: str) -> None:
        """Wait until events of these types have arrived, in this order, among others."""
        async with asyncio.timeout(PATIENCE):
            while not self._holds(types):
                self.came.clear()
                await self.came.wait()

    def _holds(self, types: tuple[str, ...]) -> bool:
        rest = iter(event["type"] for event in self.taken)
        return all(wanted in rest for wanted in types)


@asynccontextmanager
async def receiving() -> AsyncIterator[Receiver]:
    """A receiver on a free port."""
    receiver = Receiver()
    server = await asyncio.start_server(receiver.serve, "127.0.0.1", 0)
    receiver.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
    yield receiver
    server.close()


def worker(url: str) -> AbstractAsyncContextManager[CallCenter]:
    """A worker that sends webhooks."""
    sender = HttpSender(allow_private=True)
    return CallCenter.open(url, agent=LiteralAgent(), webhooks=sender)


async def ask_for_events(center: CallCenter, receiver: Receiver) -> None:
    """Subscribe the receiver to the events of calls."""
    assert center.webhooks is not None
    await center.apply(OFFICE)
    form = EndpointForm(url=receiver.url, topics=("call.*",))
    receiver.secret = (await center.webhooks.create(WORKSPACE, form, "ask")).secret


async def a_call(center: CallCenter, name: str) -> None:
    """Play a call that is answered and ended."""
    call = await center.receive_call(to="+14155550100", from_="+14155550123", provider_call_id=name)
    await center.answer(call)
    await center.end(call)


def play(scene: Callable[[Receiver], Coroutine[Any, Any, None]]) -> None:
    """Run a scene with a receiver."""

    async def run() -> None:
        async with receiving() as receiver:
            await scene(receiver)

    asyncio.run(run())


def test_each_event_arrives_once_and_in_order_from_any_worker(tmp_path: Path) -> None:
    """Two workers on one file handle calls; one at a time delivers, then a third one."""
    url = f"sqlite:///{tmp_path / 'calls.db'}"

    async def scene(receiver: Receiver) -> None:
        async with worker(url) as one, worker(url) as two:
            await ask_for_events(one, receiver)
            await asyncio.gather(*(a_call(one, f"a{n}") for n in range(5)))
            await asyncio.gather(*(a_call(two, f"b{n}") for n in range(5)))
            await receiver.until(*["call.ended.v1"] * 10)
        async with worker(url) as three:
            await a_call(three, "c")
            await receiver.until(*["call.ended.v1"] * 11)
        ids = [event["id"] for event in receiver.taken]
        assert len(ids) == len(set(ids))
        by_call: dict[str, list[str]] = {}
        for event in receiver.taken:
            by_call.setdefault(event["subject"], []).append(event["sequence"])
        assert len(by_call) == 11
        assert all(sequence == sorted(sequence) for sequence in by_call.values())

    play(scene)


def test_undelivered_events_are_sent_after_a_restart(tmp_path: Path) -> None:
    """Events survive a broken receiver, and a time without a delivering worker."""
    url = f"sqlite:///{tmp_path / 'calls.db'}"

    async def scene(receiver: Receiver) -> None:
        receiver.status = 500
        async with worker(url) as first:
            await ask_for_events(first, receiver)
            await a_call(first, "one")
            await receiver.until("call.received.v1")
        async with CallCenter.open(url, agent=LiteralAgent()) as silent:
            await a_call(silent, "two")
        receiver.status = 204
        async with worker(url):
            await receiver.until("call.received.v1", "call.ended.v1", "call.ended.v1")

    play(scene)


def test_a_log_with_endpoints_verifies(tmp_path: Path) -> None:
    """``verify`` accepts the events of endpoints."""
    url = f"sqlite:///{tmp_path / 'calls.db'}"

    async def scene(receiver: Receiver) -> None:
        async with worker(url) as center:
            await ask_for_events(center, receiver)
            await a_call(center, "one")
            await receiver.until("call.ended.v1")

    play(scene)
    with open_store(url) as store:
        assert list(verify(store).findings) == []
