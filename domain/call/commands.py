"""The commands of a call. Each carries its time and its id, so that deciding stays pure.

``id`` is the idempotency key: a command or provider message whose id is already in the log yields
no events.
"""

# ruff: noqa: I001 - one import per module reads better than one per name

from typing import Final, Literal

from pydantic import AwareDatetime, Field

from hookflash.domain.call.command import Command as Command, StorableText as StorableText
from hookflash.domain.call.conversation import Question
from hookflash.domain.call.ending_commands import (
    CloseCall as CloseCall,
    EndCall as EndCall,
    HangUpCall as HangUpCall,
)
from hookflash.domain.call.events.speech import Playback
from hookflash.domain.call.events.transfers import Mailbox, Unavailability
from hookflash.domain.call.recording_commands import (
    AttemptRecording as AttemptRecording,
    ExpireRecording as ExpireRecording,
    KeepRecording as KeepRecording,
    LoseRecording as LoseRecording,
    PostponeDiscard as PostponeDiscard,
    PostponeRecording as PostponeRecording,
    RecordDiscarded as RecordDiscarded,
)
from hookflash.domain.job.action import SavedAction
from hookflash.domain.job.job import Job
from hookflash.domain.policy.limits import ProposalLimits
from hookflash.domain.policy.speech.reading import Reading, UnderstandingMode
from hookflash.domain.policy.texting import TextingFacts
from hookflash.domain.value import Value
from hookflash.domain.workspace.people import Acceptance


class ReceiveCall(Command):
    """A call came in.

    ``contact`` is the caller's number in E.164, or another caller id such as a SIP address; None
    when withheld.
    """

    call_id: str
    provider_call_id: str
    contact: str | None
    number: str
    test: bool = False
    agent_name: str
    greeting: str
    voicemail_greeting: str
    actions: tuple[SavedAction, ...]
    jobs: tuple[tuple[str, int], ...]
    language: str = "en"
    """The language of the call, as a BCP 47 tag."""
    understanding: UnderstandingMode = "off"
    """How a model's reading of the caller's answers counts beside that of the rules."""
    late_text_seconds: float = Field(default=0.0, ge=0, allow_inf_nan=False)
    """For so long after its request a text may be sent although the call has ended; 0: never."""
    silent_call_seconds: float = Field(default=0.0, ge=0, allow_inf_nan=False)
    """After so long without a sign of life the call ends as interrupted; 0: never."""
    carrier: str = ""
    """The name of the telephony that the call came in through."""
    from_received: str = Field("", repr=False)
    """The caller id as it was received."""
    to_received: str = ""
    """The called number as it was received."""
    emergency_words: str = ""
    """What a caller in danger is told; empty: nothing."""
    emergency_jobs: tuple[str, ...] = ()
    """The jobs that handle emergencies themselves."""
    keys: bool = True
    """Whether the telephony reports the keys that the caller presses."""
    drafts: tuple[Job, ...] = ()
    """The jobs of a test call that are not published, or not as they are here: version 0."""


class AnswerCall(Command):
    """The agent answers; ``agent`` is its label. ``hosted``: the host runs it."""

    agent: str
    hosted: bool = False


class Recipient(Value):
    """A member whose phone a transfer may ring."""

    name: str
    phone: str
    do_not_disturb: bool = False
    accept: Acceptance = "answer"


class Routing(Value):
    """The phones that a destination leads to at the time of the command.

    ``mailbox`` takes the call if no phone answers within ``ring_seconds``.
    """

    recipients: tuple[Recipient, ...]
    ring_seconds: int = Field(ge=15, le=120)
    mailbox: Mailbox


class HearCaller(Command):
    """The caller said ``text``; ``began_at`` is when they started, if the host knows.

    ``routing`` is looked up while a transfer awaits the caller's answer; None means that the
    destination no longer exists. ``reading`` is then a model's reading of that answer, if the call
    asks for one.
    """

    text: StorableText
    began_at: AwareDatetime | None = None
    routing: Routing | None = None
    reading: Reading | None = None


KEYS: Final = r"^[0-9*#A-D]+$"
"""The keys of a phone."""


class PressDigits(Command):
    """The caller pressed ``digits``; ``routing`` as for :class:`HearCaller`."""

    digits: str = Field(pattern=KEYS)
    began_at: AwareDatetime | None = None
    routing: Routing | None = None


class HearText(Command):
    """The caller sent a text to the number that they are on the phone with."""

    text_id: str
    body: StorableText
    consent: Literal["", "opted_out", "opted_in"] = ""


class AcceptSpeech(Command):
    """The telephony accepted a speech; ``routing`` as for :class:`HearCaller`."""

    speech_id: str
    playback: Playback
    routing: Routing | None = None


class ReportSpeech(Command):
    """What the caller heard of a speech; ``routing`` as for :class:`HearCaller`."""

    speech_id: str
    began_at: AwareDatetime
    ended_at: AwareDatetime
    heard_chars: int = Field(ge=0)
    finished: bool = True
    routing: Routing | None = None


class DropSpeech(Command):
    """A speech could not be played, or not in time."""

    speech_id: str
    reason: str


class AskAgain(Command):
    """Question number ``asks`` was not heard, or its answer could not be judged."""

    effect_key: str
    asks: int


AgentFailure = Literal["error", "timeout", "silent", "too_many_moves"]
"""Why an agent made no usable reply."""


class FailAgent(Command):
    """The agent made no usable move in its turn; ``fallback`` is said to the caller instead.

    ``after``: only if the line at this position is still the last one; 0 means that there is none.
    """

    reason: AgentFailure
    detail: str = ""
    fallback: str = ""
    after: int | None = None


class WaitForCaller(Command):
    """The agent makes no move after the event at position ``after``, the last that it knows of."""

    after: int


class Speak(Command):
    """The agent says ``text``; ``asks`` is the question in it, if the agent names one.

    ``after``: only if the line at this position is still the last one, 0 for none. Then the words
    answer what they were meant for, and of two workers whose agents answer it, one speaks.
    """

    text: str
    asks: Question | None = None
    after: int | None = None


class ReportAgentWords(Command):
    """An agent that the host runs said ``text``; nothing is played.

    ``began_at`` is when the caller began to hear it, if the host knows, and ``heard_chars`` how
    many of its characters they heard: None if the host does not know, 0 if it was never played.
    ``interrupted``: it was cut off.
    """

    text: StorableText
    began_at: AwareDatetime | None = None
    heard_chars: int | None = Field(default=None, ge=0)
    interrupted: bool = False


class CallTool(Command):
    """The agent calls a tool; ``tool_call_id`` is the model's id for the tool call.

    ``texting`` (for a text), ``routing`` and ``limits`` (for a transfer) are the facts that the
    decision needs. ``after`` is as in :class:`Speak`.
    """

    tool: str
    arguments: dict[str, object] = {}
    tool_call_id: str
    after: int | None = None
    texting: TextingFacts | None = None
    routing: Routing | None = None
    limits: ProposalLimits | None = None


class SettlePromises(Command):
    """The turn is over in which the agent spoke, or acted, in the events at positions ``said``."""

    said: tuple[int, ...]


class DropMove(Command):
    """A move of our agent that is not made, for this ``reason``: words, or the use of ``tool``."""

    reason: Literal["too_many_moves", "superseded"]
    text: str = ""
    tool: str = ""
    arguments: dict[str, object] = {}
    tool_call_id: str = ""


class LapseConfirmation(Command):
    """The caller did not answer the ``asks``-th asking of a transfer question in time."""

    effect_key: str
    asks: int


class Attempt(Command):
    """A worker is about to make attempt number ``attempt`` of an action at the provider.

    ``idempotent``: the provider promises to act on the same key at most once. ``texting``: what is
    known now about texting the contact, for a text that waited since it was requested.
    ``screening``: the carrier will ask which phone to connect.
    """

    effect_key: str
    attempt: int
    idempotent: bool = False
    texting: TextingFacts | None = None
    screening: bool = False


class RecordOutcome(Command):
    """The provider's answer to an attempt.

    ``accepted``: under ``provider_id``. ``refused``: permanently, with ``code``. ``unknown``: no
    clear answer. ``postponed``: provably not done; retry after ``seconds``.
    """

    effect_key: str
    attempt: int
    outcome: Literal["accepted", "refused", "unknown", "postponed"]
    provider_id: str = ""
    code: str = ""
    reason: str = ""
    seconds: float = 0.0


class RecordSearch(Command):
    """A search at the provider found nothing new about an action; ``search`` counts from 1."""

    effect_key: str
    search: int


class Flag(Command):
    """All searches for an action's outcome have failed; a person has to look at it."""

    effect_key: str
    reason: str


class ExpireText(Command):
    """The time is over in which a text may be sent after the end of its call."""

    effect_key: str


class ReportSms(Command):
    """A provider's status report for a text; ``code`` and ``reason`` explain a failure."""

    effect_key: str
    status: Literal["accepted", "sent", "delivered", "undelivered", "failed"]
    provider_id: str = ""
    code: str = ""
    reason: str = ""


class ReportLeg(Command):
    """A provider's report about one phone of a transfer.

    ``asked``: the carrier waits to be told whether to connect the phone, which was answered.
    ``provider_id``: the provider's id of the call to the phone; recorded once it rings.
    """

    leg: str
    status: Literal["ringing", "answered", "unavailable", "stopped"]
    reason: Unavailability = "failed"
    code: str = ""
    asked: bool = False
    provider_id: StorableText = ""


class ReportBridged(Command):
    """A carrier has connected a phone of a transfer with the caller."""

    leg: str


class LetGo(Command):
    """An answered phone was hung up, since the carrier was not told in time that it had won."""

    leg: str


class TimeOutRing(Command):
    """A transfer's ring time is over."""

    effect_key: str


class ReportVoicemail(Command):
    """A provider recorded a message of ``seconds``; ``recording`` is where it has it.

    ``keep``: this process can fetch the recording and store it.
    """

    effect_key: str
    recording: StorableText
    seconds: float = Field(ge=0, allow_inf_nan=False)
    transcript: StorableText = ""
    keep: bool = False


class ReportTranscript(Command):
    """A provider transcribed the message that the caller left."""

    effect_key: str
    transcript: StorableText


class StopVoicemail(Command):
    """A voicemail's time is over."""

    effect_key: str


class DeclineVoicemail(Command):
    """The caller did not say in time that they want to leave a recorded message."""

    effect_key: str


class RecordStopped(Command):
    """The telephony was told not to record the call, and accepted it."""


class RecordLive(Command):
    """The provider was asked, and still has the call."""
