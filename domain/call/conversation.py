"""A call as the agent sees it: what was said, which tools were used, and their results."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from hookflash.domain.call.flags import PromiseFlag
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
    """A question to the caller, bound to its subject.

    ``about`` is the effect key of a text or of a proposed transfer, and for ``opt_out`` the words
    that were not clear; empty for ``other``.
    """

    kind: Literal["transfer", "sms_arrived", "sms_again", "opt_out", "other"]
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One utterance, keypress or tool use, or a text that the caller sent meanwhile.

    Every live call holds its lines: without a dictionary and a set in each, they take a tenth.
    """

    position: int
    at: datetime
    by: Literal["caller", "agent", "tool", "text"]
    text: str = ""
    digits: str = ""
    """Keys that the caller pressed, instead of words."""
    unheard: str = ""
    """What the agent meant to say after ``text``, which the caller did not hear."""
    began_at: datetime | None = None
    """When the words began to be spoken, if that is known."""
    reported: bool = False
    """Whether an agent that the host runs said it."""
    asks: Question | None = None
    standard: bool = False
    """Whether the core said it, instead of the agent: the caller's words are answered."""
    tool: str = ""
    """Set if ``by`` is ``tool``; ``text`` then says why the use was refused, if it was."""


class TextSoFar(Value):
    """A text's progress so far.

    ``reason``: for a refused text, a key of ``policy.texting.WORDS``; for a failed one, the
    carrier's code, or its words if it gave no code.
    """

    effect_key: str
    tool: str
    occurrence: int
    status: SmsStatus
    reason: str = ""
    arrived: bool | None = None
    """The caller's answer to whether the text arrived; None if there is none yet."""


class ProposalSoFar(Value):
    """A proposed transfer's progress so far, as far as the agent may know it.

    ``reason``: for a refused one, a key of ``policy.proposing.REASONS``.
    """

    proposal: str
    tool: str
    destination: str
    outcome: Literal["asked", "confirmed", "declined", "lapsed", "refused", "abandoned"]
    reason: str = ""


class Conversation(Value):
    """Everything that an agent may know about a call."""

    state: CallState
    lines: tuple[Line, ...]
    texts: tuple[TextSoFar, ...]
    proposals: tuple[ProposalSoFar, ...]
    open_question: Question | None = None
    flags: tuple[PromiseFlag, ...] = ()
    """What the agent told the caller that is not so; ``correction`` puts each into words."""
