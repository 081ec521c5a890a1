"""A log in virtual time whose events are delivered to scripted receivers."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any, Final

from sqlalchemy import Engine

from hookflash.domain.inbox.marking import Mark
from hookflash.domain.problem import Problem
from hookflash.domain.webhook.endpoint import Endpoint
from hookflash.domain.webhook.saving import EndpointForm
from hookflash.orchestrator.log.log import EventLog
from hookflash.orchestrator.log.store import Store, open_store
from hookflash.orchestrator.ports.clock import Clock
from hookflash.orchestrator.ports.webhooks import Reply
from hookflash.orchestrator.runtime.command_handler import CommandHandler
from hookflash.orchestrator.simulation.virtual_time import (
    EPOCH,
    SeededIds,
    VirtualClock,
    run_virtually,
)
from hookflash.orchestrator.thread_marks import MarkedThread, ThreadMarks
from hookflash.orchestrator.webhooks.outgoing.delivery_store import DeliveryStore
from hookflash.orchestrator.webhooks.outgoing.endpoint_worker import DeliveryContext
from hookflash.orchestrator.webhooks.outgoing.endpoints import EndpointBook
from hookflash.orchestrator.webhooks.outgoing.http_attempt import HttpPoster
from hookflash.orchestrator.webhooks.outgoing.service import WebhookService
from hookflash.orchestrator.webhooks.outgoing.shared_reader import SharedReader
from hookflash.orchestrator.webhooks.outgoing.stored_message import StoredMessages
from hookflash.projections.database.engine import open_database

CAFE: Final = "cafe"
URL: Final = "https://crm.example/hooks"
OK: Final = Reply(status=204)
BROKEN: Final = Reply(status=500, error="oh no")


@dataclass
class Taken:
    """A message as a receiver received it."""

    url: str
    at: datetime
    headers: Mapping[str, str]
    event: dict[str, Any]

    @property
    def contact(self) -> str:
        """The contact whose thread the message is about."""
        return str(self.event["data"]["contact"])


@dataclass
class Receivers:
    """All receivers: ``answer`` decides their replies, ``taken`` is what they received.

    ``slow`` is how many seconds each URL takes to reply.
    """

    clock: Clock
    answer: Callable[[Taken], Reply] = lambda _: OK
    slow: dict[str, float] = field(default_factory=dict)
    taken: list[Taken] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)
    came: asyncio.Event = field(default_factory=asyncio.Event)

    def check(self, url: str) -> Problem | None:
        """Accept every https URL."""
        return None if url.startswith("https://") else Problem(wrong="is open", right="Close it.")

    async def send(self, url: str, headers: Mapping[str, str], body: str) -> Reply:
        """Receive a message and reply, if need be after a delay."""
        taken = Taken(url, self.clock.now(), headers, json.loads(body))
        self.taken.append(taken)
        self.bodies.append(body)
        self.came.set()
        await self.clock.sleep(self.slow.get(url, 0.0))
        return self.answer(taken)

    async def wait_for(self, count: int) -> None:
        """Wait until ``count`` messages have been received."""
        while len(self.taken) < count:
            self.came.clear()
            await self.came.wait()

    def marks(self, url: str = URL) -> list[tuple[str, str]]:
        """What was sent to ``url``: each thread's contact, and its mark."""
        return [
            (one.contact, one.event["type"].split(".")[1].removeprefix("thread_"))
            for one in self.taken
            if one.url == url
        ]


class World:
    """One log, and workers that deliver its events."""

    def __init__(self, store: Store, engine: Engine, clock: VirtualClock) -> None:
        self.clock = clock
        self.receivers = Receivers(clock)
        self._engine = engine
        self.log = EventLog(store, live=False)
        self._numbers = count(1)
        self._marking = ThreadMarks(self.log, clock)
        self.outgoing = self.worker("worker-1")

    def worker(self, name: str) -> WebhookService:
        """Another worker on the same log."""
        context = DeliveryContext(
            log=self.log,
            reader=SharedReader(self.log),
            messages=StoredMessages(self.log, CommandHandler(self.log)),
            book=EndpointBook(self.log, self.clock),
            store=DeliveryStore(self._engine),
            poster=HttpPoster(self.receivers, self.clock),
            clock=self.clock,
            worker=name,
            run_blocking=run_inline,
        )
        return WebhookService(context, self.receivers, SeededIds(name), lambda: "5e" * 32)

    async def endpoint(self, url: str = URL, workspace: str = CAFE, **more: Any) -> Endpoint:
        """Create an endpoint."""
        form = EndpointForm(url=url, **more)
        event = await self.outgoing.create(workspace, form, f"make-{next(self._numbers)}")
        return await self.outgoing.endpoint(workspace, event.endpoint)

    async def now(self, endpoint: Endpoint) -> Endpoint:
        """An endpoint as it is by now."""
        return await self.outgoing.endpoint(endpoint.workspace, endpoint.id)

    async def mark(self, contact: str, *marks: Mark, workspace: str = CAFE) -> None:
        """Append events: mark a contact's thread."""
        for wanted in marks:
            known = f"mark-{next(self._numbers)}"
            thread = MarkedThread(workspace, contact, "+14155550100", "")
            await self._marking.mark(thread, wanted, known)

    async def wait(self, **time: float) -> None:
        """Let virtual time pass."""
        await self.clock.sleep(timedelta(**time).total_seconds())

    @asynccontextmanager
    async def working(
        self, outgoing: WebhookService | None = None
    ) -> AsyncIterator[asyncio.Task[None]]:
        """Run a worker, by default the first."""
        task = asyncio.create_task((outgoing or self.outgoing).run())
        try:
            yield task
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


async def run_inline(call: Callable[..., Any], *args: Any) -> Any:
    """Run a blocking call inline: there are no threads in virtual time."""
    return call(*args)


def play(scene: Callable[[World], Coroutine[Any, Any, None]]) -> None:
    """Run a scene in virtual time."""

    async def main() -> None:
        clock = VirtualClock(asyncio.get_running_loop(), EPOCH)
        engine = open_database("sqlite://")
        with open_store("sqlite://") as store:
            await scene(World(store, engine, clock))
        engine.dispose()

    run_virtually(main())
