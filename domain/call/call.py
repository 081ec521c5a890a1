"""The state of a call, folded from its events."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar, Final, Literal, NamedTuple

from pydantic import ConfigDict

from hookflash.domain.call.conversation import CallState, Line, Question, SmsStatus
from hookflash.domain.call.events.call_event import CallEvent
from hookflash.domain.call.events.transfers import Leg, Mailbox
from hookflash.domain.call.flags import Asserted, PromiseFlag, Truth
from hookflash.domain.call.pauses import Pause
from hookflash.domain.call.seen_ids import SeenIds
from hookflash.domain.job.action import Destination, SavedAction
from hookflash.domain.job.job import Job
from hookflash.domain.policy.speech.promises import Claimed
from hookflash.domain.policy.speech.reading import Reading, UnderstandingMode

LegStatus = Literal[
    "waiting",
    "ringing",
    "answered",
    "bridged",
    "handed_over",
    "unavailable",
    "released",
    "stopped",
]
Effect = Literal["requested", "attempted", "postponed", "unknown", "accepted", "settled"]
"""How far an action's request to the provider has got (docs/explanation/effects.md).

A settled action needs no further work."""
NOT_TAKEN: Final[tuple[Effect, ...]] = ("requested", "postponed")
"""The provider provably did not take the request."""
HAS_CALLER: Final[tuple[LegStatus, ...]] = ("answered", "bridged", "handed_over")
"""States of a phone that is connected to the caller."""


@dataclass(slots=True)
class Text:
    """One text message and its progress."""

    effect_key: str
    tool: str
    occurrence: int
    recipient: str | None
    sender: str
    body: str
    requested_at: datetime
    effect: Effect = "requested"
    status: SmsStatus = "queued"
    reason: str = ""
    provider_id: str = ""
    attempts: int = 0
    first_attempted_at: datetime | None = None
    searches: int = 0
    receipts: int = 0
    """How many of the searches asked for a delivery receipt of an accepted text."""
    changed_at: datetime | None = None
    wait: float = 0.0
    """Seconds from ``changed_at`` until the next attempt, while postponed."""
    flagged: bool = False
    arrived: bool | None = None
    """Whether the caller said that the text arrived; None before they answered."""


@dataclass(slots=True)
class LegState:
    """One phone of a transfer."""

    leg: Leg
    status: LegStatus = "waiting"
    releases: int = 0
    """How often it was to be released."""
    provider_id: str = ""
    """The provider's id of the call to the phone, if it told one."""


@dataclass(slots=True)
class HeldAnswer:
    """Words that wait until it is known when the caller heard the question."""

    words: str
    began_at: datetime
    at: datetime
    reading: Reading | None = None


@dataclass(slots=True)
class AskedQuestion:
    """The question of a transfer as it was last put, and what is known of its playback."""

    speech_id: str
    characters: int
    audible_after: int
    """Characters until the destination was named."""
    said_at: datetime
    accepted_at: datetime | None = None
    reported_at: datetime | None = None
    heard_at: datetime | None = None
    held: HeldAnswer | None = None

    @property
    def cut_off(self) -> bool:
        """Whether playback ended before the destination was named."""
        return self.reported_at is not None and self.heard_at is None


@dataclass(slots=True)
class Transfer:
    """One proposed transfer and, once confirmed, its progress."""

    effect_key: str
    tool: str
    occurrence: int
    destination: Destination
    outcome: Literal[
        "asked",
        "confirmed",
        "declined",
        "lapsed",
        "refused",
        "abandoned",
        "connected",
        "unanswered",
        "failed",
    ] = "asked"
    reason: str = ""
    asks: int = 0
    asked_at: datetime | None = None
    question: AskedQuestion | None = None
    effect: Effect = "requested"
    legs: dict[str, LegState] = field(default_factory=dict)
    ring_seconds: int = 30
    mailbox: Mailbox | None = None
    attempts: int = 0
    searches: int = 0
    changed_at: datetime | None = None
    screening: bool = False
    """Whether the carrier asks which phone to connect; otherwise the first report decides."""
    ringing_since: datetime | None = None
    """When the caller agreed; after the first attempt, the time of that attempt."""
    wait: float = 0.0
    flagged: bool = False
    counted_on: str = ""
    """The day on which it counts as a transfer to an external number; empty if it does not."""
    last_search: int = 0
    """The number of the last search for phones that may ring although the transfer is over."""

    @property
    def may_ring(self) -> bool:
        """Whether the transfer is over, and the request to ring may still come through."""
        return self.searches < self.last_search

    @property
    def external(self) -> bool:
        """Whether the destination is an external number."""
        return self.destination.kind == "external"

    @property
    def winner(self) -> LegState | None:
        """The phone that has the caller."""
        return next((leg for leg in self.legs.values() if leg.status in HAS_CALLER), None)


@dataclass(slots=True)
class MessageRecording:
    """A recorded message that a worker is to fetch, and how far that has got."""

    reference: str
    """Where the provider has it."""
    seconds: float
    recorded_at: datetime
    status: Literal["requested", "attempted", "postponed", "kept", "lost", "expired"] = "requested"
    attempts: int = 0
    changed_at: datetime | None = None
    wait: float = 0.0
    """Seconds from ``changed_at`` until the next attempt, while postponed."""
    copy: Literal["stays", "discarding", "discarded", "left"] = "stays"
    """What becomes of the provider's copy; ``left``: it could not be deleted."""
    discards: int = 0
    """How often the provider was asked to delete it."""
    discard_at: datetime | None = None
    discard_wait: float = 0.0
    """Seconds from ``discard_at`` until it is asked again."""

    @property
    def is_awaited(self) -> bool:
        """Whether it is still to be fetched."""
        return self.status in ("requested", "attempted", "postponed")


@dataclass(slots=True)
class Voicemail:
    """The voicemail that follows an unanswered transfer."""

    effect_key: str
    mailbox: Mailbox
    status: Literal[
        "requested",
        "offered",
        "declined",
        "attempted",
        "postponed",
        "started",
        "recorded",
        "stopped",
        "failed",
    ] = "requested"
    offer: Pause | None = None
    """The pause in which the caller may choose to be recorded."""
    attempts: int = 0
    attempted_at: datetime | None = None
    """The time of the first attempt."""
    changed_at: datetime | None = None
    wait: float = 0.0
    transcript: str = ""
    recording: MessageRecording | None = None
    """None unless it is to be kept."""


@dataclass(slots=True)
class OpenSpeech:
    """Words of the agent whose playback is not known to be over."""

    position: int
    text: str
    asks: Question | None
    at: datetime
    accepted_at: datetime | None = None
    estimated: bool = False
    """Whether its playback is not reported, so that only its usual pace tells when it is over."""
    begins_at: datetime | None = None
    """When it is estimated to begin, behind what is still being played."""

    @property
    def accepted(self) -> bool:
        """Whether the telephony has it."""
        return self.accepted_at is not None


@dataclass(slots=True)
class Promise:
    """What the agent claimed and has not done yet, or did and has not told the caller.

    ``said`` is the position of its words, or of the request of a text that it did not announce.
    """

    action: Claimed
    claim: Asserted
    words: str
    said: int
    since: datetime
    seconds: float
    """From ``since`` until the turn is over, if nothing ends it before."""
    reported: bool
    """Whether a host runs the agent."""
    text: str = ""
    """All that was said with it."""
    tried: Truth | None = None
    """How an attempt ended of which the agent has not told the caller."""
    agent_spoke: bool = True
    """Whether the agent has spoken since: an unannounced text is not judged before."""


class News(NamedTuple):
    """The event at ``position`` gives the agent a turn."""

    position: int
    at: datetime


@dataclass(slots=True)
class Call:
    """A call as of its event at ``position``; at position 0 it has not been received."""

    __pydantic_config__: ClassVar = ConfigDict(arbitrary_types_allowed=True)  # for replay

    call_id: str
    position: int = 0
    state: CallState = "ringing"
    provider_call_id: str = ""
    carrier: str = ""
    rules: int = 0
    contact: str | None = None
    from_received: str = field(default="", repr=False)
    number: str = ""
    to_received: str = ""
    test: bool = False
    agent_name: str = ""
    greeting: str = ""
    voicemail_greeting: str = ""
    late_text_seconds: float = 0.0
    silent_call_seconds: float = 0.0
    language: str = "en"
    understanding: UnderstandingMode = "off"
    agent_label: str = ""
    hosted: bool = False
    """Whether the host runs the agent, which then owes no turns."""
    actions: Mapping[str, SavedAction] = field(default_factory=dict)
    jobs: tuple[tuple[str, int], ...] = ()
    drafts: tuple[Job, ...] = ()
    """The jobs of a test call that are not published, or not as they are here."""
    received_at: datetime | None = None
    conversing_since: datetime | None = None
    """When the agent answered, or the caller came back to it from a transfer's question."""
    last_sign_at: datetime | None = None
    """The last sign of life (``domain.call.liveness``)."""
    agent_left: bool = False
    silent_since: datetime | None = None
    """When the agent left, or the call ended: whichever came first."""
    lines: list[Line] = field(default_factory=list)
    open_question: Question | None = None
    asked_at: datetime | None = None
    news: News | None = None
    """What the agent was told last, beside what the caller said."""
    developments: list[CallEvent] = field(default_factory=list)
    """What became known since the agent last moved (``evolving.developments``)."""
    moved: int = 0
    """The position at which the agent last used a tool in a turn that we gave it."""
    turn_over: int = 0
    """The position at which the agent last ended a turn without a word."""
    cut_off: int = 0
    """The position at which it was last reported that the caller cut off the agent's words."""
    playing_until: datetime | None = None
    """When all that was accepted is estimated to be over, where playback is not reported."""
    speeches: dict[str, OpenSpeech] = field(default_factory=dict)
    """By speech id; calls recorded under rules 0 have none."""
    texts: dict[str, Text] = field(default_factory=dict)
    transfers: dict[str, Transfer] = field(default_factory=dict)
    voicemail: Voicemail | None = None
    refusals: int = 0
    """Tool calls that were refused or rejected."""
    texts_revoked: bool = False
    """Whether the caller said on this call that they want no more texts."""
    emergency_words: str = ""
    emergency_jobs: tuple[str, ...] = ()
    emergency: bool = False
    """Whether the caller spoke of an emergency."""
    keys: bool = True
    recording_declined: bool = False
    """Whether the caller does not want to be recorded."""
    recording_stopped: bool = False
    """Whether the telephony knows that."""
    closing: Pause | None = None
    """The pause after goodbye, unless the caller went on."""
    hang_up_requested: bool = False
    promises: list[Promise] = field(default_factory=list)
    """What the agent claims and is not done yet (``domain.call.promises``)."""
    flags: list[PromiseFlag] = field(default_factory=list)
    """What it claimed and did not do."""
    seen: SeenIds = field(default_factory=SeenIds)
    """Ids of the commands and provider messages that are already in the log."""

    @property
    def workspace(self) -> str:
        """The slug of the call's workspace."""
        return self.call_id.partition(".")[0]

    @property
    def last_position(self) -> int:
        """The position of :attr:`last_said`; 0 if there is no such line."""
        return self.last_said.position if self.last_said else 0

    @property
    def current(self) -> Transfer | None:
        """The latest transfer that was not refused."""
        for transfer in reversed(self.transfers.values()):  # read often: a generator costs more
            if transfer.outcome != "refused":
                return transfer
        return None

    @property
    def texts_requested(self) -> int:
        """How many texts were requested, however they fared; refused ones do not count."""
        return sum(text.status != "refused" for text in self.texts.values())

    @property
    def transfers_proposed(self) -> int:
        """How many transfers the caller was asked about."""
        return sum(transfer.outcome != "refused" for transfer in self.transfers.values())

    @property
    def last_said(self) -> Line | None:
        """The last line of the conversation that is not a text which the caller sent meanwhile."""
        for line in reversed(self.lines):  # read often: a generator costs more
            if line.by != "text":
                return line
        return None

    def occurrences(self, tool: str) -> list[Text]:
        """The texts of one tool that were not refused, oldest first."""
        return [t for t in self.texts.values() if t.tool == tool and t.status != "refused"]

    def tries(self, tool: str) -> int:
        """How many times a tool was used on this call, refusals included."""
        used: list[Text | Transfer] = [*self.texts.values(), *self.transfers.values()]
        return sum(action.tool == tool for action in used)
