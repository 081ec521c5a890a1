"""A log in virtual time, whose events go to receivers that answer as they are told."""

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
from hookflash.orchestrator.thread_marks import ThreadMarks
from hookflash.orchestrator.webhooks.outgoing.delivery_store import DeliveryStore
from hookflash.orchestrator.webhooks.outgoing.endpoint_worker import DeliveryContext
from hookflash.orchestrator.webhooks.outgoing.endpoints import EndpointBook
from hookflash.orchestrator.webhooks.outgoing.http_attempt import HttpPoster
from hookflash.orchestrator.webhooks.outgoing.service import WebhookService
from hookflash.orchestrator.webhooks.outgoing.shared_reader import SharedReader
from hookflash.projections.database.engine import open_database

CAFE: Final = "cafe"
URL: Final = "https://crm.example/hooks"
OK: Final = Reply(status=204)
BROKEN: Final = Reply(status=500, error="oh no")


@dataclass
class Taken:
    """A message as a receiver got it."""

    url: str
    at: datetime
    headers: Mapping[str, str]
    event: dict[str, Any]

    @property
    def contact(self) -> str:
        """Whose thread the message is about."""
        return str(self.event["data"]["contact"])


@dataclass
class Receivers:
    """Every receiver there is: ``answer`` decides what they say, ``taken`` is what they got."""

    clock: Clock
    answer: Callable[[Taken], Reply] = lambda _: OK
    slow: dict[str, float] = field(default_factory=dict)
    taken: list[Taken] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)
    came: asyncio.Event = field(default_factory=asyncio.Event)

    def check(self, url: str) -> Problem | None:
        """Every encrypted address will do."""
        return None if url.startswith("https://") else Problem(wrong="is open", right="Close it.")

    async def send(self, url: str, headers: Mapping[str, str], body: str) -> Reply:
        """Take a message, and answer it, some after a while."""
        taken = Taken(url, self.clock.now(), headers, json.loads(body))
        self.taken.append(taken)
        self.bodies.append(body)
        self.came.set()
        await self.clock.sleep(self.slow.get(url, 0.0))
        return self.answer(taken)

    async def wait_for(self, count: int) -> None:
        """Wait until ``count`` messages have come."""
        while len(self.taken) < count:
            self.came.clear()
            await self.came.wait()

    def marks(self, url: str = URL) -> list[tuple[str, str]]:
        """What was sent to an address: each thread's contact, and what happened to it."""
        return [
            (one.contact, one.event["type"].split(".")[1].removeprefix("thread_"))
            for one in self.taken
            if one.url == url
        ]


class World:
    """Workers on one log."""

    def __init__(self, store: Store, engine: Engine, clock: VirtualClock) -> None:
        self.clock = clock
        self.receivers = Receivers(clock)
        self._engine = engine
        self.log = EventLog(store, live=False)
        self._numbers = count(1)
        self._marking = ThreadMarks(self.log, clock)
        self.outgoing = self.worker("worker-1")

    def worker(self, name: str) -> WebhookService:
        """One more worker."""
        office = DeliveryContext(
            log=self.log,
            pages=SharedReader(self.log),
            calls=CommandHandler(self.log),
            book=EndpointBook(self.log, self.clock),
            shelf=DeliveryStore(self._engine),
            poster=HttpPoster(self.receivers, self.clock),
            clock=self.clock,
            worker=name,
            ask=ask,
        )
        return WebhookService(office, self.receivers, SeededIds(name), lambda: "5e" * 32)

    async def endpoint(self, url: str = URL, workspace: str = CAFE, **more: Any) -> Endpoint:
        """Make an endpoint."""
        form = EndpointForm(url=url, **more)
        event = await self.outgoing.create(workspace, form, f"make-{next(self._numbers)}")
        return await self.outgoing.endpoint(workspace, event.endpoint)

    async def now(self, endpoint: Endpoint) -> Endpoint:
        """An endpoint as it is by now."""
        return await self.outgoing.endpoint(endpoint.workspace, endpoint.id)

    async def mark(self, contact: str, *marks: Mark, workspace: str = CAFE) -> None:
        """Have something happen: a contact's thread is marked."""
        for wanted in marks:
            known = f"mark-{next(self._numbers)}"
            await self._marking.mark(workspace, contact, "+14155550100", wanted, known)

    async def wait(self, **time: float) -> None:
        """Let time pass."""
        await self.clock.sleep(timedelta(**time).total_seconds())

    @asynccontextmanager
    async def working(
        self, outgoing: WebhookService | None = None
    ) -> AsyncIterator[asyncio.Task[None]]:
        """Have a worker at work, the first if none is named."""
        task = asyncio.create_task((outgoing or self.outgoing).run())
        try:
            yield task
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


async def ask(question: Callable[..., Any], *args: Any) -> Any:
    """Ask at once: there are no threads in virtual time."""
    return question(*args)


def play(scene: Callable[[World], Coroutine[Any, Any, None]]) -> None:
    """Play a scene in virtual time."""

    async def main() -> None:
        clock = VirtualClock(asyncio.get_running_loop(), EPOCH)
        engine = open_database("sqlite://")
        with open_store("sqlite://") as store:
            await scene(World(store, engine, clock))
        engine.dispose()

    run_virtually(main())
