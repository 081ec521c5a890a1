"""The telephony port: it speaks, rings, releases, records and hangs up."""

from collections.abc import Sequence
from typing import Literal, Protocol

from hookflash.domain.call.effects import (
    HandOver,
    HangUp,
    PlayVoicemail,
    ReleasePhone,
    RingPhones,
)
from hookflash.domain.call.events.transfers import Unavailability
from hookflash.domain.value import Value
from hookflash.orchestrator.ports.answers import Answer


class LegFound(Value):
    """What the provider knows about one phone of a transfer."""

    leg: str
    status: Literal["ringing", "answered", "unavailable"]
    reason: Unavailability = "failed"


class Telephony(Protocol):
    """Drives the host's voice platform.

    What happens on the phones comes back through ``CallCenter.report``, at any time and in any
    order. Each request carries its effect key: pass it on as idempotency key, client state or
    callback address, so that a callback can settle a request whose answer was lost.
    """

    async def say(self, call_id: str, text: str) -> None:
        """Say ``text`` to the caller; return when it was said, or accepted for saying."""
        ...

    async def ring(self, request: RingPhones) -> Answer:
        """Take the call from the agent and ring all of ``request.legs`` at once."""
        ...

    async def hand_over(self, request: HandOver) -> Answer:
        """Take the call from the agent and hand it to the carrier."""
        ...

    async def release(self, request: ReleasePhone) -> None:
        """Stop one phone. Raise if that failed; the request is then repeated."""
        ...

    async def play_voicemail(self, request: PlayVoicemail) -> Answer:
        """Play the greeting, then record."""
        ...

    async def hang_up(self, request: HangUp) -> None:
        """End the call."""
        ...

    async def find_legs(self, call_id: str, effect_key: str) -> Sequence[LegFound]:
        """The phones known under a transfer's key. Empty does not prove that none will ring."""
        ...
