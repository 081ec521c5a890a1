"""Simulated telephony and messaging for test calls, whatever ports the host gave."""

from dataclasses import dataclass, replace

from hookflash.orchestrator.carriers.simulator.messaging import SimulatedMessaging
from hookflash.orchestrator.carriers.simulator.telephony import SimulatedTelephony, Tell
from hookflash.orchestrator.ports.outside import Ports


@dataclass(frozen=True)
class SandboxLine:
    """Simulated telephony and messaging for test calls."""

    telephony: SimulatedTelephony
    messaging: SimulatedMessaging

    def instead_of(self, outside: Ports) -> Ports:
        """``outside`` with simulated telephony and messaging; agent, clock and ids stay."""
        return replace(outside, telephony=self.telephony, messaging=self.messaging)

    def tell(self, tell: Tell) -> None:
        """Send the reports of phones and texts to ``tell``."""
        self.telephony.tell = self.messaging.tell = tell

    def forget(self, call_id: str) -> None:
        """Drop what is remembered of a call."""
        self.telephony.forget(call_id)
        self.messaging.forget(call_id)
