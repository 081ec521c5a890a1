"""The simulator as a kind of carrier, for workspace files that are tried without an account."""

from hookflash.orchestrator.carriers.simulator.messaging import SimulatedMessaging
from hookflash.orchestrator.carriers.simulator.telephony import SimulatedTelephony
from hookflash.orchestrator.ports.carriers import (
    Carrier,
    CarrierContext,
    CarrierKind,
    CarrierOffers,
    CarrierUnavailable,
    NoSettings,
    Secrets,
)


class SimulatorKind(CarrierKind[NoSettings]):
    """Simulated phones and texts. It works in a simulated database only, and needs no secret."""

    name = "simulator"
    config = NoSettings
    simulated = True

    def offers(self, config: NoSettings | None) -> CarrierOffers:
        """What the simulator can do."""
        del config
        return CarrierOffers(
            telephony=SimulatedTelephony.offers, messaging=SimulatedMessaging.offers
        )

    def build(self, config: NoSettings, secrets: Secrets, context: CarrierContext) -> Carrier:
        """The simulated ports of the process."""
        del config, secrets
        if context.simulated is None:
            raise CarrierUnavailable(
                "the simulator carries no calls of a live database; use a new database for "
                "simulated calls",
                final=True,
            )
        return context.simulated
