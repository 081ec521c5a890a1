"""Tools that show the audit trails of transfers."""

from typing import Annotated, Any

from mcp.server.mcpserver import Context
from mcp.types import CallToolResult
from pydantic import Field

from hookflash.orchestrator.mcp.access import Lookup
from hookflash.orchestrator.mcp.results import Before, Limit, Workspace, answer, page
from hookflash.orchestrator.mcp.shown import trail_line, trail_lines
from hookflash.projections.transfers.fold import TransferOutcome

Outcome = Annotated[TransferOutcome | None, Field(description="Only those that ended like this.")]
Destination = Annotated[
    str | None, Field(max_length=100, description="Only those to this member, inbox or number.")
]
OfCall = Annotated[str | None, Field(max_length=200, description="Only those of this call.")]
EffectKey = Annotated[
    str, Field(min_length=1, max_length=100, description="As list_transfers shows it.")
]


class TransferTools:
    """Shows transfers."""

    def __init__(self, lookup: Lookup) -> None:
        self._lookup = lookup
        self._reader = lookup.reader
        self.all = (self.list_transfers, self.get_transfer)

    async def list_transfers(  # noqa: PLR0913 - one parameter a filter
        self,
        context: Context[Any, Any],
        *,
        workspace: Workspace = None,
        call: OfCall = None,
        outcome: Outcome = None,
        destination: Destination = None,
        limit: Limit = 20,
        before: Before = None,
    ) -> CallToolResult:
        """List a workspace's transfers, newest first, each with its outcome and its cause."""
        of_call = await self._lookup.call(context, call) if call else None
        slug = of_call.workspace if of_call else await self._lookup.workspace(context, workspace)
        found = await self._reader.transfers(
            slug,
            call_id=of_call.call if of_call else None,
            outcome=outcome,
            destination=destination,
            limit=limit,
            before=before,
        )
        more = found[-1].log_position if len(found) == limit else None
        rows = [one.model_dump(exclude={"events"}) for one in found]
        return page([*map(trail_line, found)], "transfers", rows, more)

    async def get_transfer(
        self,
        context: Context[Any, Any],
        effect_key: EffectKey,
        *,
        workspace: Workspace = None,
    ) -> CallToolResult:
        """Show the whole trail of one transfer, with the event behind every line.

        It says when the question was asked and heard, which words confirmed it, when the agent
        left, which phones rang and why it ended.
        """
        slug = await self._lookup.workspace(context, workspace)
        trail = await self._reader.transfer(slug, effect_key)
        return answer(trail_lines(trail), {"transfer": trail})
