"""The simulated phones and texts that test calls use, regardless of the host's ports."""

from dataclasses import dataclass, replace

from hookflash.orchestrator.carriers.simulator.messaging import SimulatedMessaging
from hookflash.orchestrator.carriers.simulator.recordings import SimulatedRecordings
from hookflash.orchestrator.carriers.simulator.telephony import SimulatedTelephony
from hookflash.orchestrator.ports.outside import Ports


@dataclass(frozen=True)
class SandboxLine:
    """Simulated telephony and messaging for test calls; nothing reaches a real provider."""

    telephony: SimulatedTelephony
    messaging: SimulatedMessaging

    def instead_of(self, ports: Ports) -> Ports:
        """Return ``ports`` with simulated ones in place of all others; the store stays."""
        return replace(
            ports,
            telephony=self.telephony,
            messaging=self.messaging,
            recordings=SimulatedRecordings(),
            carriers=None,
        )

    def forget(self, call_id: str) -> None:
        """Discard everything kept about a call."""
        self.telephony.forget(call_id)
        self.messaging.forget(call_id)
