"""The role of whoever carries texts."""

from typing import Literal, Protocol

from hookflash.domain.call.effects import SendText
from hookflash.domain.value import Value
from hookflash.orchestrator.ports.answers import Answer


class TextFound(Value):
    """What the provider knows of a text. ``code`` and ``reason`` go with the two failures."""

    provider_id: str
    status: Literal["accepted", "sent", "delivered", "undelivered", "failed"]
    code: str = ""
    reason: str = ""


class Offers(Value):
    """What a provider promises; the effect protocol follows from it.

    ``idempotent_seconds``: for how long the same key sends at most once; 0 for never.
    ``can_search``: whether it can be asked for a text by its key.
    """

    idempotent_seconds: float = 0.0
    can_search: bool = True


class Messaging(Protocol):
    """Sends texts. Receipts are reported back to the call center (``report``)."""

    offers: Offers

    async def send(self, request: SendText) -> Answer:
        """Send one text, under its key. The same key with another body is refused."""
        ...

    async def find(self, request: SendText) -> TextFound | None:
        """The text under ``request.effect_key``; None is no proof that it was not taken."""
        ...
