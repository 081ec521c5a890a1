"""An agent of pydantic-ai as the agent of a call center: it proposes, and the core decides."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import AbstractAsyncContextManager, aclosing
from typing import Any, Final

from pydantic_ai import Agent, DeferredToolRequests
from pydantic_ai.messages import (
    AgentStreamEvent,
    PartDeltaEvent,
    PartEndEvent,
    PartStartEvent,
    TextPart,
    TextPartDelta,
    ToolCallPart,
)
from pydantic_ai.models import KnownModelName, Model
from pydantic_ai.run import AgentRun
from pydantic_ai.toolsets import ExternalToolset
from pydantic_ai.usage import UsageLimits

from hookflash.domain.errors import HookflashError
from hookflash.orchestrator.agents.desk.model_output import (
    LONGEST_NAME,
    arguments_of,
    storable_text,
)
from hookflash.orchestrator.agents.pydantic_ai.definition import definition
from hookflash.orchestrator.agents.pydantic_ai.history import (
    history,
    rejected_since_the_caller_spoke,
)
from hookflash.orchestrator.agents.pydantic_ai.labels import label_of
from hookflash.orchestrator.ports.agent import Move, Say, Turn, UseTool

Events = AsyncIterator[AgentStreamEvent]
USUAL_LIMITS: Final = UsageLimits(request_limit=5)


class TooManyRetries(HookflashError, RuntimeError):
    """The model keeps making tool calls that are rejected."""

    def __init__(self, retries: int) -> None:
        super().__init__(f"{retries} tool calls were rejected since the caller spoke")


class PydanticAIAgent:
    """Speaks for the workspace with a model of pydantic-ai, or with an agent built on one.

    Give it to ``CallCenter.open(agent=…)``. Its instructions and the call's tools are added to
    those of the agent; an agent's own tools run within pydantic-ai. What is said is streamed. The
    messages are written from the call's log each time, so that any worker can go on.

    ``label`` is recorded with each call; by default the model's name. ``retries`` is how many tool
    calls in a row may be rejected before the turn fails. ``usage_limits`` hold for each time that
    the model is asked, with the agent's own tools; ``deps`` is given to these.
    """

    def __init__(
        self,
        agent: Agent[Any, Any] | Model | KnownModelName | str,
        *,
        label: str = "",
        retries: int = 3,
        usage_limits: UsageLimits = USUAL_LIMITS,
        deps: Any = None,
    ) -> None:
        self._agent = agent if isinstance(agent, Agent) else Agent(agent)
        self.label = label or label_of(self._agent)
        self._retries = retries
        self._usage_limits = usage_limits
        self._deps = deps

    async def next_move(self, turn: Turn) -> AsyncIterator[Move]:
        """The moves of the model's next response, as it writes it."""
        if turn.occasion == "greeting" and turn.briefing.greeting:
            yield Say(text=turn.briefing.greeting)
            return
        messages = history(turn)
        if not messages:
            return
        if rejected_since_the_caller_spoke(turn.conversation) > self._retries:
            raise TooManyRetries(self._retries)
        tools: ExternalToolset[Any] = ExternalToolset([definition(tool) for tool in turn.tools])
        asked: AbstractAsyncContextManager[AgentRun[Any, Any]] = self._agent.iter(
            None,
            message_history=messages,
            instructions=turn.instructions,
            toolsets=[tools],
            output_type=[str, DeferredToolRequests],
            usage_limits=self._usage_limits,
            deps=self._deps,
        )
        async with asked as run, aclosing(_moves(run)) as moves:
            async for move in moves:
                yield move


async def _moves(run: AgentRun[Any, Any]) -> AsyncGenerator[Move, None]:
    """The moves of a run, up to the first response in which the model uses a tool of the call."""
    async for node in run:
        if not Agent.is_model_request_node(node):
            continue
        used = False
        uses: list[UseTool] = []
        async with node.stream(run.ctx) as response:
            events = aiter(response)
            async for event in events:
                if (first := _words(event)) is not None:
                    while uses:
                        yield uses.pop(0)
                    yield Say(text=_text(first, events))
                elif (call := _call(event)) is not None and not _runs_itself(run, call.tool_name):
                    used = True
                    uses.append(_use(call))
        for use in uses:  # together: what is used at once is decided in this order
            yield use
        if used:
            return


async def _text(first: str, events: Events) -> AsyncIterator[str]:
    """The words of one part of a response, from ``first`` on."""
    yield first
    async for event in events:
        if isinstance(event, PartEndEvent):
            return
        if (more := _words(event)) is not None:
            yield more


def _call(event: AgentStreamEvent) -> ToolCallPart | None:
    """The tool call that ``event`` completes."""
    if isinstance(event, PartEndEvent) and isinstance(event.part, ToolCallPart):
        return event.part
    return None


def _use(call: ToolCallPart) -> UseTool:
    name = storable_text(call.tool_name, LONGEST_NAME)
    return UseTool(tool=name, arguments=arguments_of(call.args))


def _words(event: AgentStreamEvent) -> str | None:
    if isinstance(event, PartStartEvent) and isinstance(event.part, TextPart):
        return event.part.content
    if isinstance(event, PartDeltaEvent) and isinstance(event.delta, TextPartDelta):
        return event.delta.content_delta
    return None


def _runs_itself(run: AgentRun[Any, Any], tool: str) -> bool:
    """Whether it is one of the agent's own tools: the core decides on all others, also invented."""
    known = run.ctx.deps.tool_manager.get_tool_def(tool)
    return known is not None and known.kind != "external"
