"""The agent port: given what it may know of a call, it returns its next move."""

from typing import Literal, Protocol

from hookflash.domain.call.conversation import Conversation, Question
from hookflash.domain.job.briefing import Briefing
from hookflash.domain.value import Value


class Say(Value):
    """Say ``text``. ``asks`` names the question in it, to bind the caller's answer to it."""

    text: str
    asks: Question | None = None


class UseTool(Value):
    """Use one of the call's tools. The core rejects unknown tools and any argument."""

    tool: str
    arguments: dict[str, object] = {}


Move = Say | UseTool
Occasion = Literal["greeting", "caller", "news"]


class Turn(Value):
    """What the agent is given when it is its turn to move.

    ``occasion``: it has just answered (``greeting``), the caller spoke or pressed keys
    (``caller``), or something became known meanwhile, such as a text that failed (``news``).
    """

    call_id: str
    occasion: Occasion
    briefing: Briefing
    conversation: Conversation


class Agent(Protocol):
    """Speaks for the workspace: rules, or a language model."""

    label: str
    """Recorded with the call, e.g. ``Scripted agent (no AI model)``."""

    async def next_move(self, turn: Turn) -> Move | None:
        """The next move, or None to wait for the caller.

        Called again after each move with the conversation so far, at most eight times a turn.
        """
        ...
