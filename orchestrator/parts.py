"""The parts of a call center: how they are built, and what runs beside them.

The only module that knows the default adapters.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import ExitStack, asynccontextmanager, closing
from dataclasses import dataclass, replace
from datetime import datetime

from hookflash.orchestrator.agents.scripted import ScriptedAgent
from hookflash.orchestrator.api_keys import ApiKeys
from hookflash.orchestrator.call_views import CallViews
from hookflash.orchestrator.carriers.simulator.messaging import SimulatedMessaging
from hookflash.orchestrator.carriers.simulator.recordings import SimulatedRecordings
from hookflash.orchestrator.carriers.simulator.simulator import Simulator
from hookflash.orchestrator.carriers.simulator.telephony import SimulatedTelephony
from hookflash.orchestrator.carrying import LiveDatabase, go_live, is_simulated
from hookflash.orchestrator.carrying import simulate as mark_simulated
from hookflash.orchestrator.configured_carriers.carrier_book import CarrierBook
from hookflash.orchestrator.configured_carriers.configured_ports import ConfiguredPorts
from hookflash.orchestrator.configured_carriers.operator import WorkspaceCarriers
from hookflash.orchestrator.log.call_view_table import CallViewTable
from hookflash.orchestrator.log.cursors import Cursors
from hookflash.orchestrator.log.existing import checked
from hookflash.orchestrator.log.log import EventLog
from hookflash.orchestrator.log.session_table import SessionTable
from hookflash.orchestrator.log.store import Store, open_store
from hookflash.orchestrator.log.turn_table import TurnTable
from hookflash.orchestrator.ports.agent import Agent
from hookflash.orchestrator.ports.carriers import Carrier
from hookflash.orchestrator.ports.clock import Clock
from hookflash.orchestrator.ports.host_agent import HostAgent
from hookflash.orchestrator.ports.ids import Ids
from hookflash.orchestrator.ports.messaging import Messaging
from hookflash.orchestrator.ports.outside import Ports, check_understanding
from hookflash.orchestrator.ports.recordings import Recordings, RecordingStore
from hookflash.orchestrator.ports.telephony import Telephony
from hookflash.orchestrator.ports.understanding import Understanding
from hookflash.orchestrator.ports.webhooks import WebhookSender
from hookflash.orchestrator.projection_runner import ProjectionRunner, open_views
from hookflash.orchestrator.runtime.carrier_messages import CarrierMessages
from hookflash.orchestrator.runtime.command_handler import CAPACITY, CommandHandler
from hookflash.orchestrator.runtime.corrected_clock import CorrectedClock
from hookflash.orchestrator.runtime.dispatcher import Dispatcher
from hookflash.orchestrator.runtime.effects.matched_texts import MatchedTexts
from hookflash.orchestrator.runtime.inbound import Inbound, Quarantine
from hookflash.orchestrator.runtime.inbound_texts import InboundTexts
from hookflash.orchestrator.runtime.live_checks import LiveChecks
from hookflash.orchestrator.runtime.log_tail import LogTail
from hookflash.orchestrator.runtime.prepared_words import prepare_words
from hookflash.orchestrator.runtime.recording_expiry import RecordingExpiry
from hookflash.orchestrator.runtime.recovery import Recovery
from hookflash.orchestrator.runtime.replies import Replies
from hookflash.orchestrator.runtime.revocations import Revocations
from hookflash.orchestrator.runtime.stalled_appends import StalledAppends
from hookflash.orchestrator.runtime.turn_leases import Leases, LocalLeases, StoredLeases
from hookflash.orchestrator.sandbox.line import SandboxLine
from hookflash.orchestrator.sessions import BrowserSessions
from hookflash.orchestrator.settings import Settings
from hookflash.orchestrator.swept_calls import SweptCalls
from hookflash.orchestrator.system.clock import SystemClock
from hookflash.orchestrator.system.collector import calls_are_resumed
from hookflash.orchestrator.system.ids import RandomIds, new_secret
from hookflash.orchestrator.telemetry.following import TelemetryFeed
from hookflash.orchestrator.telemetry.providers import Telemetry
from hookflash.orchestrator.webhooks.outgoing.delivery_store import DeliveryStore
from hookflash.orchestrator.webhooks.outgoing.endpoint_worker import DeliveryContext
from hookflash.orchestrator.webhooks.outgoing.endpoints import EndpointBook
from hookflash.orchestrator.webhooks.outgoing.http_attempt import HttpPoster
from hookflash.orchestrator.webhooks.outgoing.service import WebhookService
from hookflash.orchestrator.webhooks.outgoing.shared_reader import SharedReader
from hookflash.orchestrator.webhooks.outgoing.stored_message import StoredMessages
from hookflash.orchestrator.workspaces.repository import WorkspaceRepository
from hookflash.projections.database.engine import open_database
from hookflash.projections.voicemails.queries import KeptRecording


@dataclass(frozen=True)
class Parts:
    """What a call center consists of. Test calls use ``line`` instead of ``ports``.

    Without ``webhooks`` this process delivers none. ``clock`` is that of ``ports`` where it follows
    the database's. ``sessions`` and ``call_views`` are there where ``open_parts`` opened
    the database.
    """

    log: EventLog
    runner: ProjectionRunner
    ports: Ports
    line: SandboxLine
    workspaces: WorkspaceRepository
    keys: ApiKeys
    handler: CommandHandler
    dispatcher: Dispatcher
    inbound: Inbound
    quarantine: Quarantine
    messages: CarrierMessages
    texts: InboundTexts
    replies: Replies
    leases: Leases
    clock: CorrectedClock | None = None
    webhooks: WebhookService | None = None
    carriers: CarrierBook | None = None
    sessions: BrowserSessions | None = None
    call_views: CallViews | None = None


def open_parts(  # noqa: PLR0913 - one keyword a port
    url: str,
    *,
    telephony: Telephony | None = None,
    messaging: Messaging | None = None,
    agent: Agent | HostAgent | None = None,
    clock: Clock | None = None,
    ids: Ids | None = None,
    settings: Settings | None = None,
    webhooks: WebhookSender | None = None,
    recordings: Recordings | None = None,
    recording_store: RecordingStore | None = None,
    understanding: Understanding | None = None,
    carriers: WorkspaceCarriers | None = None,
    simulate: bool | None = None,
    compress: bool = False,
) -> Parts:
    """The parts of a call center on the log under ``url``; see ``CallCenter.open``."""
    clock = CorrectedClock(clock or SystemClock())
    line = SandboxLine(SimulatedTelephony(clock, pace=0.0), SimulatedMessaging(clock))
    ports = Ports(
        telephony=telephony,
        messaging=messaging,
        agent=agent or ScriptedAgent(),
        clock=clock,
        ids=ids or RandomIds(),
        settings=settings or Settings(),
        recordings=recordings,
        recording_store=recording_store,
        understanding=understanding,
    )
    check_understanding(ports)
    with ExitStack() as opened:
        store = opened.enter_context(checked(open_store(url, compress=compress)))
        clock.follow(store.now)
        views = opened.enter_context(closing(open_views(url, store)))
        simulated = _simulates(store, ports, simulate, live=carriers is not None)
        ports = _with_simulator(ports, line) if simulated else ports
        table, sessions = TurnTable(open_database(url)), SessionTable(open_database(url))
        saved = CallViewTable(open_database(url))
        opened.pop_all()
    log = EventLog(store)
    runner = ProjectionRunner(log, views, live=True)
    leases = StoredLeases(table, ports.ids.new("worker"), clock, runner.ask)
    built = build_parts(log, runner, ports, line, leases, carriers=carriers, simulated=simulated)
    known = BrowserSessions(built.keys, sessions, clock, runner.ask)
    parts = replace(built, clock=clock, sessions=known, call_views=CallViews(saved, runner.ask))
    if webhooks is None:
        return parts
    return replace(parts, webhooks=_webhook_service(url, parts, webhooks))


def _with_simulator(ports: Ports, line: SandboxLine) -> Ports:
    """Have the simulator stand in for the ports that are not given."""
    return replace(
        ports,
        telephony=ports.telephony or line.telephony,
        messaging=ports.messaging or line.messaging,
        recordings=ports.recordings or SimulatedRecordings(),
    )


def build_parts(  # noqa: PLR0913 - one argument a part
    log: EventLog,
    runner: ProjectionRunner,
    ports: Ports,
    line: SandboxLine,
    leases: Leases | None = None,
    *,
    carriers: WorkspaceCarriers | None = None,
    simulated: bool = False,
) -> Parts:
    """Connect the parts of a call center that delivers no webhooks.

    Without ``leases`` no other process takes part in its calls. ``carriers`` serves those that
    workspaces configured; where calls are ``simulated``, the simulator is every one of them.
    """
    leases = leases or LocalLeases()
    workspaces = WorkspaceRepository(log, ports.clock, ports.ids)
    book = _carrier_book(ports, workspaces, carriers, simulated=simulated)
    ports = replace(ports, carriers=ConfiguredPorts(book) if book is not None else None)
    capacity = max(CAPACITY, ports.settings.most_live_calls)
    handler = CommandHandler(log, capacity, beside=Revocations(workspaces).beside)
    return Parts(
        log=log,
        runner=runner,
        ports=ports,
        line=line,
        workspaces=workspaces,
        keys=ApiKeys(log, ports.clock, ports.ids, new_secret),
        handler=handler,
        dispatcher=Dispatcher(
            handler, workspaces, ports, line.instead_of(ports), MatchedTexts(runner), leases=leases
        ),
        leases=leases,
        inbound=Inbound(workspaces, ports),
        quarantine=Quarantine(log, ports.clock),
        messages=CarrierMessages(log, ports.clock),
        texts=InboundTexts(log, workspaces, handler.usage, ports.clock, ports.ids),
        replies=Replies(log, runner, ports, workspaces),
        carriers=book,
    )


def _carrier_book(
    ports: Ports,
    workspaces: WorkspaceRepository,
    carriers: WorkspaceCarriers | None,
    *,
    simulated: bool,
) -> CarrierBook | None:
    if carriers is None and not simulated:
        return None
    stand_in = Carrier(ports.telephony, ports.messaging, ports.recordings) if simulated else None
    operator = carriers or WorkspaceCarriers()
    return CarrierBook(operator, workspaces, ports.clock, ports.ids, simulated=stand_in)


def simulators_of(parts: Parts) -> tuple[Simulator, ...]:
    """The simulated ports among those of ``parts``, for test calls and for live ones."""
    line, ports = parts.line, parts.ports
    known: tuple[object, ...] = (line.telephony, line.messaging, ports.telephony, ports.messaging)
    return tuple({id(port): port for port in known if isinstance(port, Simulator)}.values())


@asynccontextmanager
async def running(parts: Parts) -> AsyncIterator[None]:
    """Run what a worker does beside its calls, until the end of the ``async with``.

    It keeps the views up to date, follows what other workers append, ends what they left
    unfinished, recovers calls that no worker handles, asks the provider about quiet calls, delivers
    webhooks, and deletes recordings whose time is over.
    """
    clock = parts.ports.clock
    position = await parts.log.last_position()
    tail = LogTail(parts.log, parts.handler, parts.dispatcher, position)
    swept = SweptCalls(parts.log, parts.runner)
    recovery = Recovery(parts.dispatcher, clock, swept, calls_are_resumed)
    checks = LiveChecks(parts.ports, parts.handler, parts.dispatcher, parts.runner.quiet_calls)
    stalled = StalledAppends(parts.log.store, clock)
    work = [parts.runner.run(), tail.run(clock), recovery.run(), checks.run(), stalled.run()]
    work += [parts.runner.retry_unreadable(), parts.replies.run(), prepare_words(parts.log.compute)]
    if parts.webhooks is not None:
        work.append(parts.webhooks.run())
    if parts.clock is not None:
        work.append(parts.clock.run(parts.runner.ask))
    if (expiry := _recording_expiry(parts)) is not None:
        work.append(expiry.run())
    tasks = [asyncio.create_task(one) for one in work]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@asynccontextmanager
async def observed(url: str, parts: Parts, telemetry: Telemetry | None) -> AsyncIterator[None]:
    """Send telemetry, if there are providers for it, until the end of the ``async with``."""
    if telemetry is None:
        yield
        return
    from hookflash.orchestrator.telemetry.observing import observer_of  # noqa: PLC0415 - an extra

    cursors = Cursors(open_database(url))
    worker = parts.ports.ids.new("worker")
    feed = TelemetryFeed(parts.log, cursors, parts.ports.clock, worker, parts.runner.ask)
    task = asyncio.create_task(observer_of(feed, telemetry, parts.runner.views.calls).run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        cursors.close()


def _recording_expiry(parts: Parts) -> RecordingExpiry | None:
    """What deletes recordings; None without a store, or if recordings do not expire."""
    store, days = parts.ports.recording_store, parts.ports.settings.recordings_kept_days
    if store is None or days is None:
        return None

    async def kept_before(at: datetime, limit: int) -> Sequence[KeptRecording]:
        return await parts.runner.fresh(parts.runner.views.recordings.kept_before, at, limit)

    return RecordingExpiry(store, days, parts.ports.clock, kept_before, parts.dispatcher.ask)


def _simulates(store: Store, ports: Ports, wanted: bool | None, *, live: bool) -> bool:  # noqa: FBT001 - as given
    """Mark a new database; returns whether the simulator stands in for the ports not given.

    ``live``: carriers that workspaces configured are served, which are real unless ``wanted``.
    """
    given: list[object] = [one for one in (ports.telephony, ports.messaging) if one is not None]
    if given and wanted:
        raise ValueError("simulate: True, beside a port; give the ports or simulate, not both")
    if (live and not wanted) or any(not isinstance(port, Simulator) for port in given):
        go_live(store, ports.clock.now())
        return False
    if wanted is False:
        return is_simulated(store)
    simulated = mark_simulated(store, ports.clock.now())
    if wanted and not simulated:
        raise LiveDatabase
    return simulated


def _webhook_service(url: str, parts: Parts, sender: WebhookSender) -> WebhookService:
    """The webhooks of the log under ``url``, with their delivery state in the same database."""
    log, clock, ids = parts.log, parts.ports.clock, parts.ports.ids
    context = DeliveryContext(
        log=log,
        reader=SharedReader(log),
        messages=StoredMessages(log, parts.handler),
        book=EndpointBook(log, clock),
        store=DeliveryStore(open_database(url)),
        poster=HttpPoster(sender, clock),
        clock=clock,
        worker=ids.new("worker"),
        run_blocking=parts.runner.ask,
    )
    return WebhookService(context, sender, ids, new_secret)
