"""What an agent is told that became known on its call."""

from typing import Literal

from hookflash.domain.value import Value

NewsKind = Literal[
    "caller",
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
    "spoken",
    "agent_left",
    "ended",
]


class TurnNews(Value):
    """Something that became known since the agent last moved; ``text`` tells it to a model.

    ``position`` is that of its event.
    """

    kind: NewsKind
    text: str
    position: int
