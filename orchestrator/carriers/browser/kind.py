"""The browser as a kind of carrier."""

from typing import TYPE_CHECKING

from pydantic import Field

from hookflash.orchestrator.carriers.browser.carrier import BrowserCarrier
from hookflash.orchestrator.carriers.browser.core import Core
from hookflash.orchestrator.carriers.browser.exchange import Exchange
from hookflash.orchestrator.carriers.browser.messaging import BrowserMessaging
from hookflash.orchestrator.carriers.browser.telephony import BrowserTelephony
from hookflash.orchestrator.carriers.voice.shared import borrow_speech
from hookflash.orchestrator.carriers.voice.speech import NoSpeech
from hookflash.orchestrator.ports.carriers import (
    CarrierConfig,
    CarrierContext,
    CarrierKind,
    CarrierOffers,
    RouterContext,
    SecretName,
    Secrets,
)

if TYPE_CHECKING:
    from fastapi import APIRouter


class BrowserConfig(CarrierConfig):
    """The settings of a carrier whose phones are tabs."""

    key: SecretName = Field(description="What a page needs to know, to call or to be a phone.")


class BrowserKind(CarrierKind[BrowserConfig]):
    """Tabs of browsers as phones: one calls, others are members' phones."""

    name = "browser"
    config = BrowserConfig

    def offers(self, config: BrowserConfig | None) -> CarrierOffers:
        """What tabs can do."""
        del config
        return CarrierOffers(telephony=BrowserTelephony.offers, messaging=BrowserMessaging.offers)

    def build(
        self, config: BrowserConfig, secrets: Secrets, context: CarrierContext
    ) -> BrowserCarrier:
        """An exchange without tabs."""
        core = Core(context.calls, context.clock)
        exchange = Exchange(core, borrow_speech(core) or NoSpeech())
        texts = BrowserMessaging(exchange)
        return BrowserCarrier(
            telephony=BrowserTelephony(exchange),
            messaging=texts,
            recordings=exchange.recordings,
            close=exchange.close,
            exchange=exchange,
            texts=texts,
            key=secrets.reveal(config.key),
        )

    def router(self, context: RouterContext) -> "APIRouter":
        """The page, and the lines of its tabs."""
        from hookflash.orchestrator.carriers.browser.router import (  # noqa: PLC0415 - an extra
            browser_router,
        )

        return browser_router(context)
