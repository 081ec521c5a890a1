"""A call as the agent sees it: who said what, which tools were used, what came of them."""

from datetime import datetime
from typing import Literal

from hookflash.domain.value import Value

CallState = Literal[
    "ringing",
    "conversing",
    "confirm_transfer",
    "transferring",
    "dropped",
    "voicemail_fallback",
    "ended",
]
SmsStatus = Literal[
    "queued",
    "accepted",
    "sent",
    "delivered",
    "undelivered",
    "failed",
    "refused",
    "unknown",
    "cancelled",
]


class Question(Value):
    """A question put to the caller, bound to what it is about.

    ``about``: the effect key of a text, or the id of a proposal; empty for ``other``.
    """

    kind: Literal["transfer", "sms_arrived", "sms_again", "other"]
    about: str = ""


class Line(Value):
    """One thing said, or one use of a tool, in the order it happened."""

    position: int
    at: datetime
    by: Literal["caller", "agent", "tool"]
    text: str = ""
    digits: str = ""
    """Keys pressed instead of words."""
    asks: Question | None = None
    tool: str = ""
    """For ``by == "tool"``: which; ``text`` then says why it was refused, empty if it was not."""


class TextSoFar(Value):
    """What has become of a text.

    ``reason``: why it was refused, by a name that ``policy.texting.WORDS`` puts into words; or why
    it failed, by the carrier's code, or in its words if it gave none.
    """

    effect_key: str
    tool: str
    occurrence: int
    status: SmsStatus
    reason: str = ""
    arrived: bool | None = None
    """What the caller said when asked whether it came."""


class ProposalSoFar(Value):
    """What has become of asking the caller for a transfer."""

    proposal: str
    tool: str
    destination: str
    outcome: Literal["asked", "confirmed", "declined", "lapsed", "refused", "abandoned"]
    reason: str = ""


class Conversation(Value):
    """All that an agent may know of a call."""

    state: CallState
    lines: tuple[Line, ...]
    texts: tuple[TextSoFar, ...]
    proposals: tuple[ProposalSoFar, ...]
    open_question: Question | None = None
