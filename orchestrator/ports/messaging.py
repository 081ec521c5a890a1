"""The messaging port: it sends texts."""

from typing import Literal, Protocol

from pydantic import Field

from hookflash.domain.call.effects import SendText
from hookflash.domain.value import Value
from hookflash.orchestrator.ports.answers import Answer


class TextFound(Value):
    """What the provider knows about a text. ``code`` and ``reason`` explain a failure."""

    provider_id: str
    status: Literal["accepted", "sent", "delivered", "undelivered", "failed"]
    code: str = ""
    reason: str = ""


class MessagingOffers(Value):
    """What the messaging provider can do; effects, and what a workspace may ask, depend on it.

    The defaults are what a host of the first host protocol is taken to offer.
    """

    idempotent_seconds: float = Field(default=0.0, ge=0, allow_inf_nan=False)
    """Seconds for which requests with the same key send at most once; 0: never."""
    can_search: bool = True
    """Can look a text up."""
    texts: bool = True
    """Sends texts. False: a job with Send SMS is refused, and so is any text."""
    inbound_texts: bool = False
    """Reports the texts that contacts send. A statement: nothing is refused for it."""
    opt_out_replies: bool = False
    """The carrier itself answers STOP, START and HELP. A statement: nothing is refused for it."""


class Messaging(Protocol):
    """Sends texts. Delivery receipts come back through ``CallCenter.report``."""

    @property
    def offers(self) -> MessagingOffers:
        """What it can do; an attribute is fine."""
        ...

    async def send(self, request: SendText) -> Answer:
        """Send one text under its effect key. Refuse the same key with another body."""
        ...

    async def find(self, request: SendText) -> TextFound | None:
        """The text under ``request.effect_key``. None does not prove that it was not accepted."""
        ...
