"""The ports and settings of one process."""

from dataclasses import dataclass, field

from hookflash.orchestrator.ports.agent import Agent
from hookflash.orchestrator.ports.clock import Clock
from hookflash.orchestrator.ports.ids import Ids
from hookflash.orchestrator.ports.messaging import Messaging
from hookflash.orchestrator.ports.recordings import Recordings, RecordingStore
from hookflash.orchestrator.ports.telephony import Telephony
from hookflash.orchestrator.settings import Settings


@dataclass(frozen=True)
class Ports:
    """Every port that the call center uses, and how it was set."""

    telephony: Telephony
    messaging: Messaging
    agent: Agent
    clock: Clock
    ids: Ids
    settings: Settings = field(default_factory=Settings)
    recordings: Recordings | None = None
    recording_store: RecordingStore | None = None
