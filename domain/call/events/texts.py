"""A text's life: requested or refused, attempted, then whatever the provider reports."""

from typing import ClassVar, Literal

from hookflash.domain.call.events.call_event import CallEvent
from hookflash.domain.policy.texting import Check, TextingFacts


class SmsEvent(CallEvent):
    """Something about the text with this ``effect_key``."""

    effect_key: str


class SmsRequested(SmsEvent):
    """A text is to be sent: recipient, sender and body are fixed from here on.

    ``checks`` are what was looked at and found when it was allowed.
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
    """A text was refused before anything was sent; ``reason`` is the first check that failed."""

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
    """The provider is about to be asked; ``attempt`` counts from 1.

    ``idempotent``: it promised that the same key sends at most once.
    """

    TOPIC: ClassVar[str] = "call.sms_attempted.v1"

    attempt: int
    idempotent: bool = False


class SmsPostponed(SmsEvent):
    """The request provably did nothing (it never left, or was throttled); it may be made again."""

    TOPIC: ClassVar[str] = "call.sms_postponed.v1"

    attempt: int
    reason: str
    seconds: float
    """How long to wait before the next attempt."""


class SmsAccepted(SmsEvent):
    """The provider took the text, under its own id."""

    TOPIC: ClassVar[str] = "call.sms_accepted.v1"

    provider_id: str


class SmsSent(SmsEvent):
    """The text left the provider."""

    TOPIC: ClassVar[str] = "call.sms_sent.v1"


class SmsDelivered(SmsEvent):
    """The text reached the phone."""

    TOPIC: ClassVar[str] = "call.sms_delivered.v1"


class SmsFailed(SmsEvent):
    """The text did not arrive; ``code`` is the carrier's."""

    TOPIC: ClassVar[str] = "call.sms_failed.v1"

    status: Literal["undelivered", "failed"]
    code: str
    reason: str


class SmsOutcomeUnknown(SmsEvent):
    """The provider gave no clear answer: the text may or may not have been taken."""

    TOPIC: ClassVar[str] = "call.sms_outcome_unknown.v1"

    attempt: int
    reason: str


class SmsSought(SmsEvent):
    """The provider was asked about the text and had nothing new; ``search`` counts from 1."""

    TOPIC: ClassVar[str] = "call.sms_sought.v1"

    search: int


class SmsCancelled(SmsEvent):
    """The text was given up; the provider provably has nothing of it."""

    TOPIC: ClassVar[str] = "call.sms_cancelled.v1"

    reason: str


class SmsArrivalAnswered(SmsEvent):
    """The caller was asked whether the text came, and said so."""

    TOPIC: ClassVar[str] = "call.sms_arrival_answered.v1"

    arrived: bool
    words: str
