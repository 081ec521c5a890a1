"""Tools that replay a call: its events, its state after any of them, and what changed between."""

from typing import Annotated, Any, Final

from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import CallToolResult
from pydantic import Field

from hookflash.orchestrator.mcp.access import Lookup
from hookflash.orchestrator.mcp.results import MAX_POSITION, WhichCall, answer
from hookflash.orchestrator.mcp.shown import event_line
from hookflash.orchestrator.wording import plain
from hookflash.projections.replay.timeline import refusals, timeline

MAX_EVENTS: Final = 200
Position = Annotated[
    int, Field(ge=0, le=MAX_POSITION, description="An event's position; 0: before the first.")
]
After = Annotated[int, Field(ge=0, le=MAX_POSITION, description="Only events after this position.")]
Events = Annotated[int, Field(ge=1, le=MAX_EVENTS, description="Events on a page.")]


class ReplayTools:
    """Replays calls."""

    def __init__(self, lookup: Lookup) -> None:
        self._lookup = lookup
        self._reader = lookup.reader
        self.all = (self.replay_call, self.get_event, self.get_state, self.compare_states)

    async def replay_call(
        self,
        context: Context[Any, Any],
        call: WhichCall,
        *,
        refused: bool = False,
        after: After = 0,
        limit: Events = 100,
    ) -> CallToolResult:
        """List a call's events in order, each as a sentence with the state that it led to.

        refused=true lists only what was turned down, and why: tool calls, texts, transfers, words
        of the agent while a question was open, late reports.
        """
        found = await self._lookup.call(context, call)
        events = await self._reader.events(found.call)
        lines = (refusals if refused else timeline)(events)
        rest = [line for line in lines if line.position > after]
        shown = rest[:limit]
        text = [event_line(line) for line in shown] or ["No such events."]
        following = shown[-1].position if len(rest) > limit else None
        text += [f"More: repeat with after={following}."] if following else []
        return answer(text, {"call": found.call, "events": shown, "next": following})

    async def get_event(
        self, context: Context[Any, Any], call: WhichCall, position: Position
    ) -> CallToolResult:
        """Show one event of a call with all its fields, such as what was checked and found."""
        found = await self._lookup.call(context, call)
        for step in await self._reader.replay(found.call):
            if step.position == position:
                lines = [f"[{step.position}] {step.type} by {step.by}, {step.at.isoformat()}"]
                lines += [f"  {name}: {value}" for name, value in step.data.items()]
                return answer(lines, {"event": step})
        raise ToolError(f"position: this call's events are 1 to {found.position}.")

    async def get_state(
        self, context: Context[Any, Any], call: WhichCall, at: Position | None = None
    ) -> CallToolResult:
        """Show a call as it was after its event `at`: state, what was allowed next, open actions.

        Without `at`, as it is now.
        """
        found = await self._lookup.call(context, call)
        snapshot = await self._reader.snapshot(found.call, at)
        lines = [f"after event {snapshot.position}: {plain(snapshot.state)}"]
        lines.append(f"allowed next: {', '.join(snapshot.allowed) or 'nothing'}")
        lines += [f"in progress: {one.action}, {one.progress}" for one in snapshot.open]
        lines += [f"{name}: {value}" for name, value in snapshot.call.items() if value]
        return answer(lines, {"state": snapshot})

    async def compare_states(
        self, context: Context[Any, Any], call: WhichCall, before: Position, after: Position
    ) -> CallToolResult:
        """Show what differs on a call between its events `before` and `after`, field by field."""
        found = await self._lookup.call(context, call)
        changes = await self._reader.changes(found.call, before, after)
        lines = [str(change) for change in changes] or ["Nothing changed."]
        return answer(lines, {"call": found.call, "changes": changes})
