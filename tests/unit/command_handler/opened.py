"""Call centers in virtual time, on a log in memory."""

from hookflash import CallCenter, Settings
from hookflash.orchestrator.agents.scripted import ScriptedAgent
from hookflash.orchestrator.carriers.simulator.messaging import SimulatedMessaging
from hookflash.orchestrator.carriers.simulator.telephony import SimulatedTelephony
from hookflash.orchestrator.log.log import EventLog
from hookflash.orchestrator.log.store import Store
from hookflash.orchestrator.parts import build_parts
from hookflash.orchestrator.ports.agent import Agent
from hookflash.orchestrator.ports.host_agent import HostAgent
from hookflash.orchestrator.ports.messaging import Messaging
from hookflash.orchestrator.ports.outside import Ports
from hookflash.orchestrator.ports.understanding import Understanding
from hookflash.orchestrator.projection_runner import ProjectionRunner, open_views
from hookflash.orchestrator.runtime.turn_leases import LocalLeases
from hookflash.orchestrator.sandbox.line import SandboxLine
from hookflash.orchestrator.simulation.virtual_time import SeededIds, VirtualClock


def open_worker(
    name: str,
    store: Store,
    clock: VirtualClock,
    telephony: SimulatedTelephony,
    *,
    messaging: Messaging | None = None,
    agent: Agent | HostAgent | None = None,
    settings: Settings | None = None,
    understanding: Understanding | None = None,
    held: dict[str, tuple[object, float]] | None = None,
) -> CallCenter:
    """A worker on ``store``; its ids begin with ``name``. Nothing runs beside its calls.

    ``held``: the leases that it shares with other workers.
    """
    simulated = SimulatedMessaging(clock)
    ports = Ports(
        telephony=telephony,
        messaging=messaging or simulated,
        agent=agent or ScriptedAgent(),
        clock=clock,
        ids=SeededIds(name),
        settings=settings or Settings(),
        understanding=understanding,
    )
    log = EventLog(store, live=False)
    runner = ProjectionRunner(log, open_views("sqlite://", store), live=False)
    line = SandboxLine(telephony, simulated)
    return CallCenter(build_parts(log, runner, ports, line, LocalLeases(held)))
