"""The messaging port: it sends texts."""

from typing import Literal, Protocol

from hookflash.domain.call.effects import SendText
from hookflash.domain.value import Value
from hookflash.orchestrator.ports.answers import Answer


class TextFound(Value):
    """What the provider knows about a text. ``code`` and ``reason`` explain a failure."""

    provider_id: str
    status: Literal["accepted", "sent", "delivered", "undelivered", "failed"]
    code: str = ""
    reason: str = ""


class Offers(Value):
    """What the provider promises; the effect protocol depends on it.

    ``idempotent_seconds``: for how long requests with the same key send at most once; 0: never.
    ``can_search``: whether a text can be looked up.
    """

    idempotent_seconds: float = 0.0
    can_search: bool = True


class Messaging(Protocol):
    """Sends texts. Delivery receipts come back through ``CallCenter.report``."""

    offers: Offers

    async def send(self, request: SendText) -> Answer:
        """Send one text under its effect key. Refuse the same key with another body."""
        ...

    async def find(self, request: SendText) -> TextFound | None:
        """The text under ``request.effect_key``. None does not prove that it was not accepted."""
        ...
