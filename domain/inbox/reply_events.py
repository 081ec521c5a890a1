"""Events of our reply to a text: the confirmation of an opt-out, or the answer to HELP.

They are in the stream of the text that they reply to, so each text has at most one reply.
"""

from typing import ClassVar, Literal

from hookflash.domain.event import Event
from hookflash.domain.policy.texting import Check, TextingFacts

ReplyKind = Literal["opted_out", "help"]


class ReplyEvent(Event):
    """Something about the reply to the text whose id is ``text``."""

    workspace: str
    text: str
    effect_key: str

    @property
    def stream(self) -> str:
        """That of the text."""
        return self.text


class ReplyDecided(ReplyEvent):
    """What was to be sent, to whom, and what was checked and found."""

    kind: ReplyKind
    to_keyword: bool
    """Whether the text was a keyword, which a carrier may answer by itself."""
    recipient: str
    sender: str
    body: str
    facts: TextingFacts
    checks: tuple[Check, ...]


class ReplyRequested(ReplyDecided):
    """The reply is to be sent."""

    TOPIC: ClassVar[str] = "inbox.reply_requested.v1"


class ReplyRefused(ReplyDecided):
    """Nothing is sent; ``reason`` names the first failed check."""

    TOPIC: ClassVar[str] = "inbox.reply_refused.v1"

    reason: str


class ReplyAttempted(ReplyEvent):
    """A worker is about to ask the provider; ``attempt`` counts from 1."""

    TOPIC: ClassVar[str] = "inbox.reply_attempted.v1"

    attempt: int


class ReplyPostponed(ReplyEvent):
    """The request provably did nothing; it may be repeated after ``seconds``."""

    TOPIC: ClassVar[str] = "inbox.reply_postponed.v1"

    attempt: int
    reason: str
    seconds: float


class ReplyOutcomeUnknown(ReplyEvent):
    """The provider gave no clear answer: it may or may not have accepted the reply."""

    TOPIC: ClassVar[str] = "inbox.reply_outcome_unknown.v1"

    attempt: int
    reason: str


class ReplySought(ReplyEvent):
    """A search at the provider found nothing new; ``search`` counts from 1."""

    TOPIC: ClassVar[str] = "inbox.reply_sought.v1"

    search: int


class ReplyReported(ReplyEvent):
    """The provider accepted, sent or delivered the reply."""

    TOPIC: ClassVar[str] = "inbox.reply_reported.v1"

    status: Literal["accepted", "sent", "delivered"]
    provider_id: str = ""


class ReplyFailed(ReplyEvent):
    """The reply was not delivered; ``code`` is the carrier's."""

    TOPIC: ClassVar[str] = "inbox.reply_failed.v1"

    status: Literal["undelivered", "failed"]
    code: str
    reason: str


class ReplyCancelled(ReplyEvent):
    """The reply is not sent, for this ``reason``: ``carrier_replies`` or ``too_late``."""

    TOPIC: ClassVar[str] = "inbox.reply_cancelled.v1"

    reason: str


class ReplyFlagged(ReplyEvent):
    """Nobody knows whether the reply was sent; a person has to look at it."""

    TOPIC: ClassVar[str] = "inbox.reply_flagged.v1"

    reason: str
