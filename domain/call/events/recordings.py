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
    """The recording is in our store; ``sha256`` is the hash of its ``size`` bytes, in hex.

    ``discard``: the provider is asked to delete its copy.
    """

    TOPIC: ClassVar[str] = "call.recording_kept.v1"

    content_type: str
    size: int
    sha256: str
    discard: bool = False


class RecordingDiscardPostponed(RecordingEvent):
    """The provider did not delete its copy; it is asked again in ``seconds``."""

    TOPIC: ClassVar[str] = "call.recording_discard_postponed.v1"

    attempt: int
    reason: str
    seconds: float


class RecordingDiscarded(RecordingEvent):
    """The provider has deleted its copy, or did not have it any more."""

    TOPIC: ClassVar[str] = "call.recording_discarded.v1"


class RecordingLeft(RecordingEvent):
    """The provider still has its copy, and is not asked again: a person has to delete it."""

    TOPIC: ClassVar[str] = "call.recording_left.v1"

    attempt: int
    reason: str


class RecordingLost(RecordingEvent):
    """The recording will not be fetched any more."""

    TOPIC: ClassVar[str] = "call.recording_lost.v1"

    reason: str


class RecordingExpired(RecordingEvent):
    """The time for which recordings are kept was over; it was deleted from our store."""

    TOPIC: ClassVar[str] = "call.recording_expired.v1"
