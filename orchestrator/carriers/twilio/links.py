"""The URLs that Twilio calls. All that a callback needs to know is in its URL or its form."""

from typing import Final
from urllib.parse import quote, urlencode

from hookflash.orchestrator.ports.carriers import CarrierContext

REPEAT: Final = "#rc=3&rp=5xx,ct,rt"
"""Has Twilio repeat a request up to three times if it was not answered."""


class Links:
    """The URLs of one carrier."""

    def __init__(self, context: CarrierContext) -> None:
        """Raises ``CarrierUnavailable`` if the operator configured no public URL."""
        self._base = context.url(f"{quote(context.workspace)}/{quote(context.name)}")

    def to(self, path: str, **about: str) -> str:
        """The URL of a webhook; ``about`` comes back in its query."""
        return self.plain(path) + (f"?{urlencode(about)}" if about else "") + REPEAT

    def socket(self, path: str) -> str:
        """The URL of a WebSocket."""
        return self.plain(path).replace("http", "ws", 1)

    def plain(self, path: str) -> str:
        """The URL as a person sets it at a number."""
        return f"{self._base}/{path}"
