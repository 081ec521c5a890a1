"""The tools of a desk as a session's tools, and those that a model makes up."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

from livekit.agents import RunContext, ToolResult, function_tool
from livekit.agents.llm import FunctionToolCall, Tool, ToolContext
from livekit.agents.llm.utils import parse_function_arguments

from hookflash.orchestrator.agents.desk.agent_tool import AgentTool

Call = Callable[[str, dict[str, object], str], Awaitable[ToolResult]]
"""Has a tool call decided: its name, its arguments, and the model's id of it."""


def session_tool(schema: dict[str, Any], call: Call) -> Tool:
    """A tool that passes on whatever the model gives it; nothing is checked before the core."""

    async def decided(raw_arguments: dict[str, object], context: RunContext[Any]) -> ToolResult:
        return await call(context.function_call.name, raw_arguments, context.function_call.call_id)

    return function_tool(decided, raw_schema=schema)


def session_tools(tools: tuple[AgentTool, ...], call: Call) -> list[Tool]:
    """The tools of a desk."""
    return [session_tool(tool.openai()["function"], call) for tool in tools]


def admit(tools: list[Tool], called: list[FunctionToolCall], call: Call) -> list[FunctionToolCall]:
    """Let tool calls through that the session would answer by itself, so that the core sees them.

    A tool that the model made up is added to ``tools``, which are those of this reply. Arguments
    that are not a JSON object are wrapped in one, and so rejected by the core.
    """
    known = ToolContext(tools).function_tools
    made_up = dict.fromkeys(one.name for one in called if one.name not in known)
    tools += [session_tool({"name": name, "parameters": {}}, call) for name in made_up]
    return [_readable(one) for one in called]


def _readable(called: FunctionToolCall) -> FunctionToolCall:
    try:
        parse_function_arguments(called.arguments or "{}")
    except ValueError:
        wrapped = json.dumps({"arguments": called.arguments})
        return called.model_copy(update={"arguments": wrapped})
    return called
