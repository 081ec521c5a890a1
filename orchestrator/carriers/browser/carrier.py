"""A carrier whose phones are tabs, ready for use."""

from dataclasses import dataclass
from hmac import compare_digest

from hookflash.orchestrator.carriers.browser.exchange import Exchange
from hookflash.orchestrator.carriers.browser.messaging import BrowserMessaging
from hookflash.orchestrator.ports.carriers import Carrier


@dataclass(frozen=True, kw_only=True)
class BrowserCarrier(Carrier):
    """The ports, and the exchange behind them."""

    exchange: Exchange
    texts: BrowserMessaging
    key: str

    def admits(self, key: str) -> bool:
        """Whether ``key`` is the key of this carrier."""
        return compare_digest(self.key.encode(), key.encode())

    def __repr__(self) -> str:
        return "BrowserCarrier()"
