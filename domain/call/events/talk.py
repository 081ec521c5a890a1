"""Events of the call itself: received, answered, speech and keys, ended."""

from typing import ClassVar

from pydantic import AwareDatetime, Field

from hookflash.domain.call.conversation import Question
from hookflash.domain.call.events.call_event import CallEvent
from hookflash.domain.job.action import SavedAction
from hookflash.domain.job.job import Job
from hookflash.domain.policy.speech.reading import Reading, UnderstandingMode


class CallReceived(CallEvent):
    """A call came in; everything that its later decisions depend on is frozen here.

    ``contact`` is the caller's number in E.164, or another caller id such as a SIP address; None
    when withheld. ``actions`` come from the job versions that were live at this moment: a later
    edit of a job does not change this call.
    """

    TOPIC: ClassVar[str] = "call.received.v1"

    provider_call_id: str
    contact: str | None
    number: str
    test: bool
    agent_name: str
    greeting: str
    voicemail_greeting: str
    actions: tuple[SavedAction, ...]
    jobs: tuple[tuple[str, int], ...]
    """Name and version of every job of the agent step, in order."""
    rules: int = 0
    """The version of the rules by which the call is decided (``domain.call.rules.RULES``)."""
    language: str = "en"
    """The language of the call, as a BCP 47 tag."""
    understanding: UnderstandingMode = "off"
    """How a model's reading of the caller's answers counts beside that of the rules."""
    late_text_seconds: float = 0.0
    """For so long after its request a text may be sent although the call has ended; 0: never."""
    silent_call_seconds: float = 0.0
    """After so long without a sign of life the call ends as interrupted; 0: never."""
    carrier: str = ""
    """The name of the carrier that the call came in through; empty if its adapter has none."""
    from_received: str = Field("", repr=False)
    """The caller id as it was received; empty if there was none, or in older logs."""
    to_received: str = ""
    """The called number as it was received; empty in older logs."""
    emergency_words: str = ""
    """What a caller in danger is told; empty in older logs, where nothing was."""
    emergency_jobs: tuple[str, ...] = ()
    """The jobs that handle emergencies themselves."""
    keys: bool = True
    """Whether the telephony reports the keys that the caller presses."""
    drafts: tuple[Job, ...] = ()
    """The jobs of a test call that are not published, or not as they are here: version 0."""


class CallAnswered(CallEvent):
    """The agent answered; ``agent`` is its label."""

    TOPIC: ClassVar[str] = "call.answered.v1"

    agent: str
    hosted: bool = False
    """Whether the host runs the agent: no worker takes a turn for it."""


class CallFoundLive(CallEvent):
    """The provider was asked and still has the call, which had given no sign of life for a while.

    Most answers are not recorded: one in five minutes, and none while a person has the caller.
    """

    TOPIC: ClassVar[str] = "call.found_live.v1"


class CallerSpoke(CallEvent):
    """The caller said ``text``; ``began_at`` is when they started, if the host knew."""

    TOPIC: ClassVar[str] = "call.caller_spoke.v1"

    reading: Reading | None = None
    """How a model reads the words, if they answer a transfer question and it was asked."""

    text: str
    began_at: AwareDatetime | None = None


class DigitsPressed(CallEvent):
    """The caller pressed ``digits``."""

    TOPIC: ClassVar[str] = "call.digits_pressed.v1"

    digits: str
    began_at: AwareDatetime | None = None


class AgentWords(CallEvent):
    """Words of the agent: ``text`` is all that it meant to say.

    The other fields are what the host of an agent reported. Without such a report, the core
    decided the words.
    """

    text: str
    reported: bool = False
    """Whether the host runs the agent, and reported the words: they are not to be played."""
    began_at: AwareDatetime | None = None
    """When the caller began to hear them, if the host knew."""
    heard_chars: int | None = None
    """How many characters of ``text`` the caller heard, by the host or by estimate; None: all."""
    interrupted: bool = False
    """Whether the words were cut off."""

    @property
    def heard(self) -> str:
        """The part of ``text`` that the caller heard, as far as is known."""
        return self.text if self.heard_chars is None else self.text[: self.heard_chars]

    @property
    def unheard(self) -> str:
        """The rest of ``text``."""
        return self.text[len(self.heard) :]


class AgentSpoke(AgentWords):
    """The agent said ``text``; ``asks`` is the question in it, if any."""

    TOPIC: ClassVar[str] = "call.agent_spoke.v1"

    asks: Question | None = None


class AgentLeft(CallEvent):
    """The agent left the call; it cannot return."""

    TOPIC: ClassVar[str] = "call.agent_left.v1"

    effect_key: str


class AgentSilenced(AgentWords):
    """The agent spoke in a state where it may not; the words were not played."""

    TOPIC: ClassVar[str] = "call.agent_silenced.v1"

    reason: str


class ToolCallRejected(CallEvent):
    """The core rejected an agent's tool call; nothing was done."""

    TOPIC: ClassVar[str] = "call.tool_call_rejected.v1"

    tool: str
    tool_call_id: str
    reason: str
    detail: str
    arguments: dict[str, object] = {}


class LateReportNoted(CallEvent):
    """A report that came too late, or out of order, to change anything.

    ``report`` is its kind and status, e.g. ``sms_delivered``; ``about`` is the id it is about.
    """

    TOPIC: ClassVar[str] = "call.late_report_noted.v1"

    report: str
    about: str
    detail: str = ""


class ActionFlagged(CallEvent):
    """The outcome of an action could not be determined; a person has to look at it."""

    TOPIC: ClassVar[str] = "call.action_flagged.v1"

    effect_key: str
    reason: str


class CallEnded(CallEvent):
    """The call ended."""

    TOPIC: ClassVar[str] = "call.ended.v1"

    reason: str
