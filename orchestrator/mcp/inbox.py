"""Tools that show the inbox: threads, one thread, and a search through both."""

from typing import Annotated, Any

from mcp.server.mcpserver import Context
from mcp.types import CallToolResult
from pydantic import Field

from hookflash.orchestrator.mcp.access import Lookup
from hookflash.orchestrator.mcp.results import Before, Limit, Workspace, answer, page
from hookflash.orchestrator.mcp.shown import item_lines, thread_line
from hookflash.projections.inbox.queries import ThreadStatus

Status = Annotated[ThreadStatus | None, Field(description="Only threads with this status.")]
ThreadId = Annotated[str, Field(min_length=1, max_length=300, description="The thread's id.")]
Words = Annotated[
    str, Field(min_length=1, max_length=200, description="Words, or 3 digits of a number or more.")
]
Calls = Annotated[int, Field(ge=1, le=20, description="How many of its newest calls to show.")]


class InboxTools:
    """Shows the inbox."""

    def __init__(self, lookup: Lookup) -> None:
        self._lookup = lookup
        self._reader = lookup.reader
        self.all = (self.list_threads, self.get_thread, self.search_inbox)

    async def list_threads(  # noqa: PLR0913 - one parameter a filter
        self,
        context: Context[Any, Any],
        *,
        workspace: Workspace = None,
        status: Status = None,
        unread: bool = False,
        limit: Limit = 20,
        before: Before = None,
    ) -> CallToolResult:
        """List the inbox of a workspace: one thread per contact and number, newest activity first.

        unread=true narrows it to threads with something unread.
        """
        slug = await self._lookup.workspace(context, workspace)
        found = await self._reader.inbox(
            slug, status=status, unread=unread, limit=limit, before=before, calls=1
        )
        more = found[-1].last_position if len(found) == limit else None
        rows = [one.model_dump(exclude={"items", "next"}) for one in found]
        return page([*map(thread_line, found)], "threads", rows, more)

    async def get_thread(
        self,
        context: Context[Any, Any],
        thread: ThreadId,
        *,
        workspace: Workspace = None,
        calls: Calls = 5,
        before: Before = None,
    ) -> CallToolResult:
        """Show a thread: calls with their words, texts, transfers and voicemails, newest last."""
        slug = await self._lookup.workspace(context, workspace)
        found = await self._reader.thread(slug, thread, calls=calls, before=before)
        lines = [thread_line(found)]
        lines += [line for item in found.items for line in item_lines(item)]
        lines += [f"Older: repeat with before={found.next}."] if found.next else []
        return answer(lines, {"thread": found})

    async def search_inbox(
        self,
        context: Context[Any, Any],
        words: Words,
        *,
        workspace: Workspace = None,
        limit: Limit = 10,
    ) -> CallToolResult:
        """Find threads in which something was said, texted or left on voicemail, or by number."""
        slug = await self._lookup.workspace(context, workspace)
        found = await self._reader.search_inbox(slug, words, limit=limit)
        lines = [
            line
            for thread in found
            for line in (thread_line(thread), *(one for i in thread.items for one in item_lines(i)))
        ]
        return page(lines, "threads", found, None)
