"""Puts a call center together in virtual time, with everything outside it simulated."""

import asyncio
from datetime import datetime
from typing import Final

from hookflash.domain.call.events import CallEvent
from hookflash.orchestrator.agents.scripted import ScriptedAgent
from hookflash.orchestrator.call_center import CallCenter
from hookflash.orchestrator.carriers.simulator.messaging import SimulatedMessaging
from hookflash.orchestrator.carriers.simulator.recordings import SimulatedRecordings
from hookflash.orchestrator.carriers.simulator.telephony import SimulatedTelephony
from hookflash.orchestrator.carrying import LiveDatabase
from hookflash.orchestrator.carrying import simulate as mark_simulated
from hookflash.orchestrator.log.log import EventLog
from hookflash.orchestrator.log.store import Store, open_store
from hookflash.orchestrator.parts import build_parts
from hookflash.orchestrator.ports.agent import Agent
from hookflash.orchestrator.ports.host_agent import HostAgent
from hookflash.orchestrator.ports.outside import Ports
from hookflash.orchestrator.ports.recordings import RecordingStore
from hookflash.orchestrator.projection_runner import ProjectionRunner, open_views
from hookflash.orchestrator.sandbox.line import SandboxLine
from hookflash.orchestrator.simulation.scripted_caller import Simulation
from hookflash.orchestrator.simulation.virtual_time import EPOCH, SeededIds, VirtualClock

_PAGE: Final = 1_000


async def open_simulation(
    url: str,
    seed: int,
    begin: datetime | None = None,
    recording_store: RecordingStore | None = None,
) -> Simulation:
    """Open the log under ``url`` and :func:`simulate` on it; closed with the simulation.

    A new log becomes a simulated one. Raises :class:`LiveDatabase`.
    """
    simulation = simulate(url, open_store(url), seed, begin, recording_store=recording_store)
    # Marked afterwards: the ids of the calls depend on how far the log had come.
    if not mark_simulated(simulation.store, simulation.clock.now()):
        await simulation.close()
        raise LiveDatabase
    return simulation


def simulate(  # noqa: PLR0913 - one keyword a port
    url: str,
    store: Store,
    seed: int,
    begin: datetime | None = None,
    agent: Agent | HostAgent | None = None,
    *,
    recording_store: RecordingStore | None = None,
) -> Simulation:
    """A call center in virtual time, its ids drawn from ``seed``; for a :class:`VirtualLoop`.

    ``agent``: the scripted one by default. ``recording_store``, which must not need real time,
    keeps the simulated recordings.

    On a log that holds calls already, time goes on after the last of them, or at ``begin`` if that
    is later, and the ids depend on how far the log has come: the same seed on the same log gives
    the same run.
    """
    position = store.last_position()
    last = _last_of_the_calls(store, position)
    clock = VirtualClock(asyncio.get_running_loop(), max(last, begin or last))
    telephony, messaging = SimulatedTelephony(clock), SimulatedMessaging(clock)
    ports = Ports(
        telephony=telephony,
        messaging=messaging,
        agent=agent or ScriptedAgent(),
        clock=clock,
        ids=SeededIds(f"{seed}/{position}"),
        recordings=SimulatedRecordings(),
        recording_store=recording_store,
    )
    log, views = EventLog(store, live=False), open_views(url, store)
    runner = ProjectionRunner(log, views, live=False)
    parts = build_parts(log, runner, ports, SandboxLine(telephony, messaging), simulated=True)
    center = CallCenter(parts)
    return Simulation(center, telephony, messaging, clock, store, views, seed=f"{seed}.{position}")


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
