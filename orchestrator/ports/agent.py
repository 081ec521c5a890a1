"""The agent port: given what it may know of a call, it returns its next move."""

from typing import Protocol

from pydantic import Field

from hookflash.domain.call.call import Call
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


class Patience(Value):
    """How long the agent may take, and what the caller hears if it makes no usable move."""

    seconds: float = Field(default=10.0, gt=0)
    """For one move."""
    fallback: str = "I'm sorry, I didn't get that. Could you say it again?"

    def instead(self, call: Call) -> str:
        """What is said in place of the agent: the greeting, if it has said nothing yet."""
        greeted = any(line.by == "agent" for line in call.lines)
        return self.fallback if greeted else call.greeting or self.fallback


class Agent(Protocol):
    """Speaks for the workspace: rules, or a language model."""

    label: str
    """Recorded with the call, e.g. ``Scripted agent (no AI model)``."""

    async def next_move(self, briefing: Briefing, conversation: Conversation) -> Move | None:
        """The next move, or None to wait for the caller.

        Called again after each move with the conversation so far, at most eight times a turn.
        """
        ...
