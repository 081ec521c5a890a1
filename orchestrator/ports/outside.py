"""The ports of one process."""

from dataclasses import dataclass, field

from hookflash.orchestrator.ports.agent import Agent, Patience
from hookflash.orchestrator.ports.clock import Clock
from hookflash.orchestrator.ports.ids import Ids
from hookflash.orchestrator.ports.messaging import Messaging
from hookflash.orchestrator.ports.telephony import Telephony


@dataclass(frozen=True)
class Ports:
    """Every port that the call center uses."""

    telephony: Telephony
    messaging: Messaging
    agent: Agent
    clock: Clock
    ids: Ids
    patience: Patience = field(default_factory=Patience)
