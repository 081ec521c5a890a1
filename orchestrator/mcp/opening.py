"""Opens the log for an assistant: for reading and, once it begins a test call, for test calls."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from mcp.server.mcpserver import Context

from hookflash import CallCenter
from hookflash.orchestrator.mcp.access import Access, AccessOf
from hookflash.orchestrator.mcp.server import AssistantServer, create_server


class TestLine:
    """Opens the log as a worker for test calls, when the first one is acted on."""

    __test__ = False  # for pytest: this is no class of tests

    def __init__(self, url: str, stack: AsyncExitStack) -> None:
        self._url = url
        self._stack = stack
        self._opening = asyncio.Lock()
        self._center: CallCenter | None = None

    async def center(self) -> CallCenter:
        """The call center for test calls: without telephony and messaging, so nothing is live."""
        async with self._opening:
            if self._center is None:
                opened = CallCenter.open(self._url, simulate=False)
                self._center = await self._stack.enter_async_context(opened)
        return self._center


def everything(_: Context[Any, Any]) -> Access:
    """The access of someone who can read the database anyway: every workspace."""
    return Access()


@asynccontextmanager
async def open_server(url: str, access_of: AccessOf = everything) -> AsyncIterator[AssistantServer]:
    """Open an MCP server on the log under ``url``, with ``async with``.

    By default it shows every workspace. Raises what ``CallCenter.read`` raises.
    """
    async with AsyncExitStack() as stack, CallCenter.read(url) as reader:
        line = TestLine(url, stack)
        yield create_server(reader, line.center, access_of)
