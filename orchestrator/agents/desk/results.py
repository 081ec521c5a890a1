"""What a desk answers with, and what it tells."""

from typing import Literal

from hookflash.domain.call.conversation import CallState
from hookflash.domain.call.effects import Speech
from hookflash.domain.call.events import CallEvent
from hookflash.domain.value import Value


class _Spoken(Value):
    """What the core said, and whether the agent may speak.

    Where the telephony does not speak (``TelephonyOffers.speaks`` is False), the host plays
    ``speeches`` word for word, in their order, each id once, and reports each under its id.
    """

    speeches: tuple[Speech, ...] = ()
    may_reply: bool
    """Whether the agent may speak now."""
    state: CallState

    @property
    def speech(self) -> Speech | None:
        """The last of ``speeches``, and nearly always the only one; None if there is none."""
        return self.speeches[-1] if self.speeches else None


class DeskTurn(_Spoken):
    """What followed from what the caller, or the agent, said.

    ``may_reply`` is False while a transfer's question is open, once the agent has left, and where
    the core has answered the caller's words itself. ``text`` tells a model what happened, if it
    would not know it otherwise.
    """

    text: str = ""


class ToolResult(_Spoken):
    """What a tool call led to: ``text`` is for the model, ``events`` are what was recorded."""

    text: str
    events: tuple[CallEvent, ...] = ()


NewsKind = Literal[
    "caller",
    "caller_pressed",
    "caller_texted",
    "text_sent",
    "text_delivered",
    "text_undelivered",
    "text_failed",
    "text_cancelled",
    "text_unknown",
    "question_asked",
    "question_asked_again",
    "question_declined",
    "question_lapsed",
    "promise_flagged",
    "spoken",
    "agent_left",
    "ended",
]


class News(_Spoken):
    """Something that became known and that no method of the desk returned.

    ``text`` tells it to a model. ``reply_due``: the caller does not know it yet, or said it, so
    the agent should speak. ``position`` is that of its event.
    """

    kind: NewsKind
    text: str
    reply_due: bool = False
    position: int
