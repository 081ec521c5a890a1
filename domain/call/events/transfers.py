"""Events of a transfer: proposed, answered by the caller, ringing, and its outcome.

``effect_key`` identifies the proposal and, once confirmed, the transfer.
"""

from typing import ClassVar, Literal

from hookflash.domain.call.events.call_event import CallEvent
from hookflash.domain.job.action import Destination
from hookflash.domain.policy.limits import ProposalLimits
from hookflash.domain.policy.speech.reading import Readings
from hookflash.domain.value import Value
from hookflash.domain.workspace.people import Acceptance

Unavailability = Literal[
    "busy", "declined", "no_answer", "failed", "do_not_disturb", "unreachable", "hung_up"
]


class Leg(Value):
    """One phone that rings for a transfer."""

    leg: str
    who: str
    phone: str
    address: str = ""
    """What to dial: a ``tel:`` or ``sip:`` URI. Empty in older events: ``tel:`` and ``phone``."""
    accept: Acceptance = "answer"
    """``press_1``: the phone gets the caller only once its key 1 was pressed."""


class Mailbox(Value):
    """The owner of a voicemail, and its greeting."""

    owner: str
    greeting: str


class TransferEvent(CallEvent):
    """An event of the transfer with this ``effect_key``."""

    effect_key: str


class TransferProposed(TransferEvent):
    """The agent proposed the transfer; ``reason`` is what the caller had said.

    ``limits``: how much of them was used before; None in older logs.
    """

    TOPIC: ClassVar[str] = "call.transfer_proposed.v1"

    tool: str
    tool_call_id: str
    occurrence: int
    destination: Destination
    reason: str
    limits: ProposalLimits | None = None


class TransferRefused(TransferEvent):
    """The transfer was not proposed; ``reason`` is a key of ``policy.proposing.REASONS``.

    ``limits``: how much of them was used before; None in older logs.
    """

    TOPIC: ClassVar[str] = "call.transfer_refused.v1"

    tool: str
    tool_call_id: str
    occurrence: int
    destination: Destination
    reason: str
    limits: ProposalLimits | None = None


class TransferAskedAgain(TransferEvent):
    """The answer was unclear, and the question is asked again."""

    TOPIC: ClassVar[str] = "call.transfer_asked_again.v1"

    readings: Readings | None = None
    """Both readings of the answer, if a model read it too."""


class TransferConfirmed(TransferEvent):
    """The caller said yes to this proposal; ``words`` are what they said or pressed.

    Which phones ring, for how long, and whose voicemail answers are fixed from here on.
    """

    TOPIC: ClassVar[str] = "call.transfer_confirmed.v1"

    words: str
    destination: Destination
    legs: tuple[Leg, ...]
    ring_seconds: int
    mailbox: Mailbox
    readings: Readings | None = None
    """Both readings of the answer, if a model read it too."""


class TransferDeclined(TransferEvent):
    """The caller said no."""

    TOPIC: ClassVar[str] = "call.transfer_declined.v1"

    words: str
    readings: Readings | None = None
    """Both readings of the answer, if a model read it too."""


class TransferLapsed(TransferEvent):
    """The question lapsed without a clear answer."""

    TOPIC: ClassVar[str] = "call.transfer_lapsed.v1"

    reason: Literal["silence", "unclear", "not_heard", "another_question", "emergency"]
    readings: Readings | None = None
    """Both readings of the last answer, if a model read it too."""


class TransferAttempted(TransferEvent):
    """A worker is about to ask the provider to ring; ``attempt`` counts from 1.

    ``screening``: the carrier connects a phone with the caller by itself, and asks before it does.
    A report that a phone was answered then decides nothing.
    """

    TOPIC: ClassVar[str] = "call.transfer_attempted.v1"

    attempt: int
    screening: bool = False


class TransferPostponed(TransferEvent):
    """The request provably did nothing; it may be repeated after ``seconds``."""

    TOPIC: ClassVar[str] = "call.transfer_postponed.v1"

    attempt: int
    reason: str
    seconds: float


class TransferAccepted(TransferEvent):
    """The provider accepted the request to ring under ``provider_id``."""

    TOPIC: ClassVar[str] = "call.transfer_accepted.v1"

    provider_id: str


class TransferOutcomeUnknown(TransferEvent):
    """The provider gave no clear answer: the phones may or may not be ringing."""

    TOPIC: ClassVar[str] = "call.transfer_outcome_unknown.v1"

    attempt: int
    reason: str


class TransferSought(TransferEvent):
    """A search at the provider found no legs of the transfer; ``search`` counts from 1."""

    TOPIC: ClassVar[str] = "call.transfer_sought.v1"

    search: int


class RecipientRinging(TransferEvent):
    """A phone is ringing. ``provider_id``: the provider's id of the call to it, if it told one."""

    TOPIC: ClassVar[str] = "call.recipient_ringing.v1"

    leg: str
    who: str
    provider_id: str = ""


class RecipientAnswered(TransferEvent):
    """A phone was answered, as the first of the transfer."""

    TOPIC: ClassVar[str] = "call.recipient_answered.v1"

    leg: str
    who: str


class RecipientUnavailable(TransferEvent):
    """A phone will not answer; ``code`` is the carrier's or SIP code, if given."""

    TOPIC: ClassVar[str] = "call.recipient_unavailable.v1"

    leg: str
    who: str
    reason: Unavailability
    code: str = ""


class RecipientReleased(TransferEvent):
    """A phone is to stop ringing, or is to be hung up because it answered too late."""

    TOPIC: ClassVar[str] = "call.recipient_released.v1"

    leg: str
    who: str
    reason: Literal[
        "answered_elsewhere", "answered_too_late", "timed_out", "caller_hung_up", "failed"
    ]


class RecipientStopped(TransferEvent):
    """The provider released the phone."""

    TOPIC: ClassVar[str] = "call.recipient_stopped.v1"

    leg: str
    who: str


class TransferConnected(TransferEvent):
    """The caller is connected; ``handed_over``: by the carrier, to an external number."""

    TOPIC: ClassVar[str] = "call.transfer_connected.v1"

    leg: str
    who: str
    handed_over: bool = False


class RecipientBridged(TransferEvent):
    """The carrier has connected this phone with the caller.

    It tells who really has the caller, also if another phone was recorded as connected before.
    """

    TOPIC: ClassVar[str] = "call.recipient_bridged.v1"

    leg: str
    who: str


class TransferUnanswered(TransferEvent):
    """No phone answered the transfer, or the one that did was let go before it was connected."""

    TOPIC: ClassVar[str] = "call.transfer_unanswered.v1"

    reason: Literal["timed_out", "nobody_available", "decided_too_late"]
    may_ring: bool = False
    """Whether the provider may still get the request to ring, whose answer is not known."""


class TransferFailed(TransferEvent):
    """The provider refused the transfer as a whole."""

    TOPIC: ClassVar[str] = "call.transfer_failed.v1"

    code: str
    reason: str


class TransferAbandoned(TransferEvent):
    """The call ended while the caller was being asked, or while the phones rang."""

    TOPIC: ClassVar[str] = "call.transfer_abandoned.v1"

    stage: Literal["asked", "ringing"]
    may_ring: bool = False
    """As in :class:`TransferUnanswered`."""
