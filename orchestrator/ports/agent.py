"""The agent port: given what it may know of a call, it returns its next moves."""

from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Sequence
from typing import Literal, Protocol, TypeAlias

from pydantic import InstanceOf

from hookflash.domain.call.conversation import Conversation, Question
from hookflash.domain.job.briefing import Briefing
from hookflash.domain.value import Value
from hookflash.orchestrator.agents.desk.agent_tool import AgentTool
from hookflash.orchestrator.agents.desk.results import NewsKind


class Say(Value):
    """Say ``text``. ``asks`` names the question in it, to bind the caller's answer to it.

    ``text`` may be a stream: an async iterable of pieces, as a language model writes them. Each
    sentence is said as soon as it is complete.
    """

    text: str | InstanceOf[AsyncIterable[str]]
    asks: Question | None = None


class UseTool(Value):
    """Use one of the call's tools. The core rejects unknown tools and any argument."""

    tool: str
    arguments: dict[str, object] = {}


Move: TypeAlias = Say | UseTool
Moves: TypeAlias = Move | Sequence[Move] | AsyncIterator[Move] | None
"""One move, several in their order, or an async iterator of moves; None to wait."""
Occasion = Literal["greeting", "caller", "news"]


class TurnNews(Value):
    """Something that became known since the agent last moved; ``text`` tells it to a model.

    ``reply_due``: the caller does not know it, or said it, so the agent should speak. ``position``
    is that of its event.
    """

    kind: NewsKind
    text: str
    reply_due: bool = False
    position: int


class Turn(Value):
    """What the agent is given when it is its turn to move.

    ``occasion``: nothing was said yet (``greeting``), the caller spoke or pressed keys and the
    agent has not spoken since (``caller``), or anything else, such as the result of a tool or a
    text that failed (``news``).
    """

    call_id: str
    occasion: Occasion
    briefing: Briefing
    conversation: Conversation
    instructions: str = ""
    """The briefing for a language model: its role, its rules, and the jobs with their tools."""
    tools: tuple[AgentTool, ...] = ()
    """The call's tools, as models are offered them: none takes arguments."""
    news: tuple[TurnNews, ...] = ()
    """What became known since the agent last moved, such as the result of a text, oldest first."""


class Agent(Protocol):
    """Speaks for the workspace: rules, or a language model."""

    label: str
    """Recorded with the call, e.g. ``Scripted agent (no AI model)``."""

    def next_move(self, turn: Turn) -> Awaitable[Moves] | AsyncIterator[Move]:
        """The next moves, or None to wait for the caller.

        Define it with ``async def``; it may also be an async generator that yields moves. Once all
        are made, it is called again with the conversation so far, until it makes none: a turn has
        at most eight moves. When the caller speaks, the turn is over: what was not said yet is not
        said, and generators and streams are closed. The first words have ``Settings.agent_seconds``
        and whatever follows them has as long again each time.
        """
        ...
