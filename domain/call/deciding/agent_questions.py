"""Binds the question in an agent's words to what it is about: the latest text."""

from datetime import datetime

from hookflash.domain.call.call import Call, Text
from hookflash.domain.call.conversation import Question
from hookflash.domain.policy.speech.agent_questions import AgentAsks

OTHER = Question(kind="other")
"""A question about no action: a yes to it leads to nothing."""


def bind(call: Call, asks: AgentAsks | None, spoken_at: datetime) -> Question | None:
    """The question about the latest text that was requested when the words were ``spoken_at``.

    It is another question if there is no such text. Only the core itself asks for a transfer.
    """
    if asks is None:
        return None
    text = _asked_about(call, spoken_at)
    if text is None or asks is AgentAsks.OTHER:
        return OTHER
    return Question(kind=asks.value, about=text.effect_key)


def _asked_about(call: Call, spoken_at: datetime) -> Text | None:
    """The latest text; if it was refused, the one that its tool requested before."""
    texts = list(call.texts.values())
    known = [text for text in texts if text.requested_at <= spoken_at] or texts
    if not known:
        return None
    return next(iter(reversed(call.occurrences(known[-1].tool))), None)
