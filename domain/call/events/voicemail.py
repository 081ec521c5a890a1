"""Voicemail: it plays, it records."""

from typing import ClassVar

from hookflash.domain.call.events.call_event import CallEvent


class VoicemailEvent(CallEvent):
    """Something about the voicemail with this ``effect_key``."""

    effect_key: str


class VoicemailAttempted(VoicemailEvent):
    """The provider is about to be asked to play the greeting; ``attempt`` counts from 1."""

    TOPIC: ClassVar[str] = "call.voicemail_attempted.v1"

    owner: str
    greeting: str
    attempt: int


class VoicemailPostponed(VoicemailEvent):
    """The request provably did nothing; it may be made again after ``seconds``."""

    TOPIC: ClassVar[str] = "call.voicemail_postponed.v1"

    attempt: int
    reason: str
    seconds: float


class VoicemailStarted(VoicemailEvent):
    """The greeting plays, then it records."""

    TOPIC: ClassVar[str] = "call.voicemail_started.v1"

    owner: str


class VoicemailFailed(VoicemailEvent):
    """The provider did not play it."""

    TOPIC: ClassVar[str] = "call.voicemail_failed.v1"

    code: str
    reason: str


class VoicemailRecorded(VoicemailEvent):
    """The caller left a message of ``seconds``; ``recording`` is where it can be heard."""

    TOPIC: ClassVar[str] = "call.voicemail_recorded.v1"

    owner: str
    recording: str
    seconds: float
    transcript: str


class VoicemailStopped(VoicemailEvent):
    """The message reached its longest, or never began; the call is to be hung up."""

    TOPIC: ClassVar[str] = "call.voicemail_stopped.v1"

    reason: str
