"""Builds the MCP server: its tools, its instructions, and errors that a model can act on."""

from collections.abc import Callable
from typing import Any, Final

from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import CallToolResult, InputRequiredResult
from pydantic import ValidationError
from sqlalchemy.exc import DBAPIError

from hookflash import CallReader, HookflashError
from hookflash.orchestrator.mcp.access import AccessOf, Lookup
from hookflash.orchestrator.mcp.calls import CallTools
from hookflash.orchestrator.mcp.figures import WorkspaceTools
from hookflash.orchestrator.mcp.inbox import InboxTools
from hookflash.orchestrator.mcp.instructions import INSTRUCTIONS
from hookflash.orchestrator.mcp.replay import ReplayTools
from hookflash.orchestrator.mcp.results import LOOKS, TESTS
from hookflash.orchestrator.mcp.test_calls import OpenCenter, TestCallTools
from hookflash.orchestrator.mcp.transfers import TransferTools

_NO_ANSWER: Final = "The database did not answer; try again."


class AssistantServer(MCPServer[Any]):
    """An MCP server whose errors are one sentence each, without values of the log."""

    async def call_tool(
        self, name: str, arguments: dict[str, Any], context: Context[Any, Any] | None = None
    ) -> CallToolResult | InputRequiredResult:
        """Call a tool. Raises ``ToolError`` with a sentence that says what to do."""
        known = {tool.name: tool.input_schema for tool in await self.list_tools()}
        if name not in known:
            raise ToolError(f"There is no tool “{name}”. Tools: {', '.join(known)}.")
        taken = [*known[name].get("properties", {})]
        for argument in arguments:
            if argument not in taken:
                takes = ", ".join(taken) or "no arguments"
                raise ToolError(f"{name} has no argument “{argument}”; it takes {takes}.")
        try:
            return await super().call_tool(name, arguments, context)
        except ToolError as error:
            sentence = _sentence(error.__cause__)
            if sentence is None:
                raise
            raise ToolError(sentence) from error.__cause__


def create_server(
    reader: CallReader, open_center: OpenCenter, access_of: AccessOf
) -> AssistantServer:
    """Return a server that shows the log of ``reader`` to whom ``access_of`` allows it.

    ``open_center`` is called when a test call is first acted on.
    """
    server = AssistantServer("hookflash", instructions=INSTRUCTIONS, log_level="WARNING")
    lookup = Lookup(reader, access_of)
    looking: list[Callable[..., Any]] = [
        *WorkspaceTools(lookup).all,
        *CallTools(lookup).all,
        *InboxTools(lookup).all,
        *TransferTools(lookup).all,
        *ReplayTools(lookup).all,
    ]
    testing: tuple[Callable[..., Any], ...] = TestCallTools(lookup, open_center).all
    for tool in looking:
        server.add_tool(tool, annotations=LOOKS)
    for tool in testing:
        server.add_tool(tool, annotations=TESTS)
    return server


def _sentence(cause: BaseException | None) -> str | None:
    """What to tell a model about an error; None for one that nobody expects."""
    match cause:
        case ValidationError():
            found = (f"{_place(error['loc'])}: {error['msg']}" for error in cause.errors())
            return "; ".join(found) + "."
        case ToolError() | HookflashError():
            return str(cause)
        case DBAPIError():
            return _NO_ANSWER
        case _:
            return None


def _place(location: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in location) or "arguments"
