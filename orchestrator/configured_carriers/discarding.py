"""Has carriers delete their copies of recordings, for a process that carries no calls."""

from collections.abc import Sequence

from hookflash.domain.call.effects import DiscardRecording
from hookflash.orchestrator.agents.scripted import ScriptedAgent
from hookflash.orchestrator.configured_carriers.carrier_book import CarrierBook
from hookflash.orchestrator.configured_carriers.configured_ports import ConfiguredPorts
from hookflash.orchestrator.configured_carriers.operator import WorkspaceCarriers
from hookflash.orchestrator.log.log import EventLog
from hookflash.orchestrator.log.store import Store
from hookflash.orchestrator.ports.answers import Accepted
from hookflash.orchestrator.ports.outside import Ports
from hookflash.orchestrator.runtime.effects.recording_discarder import ask_to_discard
from hookflash.orchestrator.system.clock import SystemClock
from hookflash.orchestrator.system.ids import RandomIds
from hookflash.orchestrator.telemetry.logs import get_logger
from hookflash.orchestrator.workspaces.repository import WorkspaceRepository

logger = get_logger(__name__)


async def discard_copies(
    store: Store, operator: WorkspaceCarriers, copies: Sequence[DiscardRecording]
) -> dict[str, bool]:
    """Ask each carrier once; returns the recordings, by id, and whether their copy is gone."""
    clock, ids = SystemClock(), RandomIds()
    workspaces = WorkspaceRepository(EventLog(store, live=False), clock, ids)
    book = CarrierBook(operator, workspaces, clock, ids)
    ports = Ports(None, None, ScriptedAgent(), clock, ids, carriers=ConfiguredPorts(book))
    gone: dict[str, bool] = {}
    try:
        for copy in copies:
            answer = await ask_to_discard(ports, copy)
            gone[copy.recording] = isinstance(answer, Accepted)
            if not isinstance(answer, Accepted):
                logger.warning("recording_not_discarded", reason=answer.reason)
    finally:
        await book.close()
    return gone
