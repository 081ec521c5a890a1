"""Events of keeping a recorded message: fetched from the provider, stored, expired."""

from typing import ClassVar

from hookflash.domain.call.events.voicemail import VoicemailEvent


class RecordingEvent(VoicemailEvent):
    """An event of the recording of the voicemail with this ``effect_key``."""


class RecordingAttempted(RecordingEvent):
    """A worker is about to fetch the recording; ``attempt`` counts from 1."""

    TOPIC: ClassVar[str] = "call.recording_attempted.v1"

    attempt: int


class RecordingPostponed(RecordingEvent):
    """The recording could not be fetched or stored; the next attempt follows in ``seconds``."""

    TOPIC: ClassVar[str] = "call.recording_postponed.v1"

    attempt: int
    reason: str
    seconds: float


class RecordingKept(RecordingEvent):
    """The recording is in our store; ``sha256`` is the hash of its ``size`` bytes, in hex."""

    TOPIC: ClassVar[str] = "call.recording_kept.v1"

    content_type: str
    size: int
    sha256: str


class RecordingLost(RecordingEvent):
    """The recording will not be fetched any more."""

    TOPIC: ClassVar[str] = "call.recording_lost.v1"

    reason: str


class RecordingExpired(RecordingEvent):
    """The time for which recordings are kept was over; it was deleted from our store."""

    TOPIC: ClassVar[str] = "call.recording_expired.v1"
