"""Everything that may be asked of a call. Time and ids come with the command.

``id`` is the idempotency key: a command or provider message whose id is in the log already
decides to nothing.
"""

from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from hookflash.domain.call.conversation import Question
from hookflash.domain.call.events.transfers import Mailbox, Unavailability
from hookflash.domain.event import Actor
from hookflash.domain.job.action import SavedAction
from hookflash.domain.policy.texting import TextingFacts
from hookflash.domain.value import Value

Keepable = Annotated[str, Field(pattern=r"^[^\x00]*$")]
"""Words from outside without U+0000, which PostgreSQL cannot hold in a text."""


class Command(Value):
    """A wish, or a report from outside; ``at`` is aware UTC."""

    id: str
    at: AwareDatetime


class ReceiveCall(Command):
    """A call comes in."""

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


class AnswerCall(Command):
    """The agent picks up."""

    agent: str


class Recipient(Value):
    """A member as a transfer finds them."""

    name: str
    phone: str
    do_not_disturb: bool = False


class Routing(Value):
    """Where a destination leads at this moment."""

    recipients: tuple[Recipient, ...]
    ring_seconds: int = Field(ge=15, le=120)
    mailbox: Mailbox


class HearCaller(Command):
    """The caller said ``text``; ``began_at`` when they began to, if the host knows.

    ``routing`` is looked up while a transfer waits for its answer; None if the destination is gone.
    """

    text: Keepable
    began_at: AwareDatetime | None = None
    routing: Routing | None = None


class PressDigits(Command):
    """The caller pressed keys."""

    digits: str = Field(pattern=r"^[0-9*#A-D]+$")
    routing: Routing | None = None


class Speak(Command):
    """The agent says ``text``."""

    text: str
    asks: Question | None = None


class CallTool(Command):
    """The agent calls a tool; ``tool_call_id`` is the model's own id for it.

    ``texting`` and ``routing`` are the facts that the tool's saved action needs.
    """

    tool: str
    arguments: dict[str, object] = {}
    tool_call_id: str
    texting: TextingFacts | None = None
    routing: Routing | None = None


class LapseConfirmation(Command):
    """The caller has been silent too long after question number ``asks``."""

    effect_key: str
    asks: int


class Attempt(Command):
    """A worker is about to ask the provider for an action; ``attempt`` is the one it will make.

    ``idempotent``: the provider promises that the same key does the same thing at most once.
    """

    effect_key: str
    attempt: int
    idempotent: bool = False


class RecordOutcome(Command):
    """What the provider's answer to an attempt was.

    ``accepted``: taken, under ``provider_id``. ``refused``: for good, with ``code``. ``unknown``:
    no clear answer. ``postponed``: provably not done, to be tried again after ``seconds``.
    """

    effect_key: str
    attempt: int
    outcome: Literal["accepted", "refused", "unknown", "postponed"]
    provider_id: str = ""
    code: str = ""
    reason: str = ""
    seconds: float = 0.0


class RecordSearch(Command):
    """The provider was asked for an unknown action and had nothing; ``search`` counts from 1."""

    effect_key: str
    search: int


class Flag(Command):
    """Nothing more can be found out about an action by asking."""

    effect_key: str
    reason: str


class ReportSms(Command):
    """A provider's status of a text. ``code`` and ``reason`` go with the two failures."""

    effect_key: str
    status: Literal["accepted", "sent", "delivered", "undelivered", "failed"]
    provider_id: str = ""
    code: str = ""
    reason: str = ""


class ReportLeg(Command):
    """A provider's report about one ringing phone."""

    leg: str
    status: Literal["ringing", "answered", "unavailable", "stopped"]
    reason: Unavailability = "failed"
    code: str = ""


class TimeOutRing(Command):
    """The phones have rung long enough."""

    effect_key: str


class ReportVoicemail(Command):
    """A provider's recording of ``seconds``."""

    effect_key: str
    recording: Keepable
    seconds: float = Field(ge=0, allow_inf_nan=False)
    transcript: Keepable = ""


class StopVoicemail(Command):
    """The message has reached its longest."""

    effect_key: str


class EndCall(Command):
    """The call is over."""

    reason: str
    by: Actor = Actor.CALLER
