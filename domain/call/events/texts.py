"""Events of a text: requested or refused, attempted, then what the provider reports."""

from typing import ClassVar, Literal

from hookflash.domain.call.events.call_event import CallEvent
from hookflash.domain.policy.texting import Check, TextingFacts


class SmsEvent(CallEvent):
    """An event of the text with this ``effect_key``."""

    effect_key: str


class SmsRequested(SmsEvent):
    """A text is to be sent; recipient, sender and body are fixed from here on.

    ``checks`` records what was checked and found when the text was allowed.
    """

    TOPIC: ClassVar[str] = "call.sms_requested.v1"

    tool: str
    tool_call_id: str
    occurrence: int
    recipient: str
    sender: str
    body: str
    facts: TextingFacts
    checks: tuple[Check, ...]


class SmsRefused(SmsEvent):
    """A text was refused before anything was sent; ``reason`` names the first failed check."""

    TOPIC: ClassVar[str] = "call.sms_refused.v1"

    tool: str
    tool_call_id: str
    occurrence: int
    reason: str
    recipient: str | None
    sender: str
    body: str
    facts: TextingFacts
    checks: tuple[Check, ...]


class SmsAttempted(SmsEvent):
    """A worker is about to ask the provider; ``attempt`` counts from 1.

    ``idempotent``: the provider promises to send at most once per key. ``facts``: what was known
    about texting the contact, if it was checked again since the request.
    """

    TOPIC: ClassVar[str] = "call.sms_attempted.v1"

    attempt: int
    idempotent: bool = False
    facts: TextingFacts | None = None


class SmsPostponed(SmsEvent):
    """The request provably did nothing (never sent, or throttled); it may be repeated."""

    TOPIC: ClassVar[str] = "call.sms_postponed.v1"

    attempt: int
    reason: str
    seconds: float
    """Seconds to wait before the next attempt."""


class SmsAccepted(SmsEvent):
    """The provider accepted the text under ``provider_id``."""

    TOPIC: ClassVar[str] = "call.sms_accepted.v1"

    provider_id: str


class SmsSent(SmsEvent):
    """The provider sent the text on to the carrier."""

    TOPIC: ClassVar[str] = "call.sms_sent.v1"


class SmsDelivered(SmsEvent):
    """The text was delivered to the phone."""

    TOPIC: ClassVar[str] = "call.sms_delivered.v1"


class SmsFailed(SmsEvent):
    """The text was not delivered; ``code`` is the carrier's."""

    TOPIC: ClassVar[str] = "call.sms_failed.v1"

    status: Literal["undelivered", "failed"]
    code: str
    reason: str


class SmsOutcomeUnknown(SmsEvent):
    """The provider gave no clear answer: it may or may not have accepted the text."""

    TOPIC: ClassVar[str] = "call.sms_outcome_unknown.v1"

    attempt: int
    reason: str


class SmsSought(SmsEvent):
    """A search at the provider found nothing new about the text; ``search`` counts from 1."""

    TOPIC: ClassVar[str] = "call.sms_sought.v1"

    search: int


class SmsCancelled(SmsEvent):
    """The text was cancelled; the provider provably never accepted it.

    ``reason`` is ``call_ended``, ``too_late``, or that of the check that failed when the text was
    to be sent, by these ``facts``.
    """

    TOPIC: ClassVar[str] = "call.sms_cancelled.v1"

    reason: str
    facts: TextingFacts | None = None


class SmsArrivalAnswered(SmsEvent):
    """The caller answered whether the text arrived."""

    TOPIC: ClassVar[str] = "call.sms_arrival_answered.v1"

    arrived: bool
    words: str
