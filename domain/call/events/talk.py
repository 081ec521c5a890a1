"""The call itself: it comes in, is answered, people speak, it ends."""

from typing import ClassVar

from pydantic import AwareDatetime

from hookflash.domain.call.conversation import Question
from hookflash.domain.call.events.call_event import CallEvent
from hookflash.domain.job.action import SavedAction


class CallReceived(CallEvent):
    """A call came in; what it will be played by is frozen here.

    ``contact`` is the caller's number in E.164, None when withheld. ``actions`` are those of the
    job versions live at this moment: a job edited later does not change this call.
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
    """Name and version of every job on the agent's step, in order."""
    rules: int = 0
    """The version of the rules by which the call is decided (``domain.call.rules.RULES``)."""
    language: str = "en"
    """The language of the call, as a BCP 47 tag."""


class CallAnswered(CallEvent):
    """The agent picked up; ``agent`` is its label."""

    TOPIC: ClassVar[str] = "call.answered.v1"

    agent: str


class CallerSpoke(CallEvent):
    """The caller said ``text``; ``began_at`` when they began to, if the host knew."""

    TOPIC: ClassVar[str] = "call.caller_spoke.v1"

    text: str
    began_at: AwareDatetime | None = None


class DigitsPressed(CallEvent):
    """The caller pressed ``digits``."""

    TOPIC: ClassVar[str] = "call.digits_pressed.v1"

    digits: str


class AgentSpoke(CallEvent):
    """The agent said ``text``; ``asks`` is the question in it, if there is one."""

    TOPIC: ClassVar[str] = "call.agent_spoke.v1"

    text: str
    asks: Question | None = None


class AgentLeft(CallEvent):
    """The agent left the call, for good."""

    TOPIC: ClassVar[str] = "call.agent_left.v1"

    effect_key: str


class AgentSilenced(CallEvent):
    """The agent wanted to speak when it might not; nobody heard it."""

    TOPIC: ClassVar[str] = "call.agent_silenced.v1"

    text: str
    reason: str


class ToolCallRejected(CallEvent):
    """The agent called a tool in a way that the core does not let through; nothing was done."""

    TOPIC: ClassVar[str] = "call.tool_call_rejected.v1"

    tool: str
    tool_call_id: str
    reason: str
    detail: str
    arguments: dict[str, object] = {}


class LateReportNoted(CallEvent):
    """A report that came too late or out of order to change anything."""

    TOPIC: ClassVar[str] = "call.late_report_noted.v1"

    report: str
    about: str
    detail: str = ""


class ActionFlagged(CallEvent):
    """What became of an action could not be found out; a person has to look."""

    TOPIC: ClassVar[str] = "call.action_flagged.v1"

    effect_key: str
    reason: str


class CallEnded(CallEvent):
    """The call is over."""

    TOPIC: ClassVar[str] = "call.ended.v1"

    reason: str
