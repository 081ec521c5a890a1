"""Events of the voicemail after an unanswered transfer."""

from typing import ClassVar

from hookflash.domain.call.events.call_event import CallEvent


class VoicemailEvent(CallEvent):
    """An event of the voicemail with this ``effect_key``."""

    effect_key: str


class VoicemailAttempted(VoicemailEvent):
    """A worker is about to ask the provider to play the greeting; ``attempt`` counts from 1."""

    TOPIC: ClassVar[str] = "call.voicemail_attempted.v1"

    owner: str
    greeting: str
    attempt: int


class VoicemailPostponed(VoicemailEvent):
    """The request provably did nothing; it may be repeated after ``seconds``."""

    TOPIC: ClassVar[str] = "call.voicemail_postponed.v1"

    attempt: int
    reason: str
    seconds: float


class VoicemailStarted(VoicemailEvent):
    """The provider plays the greeting, then records."""

    TOPIC: ClassVar[str] = "call.voicemail_started.v1"

    owner: str


class VoicemailFailed(VoicemailEvent):
    """The provider refused to play the greeting."""

    TOPIC: ClassVar[str] = "call.voicemail_failed.v1"

    code: str
    reason: str


class VoicemailRecorded(VoicemailEvent):
    """The caller left a message of ``seconds``; ``recording`` is where the provider has it.

    ``keep``: a worker is to fetch the recording and store it.
    """

    TOPIC: ClassVar[str] = "call.voicemail_recorded.v1"

    owner: str
    recording: str
    seconds: float
    transcript: str
    keep: bool = False


class VoicemailTranscribed(VoicemailEvent):
    """The transcript of the caller's message; it may come before or after the recording."""

    TOPIC: ClassVar[str] = "call.voicemail_transcribed.v1"

    owner: str
    transcript: str


class VoicemailStopped(VoicemailEvent):
    """The voicemail's time was over, or the provider never started it; the call is hung up."""

    TOPIC: ClassVar[str] = "call.voicemail_stopped.v1"

    reason: str


class VoicemailOffered(VoicemailEvent):
    """The caller, who does not want to be recorded, is asked to press 1 for a recorded message.

    ``speech_id`` is that of the question; empty where the telephony reports no keys.
    """

    TOPIC: ClassVar[str] = "call.voicemail_offered.v1"

    owner: str
    speech_id: str


class VoicemailChosen(VoicemailEvent):
    """The caller chose to leave a recorded message."""

    TOPIC: ClassVar[str] = "call.voicemail_chosen.v1"


class VoicemailDeclined(VoicemailEvent):
    """No message is recorded, and the call is hung up.

    ``reason`` is ``pressed_2``, ``silence`` or ``no_keys``.
    """

    TOPIC: ClassVar[str] = "call.voicemail_declined.v1"

    reason: str
