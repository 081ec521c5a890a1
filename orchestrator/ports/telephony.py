"""The telephony port: it speaks, rings, releases, records and hangs up."""

from collections.abc import Sequence
from typing import Literal, Protocol, Self

from pydantic import Field, model_validator

from hookflash.domain.call.effects import (
    FindCall,
    FindLegs,
    HandOver,
    HangUp,
    PlayVoicemail,
    ReleasePhone,
    RingPhones,
    Speech,
    StopRecording,
    StopSpeaking,
)
from hookflash.domain.call.events.speech import Playback
from hookflash.domain.call.events.transfers import Unavailability
from hookflash.domain.value import Value
from hookflash.orchestrator.ports.answers import Answer

Verdict = Literal["bridge", "release"]
"""Whether to connect a phone that was answered with the caller, or to hang it up."""


class LegFound(Value):
    """What the provider knows about one phone of a transfer."""

    leg: str
    status: Literal["ringing", "answered", "unavailable"]
    reason: Unavailability = "failed"


class CallFound(Value):
    """Whether the provider still has a call. ``unknown`` says nothing about it."""

    status: Literal["live", "gone", "unknown"]


class TelephonyOffers(Value):
    """What the telephony can do; consent, transfers, and what a workspace may ask depend on it.

    The defaults are what a host of the first host protocol is taken to offer.
    """

    speaks: bool = True
    """Hookflash speaks through ``say``. False: the host plays the returned words itself."""
    playback: Playback = "none"
    """How it is known what the caller heard (docs/explanation/consent.md).

    ``reports``: ``say`` returns once accepted, and the host reports :class:`Spoken`.
    ``say_waits``: ``say`` returns after playing; it needs ``speaks``. ``none``: heard by the
    estimated pace of speech.
    """
    screening: bool = False
    """The carrier connects a phone with the caller by itself, and the adapter asks before it does.

    It asks ``CallCenter.phone_answered`` the moment a phone is answered, and reports
    :class:`Bridged` once the phone is connected. Then the report that a phone was answered decides
    nothing. Where it is False, the first such report connects the phone and releases the others.
    """
    carrier: str = ""
    """The carrier's name, recorded with each call; ``CallCenter.gateway_lost`` takes it."""
    transfers: bool = True
    """Transfers calls. False: a job with Transfer call is refused, and so is any transfer."""
    largest_group: int | None = Field(default=None, ge=1)
    """How many phones it can ring at once; None: any number.

    A transfer to an inbox with more members is refused.
    """
    recordings: bool = False
    """Keeps the recordings of voicemails. A statement: nothing is refused for it."""
    discards_recordings: bool = False
    """Its port of recordings can delete the carrier's copies (``DiscardsRecordings``), and is asked
    to, once they are in our store."""
    transcripts: bool = False
    """Reports the words of a voicemail. A statement: nothing is refused for it."""
    keys: bool = True
    """Reports the keys that the caller presses. False: a caller who does not want to be recorded
    cannot choose a recorded message, and a mailbox hangs up."""
    stops_recording: bool = False
    """Can stop recording a call. False: ``stop_recording`` is not called."""
    find_call: bool = False
    """Can tell whether a call is live. False: ``find_call`` is not called."""

    @model_validator(mode="after")
    def _waits_for_what_it_says(self) -> Self:
        """Without ``say`` nothing would be waited for, and every question counts as heard."""
        if self.playback == "say_waits" and not self.speaks:
            wrong = "playback: say_waits needs speaks, since say is not called without it"
            raise ValueError(f"{wrong}; use reports, or none")
        return self


class Telephony(Protocol):
    """Drives the host's voice platform.

    What happens on the phones comes back through ``CallCenter.report``, at any time and in any
    order. Each request carries its effect key: pass it on as idempotency key, client state or
    callback address, so that a callback can settle a request whose answer was lost.
    """

    @property
    def offers(self) -> TelephonyOffers:
        """What it can do; an attribute is fine."""
        ...

    async def say(self, speech: Speech) -> None:
        """Say ``speech.text`` to the caller; ``offers.playback`` tells when to return.

        Raise if it cannot be said. Not called where ``offers.speaks`` is False.
        """
        ...

    async def stop_speaking(self, request: StopSpeaking) -> None:
        """Stop what is being said; harmless when nothing is. Report or return what was heard."""
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

    async def stop_recording(self, request: StopRecording) -> None:
        """Do not record the call any more; raise if that failed, and the request is repeated.

        The caller does not want it. A recorded message follows only if they choose one. Not called
        where ``offers.stops_recording`` is False.
        """
        ...

    async def find_legs(self, request: FindLegs) -> Sequence[LegFound]:
        """The phones known under a transfer's key. Empty does not prove that none will ring."""
        ...

    async def find_call(self, request: FindCall) -> CallFound:
        """Whether the call is live; raise, or answer ``unknown``, if that cannot be told.

        ``gone`` is final. Not called where ``offers.find_call`` is False.
        """
        ...
