"""Where the application is put together: the one place that knows every adapter."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Final

from hookflash.domain.call.events import CallEvent
from hookflash.orchestrator.agents.scripted import ScriptedAgent
from hookflash.orchestrator.call_center import CallCenter
from hookflash.orchestrator.carriers.simulator.messaging import SimulatedMessaging
from hookflash.orchestrator.carriers.simulator.telephony import SimulatedTelephony
from hookflash.orchestrator.log.cursors import Cursors
from hookflash.orchestrator.log.log import EventLog
from hookflash.orchestrator.log.store import Store, open_store
from hookflash.orchestrator.ports.agent import Agent
from hookflash.orchestrator.ports.clock import Clock
from hookflash.orchestrator.ports.ids import Ids
from hookflash.orchestrator.ports.messaging import Messaging
from hookflash.orchestrator.ports.outside import Ports
from hookflash.orchestrator.ports.telephony import Telephony
from hookflash.orchestrator.ports.webhooks import WebhookSender
from hookflash.orchestrator.projection_runner import ProjectionRunner
from hookflash.orchestrator.runtime.log_tail import LogTail
from hookflash.orchestrator.runtime.recovery import Recovery
from hookflash.orchestrator.sandbox.line import SandboxLine
from hookflash.orchestrator.simulation.scripted_caller import Simulation
from hookflash.orchestrator.simulation.virtual_time import EPOCH, SeededIds, VirtualClock
from hookflash.orchestrator.system.clock import SystemClock
from hookflash.orchestrator.system.ids import RandomIds, new_secret
from hookflash.orchestrator.telemetry.following import TelemetryFeed
from hookflash.orchestrator.telemetry.providers import Telemetry
from hookflash.orchestrator.webhooks.outgoing.delivery_store import DeliveryStore
from hookflash.orchestrator.webhooks.outgoing.endpoint_worker import DeliveryContext
from hookflash.orchestrator.webhooks.outgoing.endpoints import EndpointBook
from hookflash.orchestrator.webhooks.outgoing.http_attempt import HttpPoster
from hookflash.orchestrator.webhooks.outgoing.service import WebhookService
from hookflash.orchestrator.webhooks.outgoing.shared_reader import SharedReader
from hookflash.projections.database.engine import open_database
from hookflash.projections.projections import Projections

_PAGE: Final = 1_000


@asynccontextmanager
async def open_call_center(  # noqa: PLR0913 - one keyword a port
    url: str,
    *,
    telephony: Telephony | None = None,
    messaging: Messaging | None = None,
    agent: Agent | None = None,
    clock: Clock | None = None,
    ids: Ids | None = None,
    webhooks: WebhookSender | None = None,
    telemetry: Telemetry | None = None,
) -> AsyncIterator[CallCenter]:
    """A call center on the log under ``url``, with stand-ins for the ports not given.

    It sends webhooks if it is given a sender, and telemetry if it is given providers for it.
    """
    clock = clock or SystemClock()
    test_line = SandboxLine(SimulatedTelephony(clock, pace=0.0), SimulatedMessaging(clock))
    outside = Ports(
        telephony=telephony or test_line.telephony,
        messaging=messaging or test_line.messaging,
        agent=agent or ScriptedAgent(),
        clock=clock,
        ids=ids or RandomIds(),
    )
    store = open_store(url)
    store.check_topics()
    log = EventLog(store)
    center = CallCenter(
        log, ProjectionRunner(log, open_views(url, store), live=True), outside, test_line
    )
    test_line.tell(center.report)
    if webhooks is not None:
        center.webhooks = open_outgoing(url, center, webhooks)
    async with _working(center, await log.last_position()), _observed(url, center, telemetry):
        yield center


@asynccontextmanager
async def _working(center: CallCenter, position: int) -> AsyncIterator[None]:
    """Whatever goes on beside the calls: views kept up, other workers' events and calls."""
    tail = LogTail(center.log, center.calls, center.dispatch, position)
    sweeper = Recovery(center.dispatch, center.outside.clock, center.keeper.open_calls)
    work = [
        asyncio.create_task(center.keeper.run()),
        asyncio.create_task(tail.run(center.outside.clock)),
        asyncio.create_task(sweeper.run()),
    ]
    if center.webhooks is not None:
        work.append(asyncio.create_task(center.webhooks.run()))
    try:
        yield
    finally:
        for task in work:
            task.cancel()
        await asyncio.gather(*work, return_exceptions=True)
        await center.close()
        if center.webhooks is not None:
            center.webhooks.close()


@asynccontextmanager
async def _observed(
    url: str, center: CallCenter, telemetry: Telemetry | None
) -> AsyncIterator[None]:
    """What goes on is told to ``telemetry``, if there is any."""
    if telemetry is None:
        yield
        return
    from hookflash.orchestrator.telemetry.observing import observer_of  # noqa: PLC0415 - an extra

    clock, ids = center.outside.clock, center.outside.ids
    cursors = Cursors(open_database(url))
    post = TelemetryFeed(center.log, cursors, clock, ids.new("worker"), center.keeper.ask)
    task = asyncio.create_task(observer_of(post, telemetry, center.keeper.views.calls).run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        cursors.close()


def open_outgoing(url: str, center: CallCenter, sender: WebhookSender) -> WebhookService:
    """The webhooks of the log under ``url``, where its views are too."""
    clock, ids = center.outside.clock, center.outside.ids
    office = DeliveryContext(
        log=center.log,
        pages=SharedReader(center.log),
        calls=center.calls,
        book=EndpointBook(center.log, clock),
        shelf=DeliveryStore(open_database(url)),
        poster=HttpPoster(sender, clock),
        clock=clock,
        worker=ids.new("worker"),
        ask=center.keeper.ask,
    )
    return WebhookService(office, sender, ids, new_secret)


def open_views(url: str, store: Store) -> Projections:
    """The read models of the log in ``store``, in the database under ``url``."""
    return Projections(store, open_database(url))


def simulate(
    url: str,
    store: Store,
    seed: int,
    begin: datetime | None = None,
    agent: Agent | None = None,
) -> Simulation:
    """A call center in virtual time, its ids drawn from ``seed``; for a :class:`VirtualLoop`.

    ``agent``: the scripted one by default.

    On a log that holds calls already, time goes on after the last of them, or at ``begin`` if that
    is later, and the ids depend on how far the log has come: the same seed on the same log gives
    the same run.
    """
    position = store.last_position()
    last = _last_of_the_calls(store, position)
    clock = VirtualClock(asyncio.get_running_loop(), max(last, begin or last))
    telephony, messaging = SimulatedTelephony(clock), SimulatedMessaging(clock)
    outside = Ports(
        telephony=telephony,
        messaging=messaging,
        agent=agent or ScriptedAgent(),
        clock=clock,
        ids=SeededIds(f"{seed}/{position}"),
    )
    log = EventLog(store, live=False)
    test_line = SandboxLine(telephony, messaging)
    center = CallCenter(
        log, ProjectionRunner(log, open_views(url, store), live=False), outside, test_line
    )
    test_line.tell(center.report)
    return Simulation(center, telephony, messaging, seed=f"{seed}.{position}")


def _last_of_the_calls(store: Store, position: int) -> datetime:
    """When something last happened on a call, up to a log position; ``EPOCH`` if nothing did.

    When a workspace was applied makes no difference, so that a run on it can be repeated.
    """
    for start in range(position - _PAGE, -_PAGE, -_PAGE):
        page = store.read_log(max(start, 0), _PAGE)
        times = [event.at for _, event in page if isinstance(event, CallEvent)]
        if times:
            return max(times)
    return EPOCH
