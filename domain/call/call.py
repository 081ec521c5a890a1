"""A call, folded from its events."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal

from hookflash.domain.call.conversation import CallState, Line, Question, SmsStatus
from hookflash.domain.call.events.transfers import Leg, Mailbox
from hookflash.domain.job.action import Destination, SavedAction

LegStatus = Literal[
    "waiting", "ringing", "answered", "handed_over", "unavailable", "released", "stopped"
]
Effect = Literal["requested", "attempted", "postponed", "unknown", "accepted", "settled"]
"""How far an action has come: see DESIGN §4. Nothing more is done for one that is settled."""
NOT_TAKEN: Final[tuple[Effect, ...]] = ("requested", "postponed")
"""The provider provably has nothing of it."""


@dataclass(slots=True)
class Text:
    """One text and what has become of it."""

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
    searches: int = 0
    receipts: int = 0
    """How many of the searches were for a receipt, after the provider had taken it."""
    changed_at: datetime | None = None
    wait: float = 0.0
    flagged: bool = False
    arrived: bool | None = None


@dataclass(slots=True)
class LegState:
    """One phone of a transfer."""

    leg: Leg
    status: LegStatus = "waiting"


@dataclass(slots=True)
class Transfer:
    """One proposal and, once confirmed, its transfer."""

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
    effect: Effect = "requested"
    legs: dict[str, LegState] = field(default_factory=dict)
    ring_seconds: int = 30
    mailbox: Mailbox | None = None
    attempts: int = 0
    searches: int = 0
    changed_at: datetime | None = None
    ringing_since: datetime | None = None
    """When the caller agreed; from the first attempt on, when that was made."""
    wait: float = 0.0
    flagged: bool = False

    @property
    def external(self) -> bool:
        """Whether it goes to an outside number."""
        return self.destination.kind == "external"


@dataclass(slots=True)
class Voicemail:
    """The voicemail of an unanswered transfer."""

    effect_key: str
    mailbox: Mailbox
    status: Literal[
        "requested", "attempted", "postponed", "started", "recorded", "stopped", "failed"
    ] = "requested"
    attempts: int = 0
    attempted_at: datetime | None = None
    """When the provider was asked for the first time."""
    changed_at: datetime | None = None
    wait: float = 0.0


@dataclass(slots=True)
class Call:
    """A call as of its event at ``position``; position 0 is a call that has not come in."""

    call_id: str
    position: int = 0
    state: CallState = "ringing"
    contact: str | None = None
    number: str = ""
    test: bool = False
    agent_name: str = ""
    greeting: str = ""
    voicemail_greeting: str = ""
    agent_label: str = ""
    actions: dict[str, SavedAction] = field(default_factory=dict)
    jobs: tuple[tuple[str, int], ...] = ()
    received_at: datetime | None = None
    agent_left: bool = False
    lines: list[Line] = field(default_factory=list)
    open_question: Question | None = None
    asked_at: datetime | None = None
    texts: dict[str, Text] = field(default_factory=dict)
    transfers: dict[str, Transfer] = field(default_factory=dict)
    voicemail: Voicemail | None = None
    seen: set[str] = field(default_factory=set)
    """Ids of the commands and provider messages that are in the log."""

    @property
    def workspace(self) -> str:
        """The slug of the workspace the call belongs to."""
        return self.call_id.partition(".")[0]

    @property
    def current(self) -> Transfer | None:
        """The transfer asked for last, refused ones left out."""
        return next((t for t in reversed(self.transfers.values()) if t.outcome != "refused"), None)

    def occurrences(self, tool: str) -> list[Text]:
        """The texts of one tool that were let through, oldest first."""
        return [t for t in self.texts.values() if t.tool == tool and t.status != "refused"]

    def tries(self, tool: str) -> int:
        """How often a tool was used on this call, refusals included."""
        used: list[Text | Transfer] = [*self.texts.values(), *self.transfers.values()]
        return sum(action.tool == tool for action in used)
