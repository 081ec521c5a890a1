"""Events of what matters more than the conversation: danger, recording, the end of the call."""

from typing import ClassVar

from hookflash.domain.call.events.call_event import CallEvent


class EmergencyHeard(CallEvent):
    """The caller spoke of danger to life, fire, gas or a crime in progress, in these ``words``.

    ``told``: the agent told them to hang up and dial the emergency number. It is recorded once.
    """

    TOPIC: ClassVar[str] = "call.emergency_heard.v1"

    words: str
    told: bool


class RecordingDeclined(CallEvent):
    """The caller does not want to be recorded, in these ``words``."""

    TOPIC: ClassVar[str] = "call.recording_declined.v1"

    words: str


class RecordingStopped(CallEvent):
    """The telephony was told that the caller does not want to be recorded, and accepted it."""

    TOPIC: ClassVar[str] = "call.recording_stopped.v1"


class CallClosing(CallEvent):
    """Goodbye was said, in the speech ``speech_id``; unless the caller goes on, the call ends."""

    TOPIC: ClassVar[str] = "call.closing.v1"

    speech_id: str


class HangUpRequested(CallEvent):
    """The call is to be hung up, for this ``reason``.

    ``asked_by`` is the id of the API key with which an operator asked for it.
    """

    TOPIC: ClassVar[str] = "call.hang_up_requested.v1"

    reason: str
    asked_by: str = ""
