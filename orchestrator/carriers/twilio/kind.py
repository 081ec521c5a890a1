"""Twilio as a kind of carrier; importable without the extra."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from hookflash.orchestrator.carriers.twilio.settings import TwilioConfig, offers_with
from hookflash.orchestrator.ports.carriers import (
    Carrier,
    CarrierContext,
    CarrierKind,
    CarrierOffers,
    CarrierUnavailable,
    Checked,
    Finding,
    RouterContext,
    Secrets,
)

if TYPE_CHECKING:
    from fastapi import APIRouter

    from hookflash.orchestrator.carriers.twilio.sessions import Sessions

MISSING = "twilio needs its client: pip install 'hookflash[twilio]'"


class TwilioKind(CarrierKind[TwilioConfig]):
    """Calls and texts through Twilio."""

    name = "twilio"
    config = TwilioConfig

    def __init__(self) -> None:
        self._sessions: Sessions | None = None

    def offers(self, config: TwilioConfig | None) -> CarrierOffers:
        """What Twilio can do with these settings."""
        return offers_with(config)

    def build(self, config: TwilioConfig, secrets: Secrets, context: CarrierContext) -> Carrier:
        """Make the ports."""
        try:
            from hookflash.orchestrator.carriers.twilio.carrier import build_carrier
        except ModuleNotFoundError as error:
            raise CarrierUnavailable(MISSING, final=True) from error
        return build_carrier(config, secrets, context, self._open())

    def router(self, context: RouterContext) -> "APIRouter | None":
        """The webhooks; none without the extra."""
        try:
            from hookflash.orchestrator.carriers.twilio.router import twilio_router
        except ModuleNotFoundError:
            return None
        return twilio_router(context, self._open())

    async def check(
        self, config: TwilioConfig, secrets: Secrets, context: CarrierContext, about: Checked
    ) -> Sequence[Finding]:
        """Look at the account, its numbers and the phones of members."""
        try:
            from hookflash.orchestrator.carriers.twilio.checks import check_account
        except ModuleNotFoundError as error:
            raise CarrierUnavailable(MISSING, final=True) from error
        return await check_account(config, secrets, context, about)

    def _open(self) -> "Sessions":
        """The relay sessions of this process."""
        if self._sessions is None:
            from hookflash.orchestrator.carriers.twilio.sessions import Sessions

            self._sessions = Sessions()
        return self._sessions
