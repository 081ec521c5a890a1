"""What the caller heard of the agent's words, as far as the telephony can tell.

A speech is named by the id that follows from the :class:`AgentSpoke` it belongs to
(``identity.speech_id``).
"""

from typing import ClassVar, Literal

from pydantic import AwareDatetime

from hookflash.domain.call.events.call_event import CallEvent
from hookflash.domain.policy.speech.reading import Reading

Playback = Literal["reports", "say_waits", "none"]
"""How a telephony tells what was heard: by reports, by returning after playing, or not at all."""


class SpeechEvent(CallEvent):
    """Something about the speech with this ``speech_id``."""

    speech_id: str


class SpeechAccepted(SpeechEvent):
    """The telephony accepted the speech; ``playback`` is how it tells what the caller hears."""

    TOPIC: ClassVar[str] = "call.speech_accepted.v1"

    playback: Playback


class SpeechHeard(SpeechEvent):
    """``heard_chars`` of the speech were played between ``began_at`` and ``ended_at``.

    ``finished``: it was played to its end.
    """

    TOPIC: ClassVar[str] = "call.speech_heard.v1"

    began_at: AwareDatetime
    ended_at: AwareDatetime
    heard_chars: int
    finished: bool


class SpeechUnspoken(SpeechEvent):
    """The speech was decided but never played, for this ``reason``."""

    TOPIC: ClassVar[str] = "call.speech_unspoken.v1"

    reason: str


class TransferAnswerHeld(CallEvent):
    """The caller spoke before it was known when they heard the question; the report is awaited."""

    TOPIC: ClassVar[str] = "call.transfer_answer_held.v1"

    effect_key: str
    words: str
    began_at: AwareDatetime
    reading: Reading | None = None
    """A model's reading of the words."""


class AgentFailed(CallEvent):
    """The agent made no usable move: it raised, took too long, was silent, or did not stop.

    ``detail`` is the name of the error, never its text, which may quote the caller.
    """

    TOPIC: ClassVar[str] = "call.agent_failed.v1"

    reason: Literal["error", "timeout", "silent", "too_many_moves"]
    detail: str = ""


class AgentWaited(CallEvent):
    """The agent had its turn, and had nothing to say: it waits for the caller.

    Only recorded where the log would otherwise look as if it still had to move.
    """

    TOPIC: ClassVar[str] = "call.agent_waited.v1"
