"""Reports from providers. They may come late, twice, out of order, or after the call's end.

``message_id`` is the provider's id for the report, if it has one. The same id counts once.
"""

from typing import Literal

from pydantic import AwareDatetime, Field

from hookflash.domain.call.events.transfers import Unavailability
from hookflash.domain.event import Actor
from hookflash.domain.value import Value


class TextStatus(Value):
    """The status of a text, by its effect key."""

    effect_key: str
    status: Literal["accepted", "sent", "delivered", "undelivered", "failed"]
    provider_id: str = ""
    code: str = ""
    reason: str = ""
    message_id: str = ""


class LegStatus(Value):
    """The status of one phone of a transfer, by its leg id.

    ``provider_id`` is the provider's id of the call to that phone, if there is one.
    """

    leg: str
    status: Literal["ringing", "answered", "unavailable", "stopped"]
    reason: Unavailability = "failed"
    code: str = ""
    provider_id: str = ""
    message_id: str = ""


class Bridged(Value):
    """The carrier has connected one phone of a transfer with the caller, by its leg id.

    It tells what happened, whatever was decided: this phone has the caller.
    """

    leg: str
    message_id: str = ""


class Recording(Value):
    """A recorded voicemail, ``seconds`` long."""

    effect_key: str
    recording: str
    seconds: float = Field(ge=0, strict=True, allow_inf_nan=False)
    transcript: str = ""
    message_id: str = ""


class Transcript(Value):
    """The transcript of a voicemail; it may come before or after the recording, or after the call.

    Of several the first counts.
    """

    effect_key: str
    transcript: str
    message_id: str = ""


class Spoken(Value):
    """What the caller heard of a speech.

    ``heard_chars`` counts characters of its text, all of which were played between ``began_at``
    and ``ended_at``; ``finished`` tells whether it was played to its end.
    """

    speech_id: str
    began_at: AwareDatetime
    ended_at: AwareDatetime
    heard_chars: int = Field(ge=0)
    finished: bool = True
    message_id: str = ""


class Ended(Value):
    """The call has ended; ``by`` says who ended it."""

    reason: str = "caller_hung_up"
    by: Actor = Actor.CALLER
    message_id: str = ""


Report = TextStatus | LegStatus | Bridged | Recording | Transcript | Spoken | Ended
