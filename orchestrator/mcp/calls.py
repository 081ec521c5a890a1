"""Tools that show calls: a list with filters, and one call with everything said and done on it."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Any, Final

from mcp.server.mcpserver import Context
from mcp.types import CallToolResult
from pydantic import Field

from hookflash import CallSummary
from hookflash.domain.call.events import AgentSpoke, CallerSpoke, CallEvent, DigitsPressed
from hookflash.orchestrator.mcp.access import Lookup
from hookflash.orchestrator.mcp.results import Before, Limit, WhichCall, Workspace, answer, page
from hookflash.orchestrator.mcp.shown import call_line, event_line
from hookflash.projections.calls.outcome import CallOutcome
from hookflash.projections.replay.timeline import TimelineLine, refusals, timeline

SCANNED: Final = 2_000
"""Calls that one request filters; the next page continues after them."""
MAX_LINES: Final = 200
"""Lines of a conversation in one result: the newest."""
_READ: Final = 200
_WORDS: Final = (CallerSpoke, AgentSpoke, DigitsPressed)

Outcome = Annotated[CallOutcome | None, Field(description="Only calls that ended like this.")]
Contact = Annotated[
    str | None, Field(max_length=40, description="Only calls from this caller, as it is listed.")
]


class CallTools:
    """Shows calls."""

    def __init__(self, lookup: Lookup) -> None:
        self._lookup = lookup
        self._reader = lookup.reader
        self.all = (self.list_calls, self.get_call)

    async def list_calls(  # noqa: PLR0913 - one parameter a filter
        self,
        context: Context[Any, Any],
        *,
        workspace: Workspace = None,
        outcome: Outcome = None,
        contact: Contact = None,
        needs_follow_up: bool = False,
        in_progress: bool = False,
        tests: bool = True,
        limit: Limit = 20,
        before: Before = None,
    ) -> CallToolResult:
        """List a workspace's calls, newest first: id, caller, outcome, and whether to follow up.

        The filters narrow the list: by outcome, by the caller's number, to calls on which a person
        has to act, to calls in progress; tests=false leaves out test calls.
        """
        slug = await self._lookup.workspace(context, workspace)

        def fits(call: CallSummary) -> bool:
            return (
                outcome in (None, call.outcome)
                and contact in (None, call.contact)
                and (call.needs_follow_up or not needs_follow_up)
                and (call.outcome is None or not in_progress)
            )

        found: list[CallSummary] = []
        position, scanned = before, 0
        while scanned < SCANNED:
            read = await self._reader.calls(slug, tests=tests, limit=_READ, before=position)
            for call in read:
                position = call.log_position
                scanned += 1
                found += [call] * fits(call)
                if len(found) == limit:
                    return page([*map(call_line, found)], "calls", found, position)
            if len(read) < _READ:
                return page([*map(call_line, found)], "calls", found, None)
        return page([*map(call_line, found)], "calls", found, position)

    async def get_call(self, context: Context[Any, Any], call: WhichCall) -> CallToolResult:
        """Show one call: its outcome, the conversation, what was refused and why, its other events.

        Begin here to find out what went wrong on a call. Numbers in brackets are the positions of
        events, which replay_call, get_event, get_state and compare_states take.
        """
        found = await self._lookup.call(context, call)
        events = await self._reader.events(found.call)
        whole = timeline(events)
        said = _of(whole, events, words=True)[-MAX_LINES:]
        done = _of(whole, events, words=False)[-MAX_LINES:]
        refused = refusals(events)[-MAX_LINES:]
        data = {"call": found, "conversation": said, "refused": refused, "other_events": done}
        return answer(_call_lines(found, said, refused, done), data)


def _call_lines(
    call: CallSummary,
    said: Sequence[TimelineLine],
    refused: Sequence[TimelineLine],
    done: Sequence[TimelineLine],
) -> Iterator[str]:
    yield call_line(call)
    yield f"agent: {call.agent}; ended by: {call.end_reason or 'not ended'}"
    for title, lines in (("Conversation", said), ("Refused", refused), ("Other events", done)):
        yield f"{title}:" if lines else f"{title}: none"
        yield from map(event_line, lines)


def _of(
    lines: Sequence[TimelineLine], events: Sequence[CallEvent], *, words: bool
) -> list[TimelineLine]:
    spoken = {event.position for event in events if isinstance(event, _WORDS)}
    return [line for line in lines if (line.position in spoken) == words]
