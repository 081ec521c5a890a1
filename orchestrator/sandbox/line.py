"""The simulated phones and texts that test calls use, whatever ports the host gave."""

from dataclasses import dataclass, replace

from hookflash.orchestrator.carriers.simulator.messaging import SimulatedMessaging
from hookflash.orchestrator.carriers.simulator.telephony import SimulatedTelephony, Tell
from hookflash.orchestrator.ports.outside import Ports


@dataclass(frozen=True)
class SandboxLine:
    """A line that does not leave the house."""

    telephony: SimulatedTelephony
    messaging: SimulatedMessaging

    def instead_of(self, outside: Ports) -> Ports:
        """The same outside, but for what would ring, speak, record or send."""
        return replace(outside, telephony=self.telephony, messaging=self.messaging)

    def tell(self, tell: Tell) -> None:
        """Have phones and texts report to ``tell``."""
        self.telephony.tell = self.messaging.tell = tell

    def forget(self, call_id: str) -> None:
        """Keep nothing of a call."""
        self.telephony.forget(call_id)
        self.messaging.forget(call_id)
