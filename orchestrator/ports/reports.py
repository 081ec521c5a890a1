"""What a provider reports of its own accord: late, twice, out of order, after the end.

``message_id`` is the provider's id of the report, if it has one: the same id counts once.
"""

from typing import Literal

from pydantic import Field

from hookflash.domain.call.events.transfers import Unavailability
from hookflash.domain.event import Actor
from hookflash.domain.value import Value


class TextStatus(Value):
    """What became of a text, by the effect key it was sent under."""

    effect_key: str
    status: Literal["accepted", "sent", "delivered", "undelivered", "failed"]
    provider_id: str = ""
    code: str = ""
    reason: str = ""
    message_id: str = ""


class LegStatus(Value):
    """What one phone of a transfer does, by the leg id it was rung under."""

    leg: str
    status: Literal["ringing", "answered", "unavailable", "stopped"]
    reason: Unavailability = "failed"
    code: str = ""
    message_id: str = ""


class Recording(Value):
    """A voicemail of ``seconds``."""

    effect_key: str
    recording: str
    seconds: float = Field(ge=0, strict=True, allow_inf_nan=False)
    transcript: str = ""
    message_id: str = ""


class Ended(Value):
    """The call is over, ``by`` whom."""

    reason: str = "caller_hung_up"
    by: Actor = Actor.CALLER
    message_id: str = ""


Report = TextStatus | LegStatus | Recording | Ended
