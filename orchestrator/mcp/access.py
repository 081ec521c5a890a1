"""What an assistant may see, and how its arguments find a call or a workspace within that."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ToolError

from hookflash import CallReader, CallSummary

LATEST: Final = "latest"
_SEARCHED: Final = 200
"""Calls that a part of an id is looked for in."""


@dataclass(frozen=True)
class Access:
    """Whose calls may be seen: those of one ``workspace`` or, with None, of all.

    ``role`` is that of the API key, which says whether test calls are allowed.
    """

    workspace: str | None = None
    role: str = "configure"

    @property
    def may_test(self) -> bool:
        """Whether test calls are allowed, which are recorded in the log."""
        return self.role != "read"


AccessOf = Callable[[Context[Any, Any]], Access]
"""Says who makes a request."""


class Lookup:
    """Finds what a request names within what its asker may see."""

    def __init__(self, reader: CallReader, access_of: AccessOf) -> None:
        self.reader = reader
        self.access_of = access_of

    async def workspace(self, context: Context[Any, Any], named: str | None) -> str:
        """The id of the workspace ``named``; with None, of the only one there is."""
        known = await self.workspaces(context)
        if named is None and len(known) == 1:
            return known[0]
        if named in known:
            return named
        listed = ", ".join(known) or "none"
        wrong = f"There is no workspace “{named}”" if named else "There are several workspaces"
        raise ToolError(f"{wrong if known else 'There is no workspace'}. Known: {listed}.")

    async def workspaces(self, context: Context[Any, Any]) -> tuple[str, ...]:
        """The ids of the workspaces that may be seen, in alphabetical order."""
        own = self.access_of(context).workspace
        if own is not None:
            return (own,)
        with_calls = await self.reader.workspaces_with_calls()
        owners = [await self.reader.owner(number) for number in await self.reader.numbers()]
        return tuple(sorted({*with_calls, *filter(None, owners)}))

    async def call(self, context: Context[Any, Any], named: str) -> CallSummary:
        """The call whose id is or contains ``named``, or the ``latest``."""
        own = self.access_of(context).workspace
        found = await self._candidates(own, "" if named == LATEST else named)
        exact = [one for one in found if one.call == named]
        if named == LATEST and found:
            return found[0]
        if exact or len(found) == 1:
            return (exact or found)[0]
        if not found:
            raise ToolError(f"There is no call “{named}”. list_calls shows the newest.")
        several = ", ".join(one.call for one in found[:5])
        raise ToolError(f"“{named}” is part of several ids: {several}. Give a whole one.")

    async def _candidates(self, own: str | None, part: str) -> tuple[CallSummary, ...]:
        if own is not None and not part:
            return await self.reader.calls(own, limit=1)
        found = await self.reader.find_calls(part, limit=_SEARCHED if part else 1)
        return tuple(one for one in found if own is None or one.workspace == own)
