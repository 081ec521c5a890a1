"""Decides the tool calls of a host's model, and puts what they led to into words for it."""

from collections.abc import Sequence
from typing import NamedTuple

from hookflash.domain.call import events as e
from hookflash.domain.call.errors import TooManyRefusals
from hookflash.domain.idempotency import TOOL, command_id
from hookflash.orchestrator.agents.desk.line import DeskLine
from hookflash.orchestrator.agents.desk.outcomes import TOO_MANY, outcome
from hookflash.orchestrator.agents.desk.permission import may_reply, to_play
from hookflash.orchestrator.agents.desk.results import ToolResult
from hookflash.orchestrator.telemetry.logs import get_logger

logger = get_logger(__name__)


class ToolCall(NamedTuple):
    """A tool call as a model made it; ``id`` is its id, or one that we gave it."""

    name: str
    arguments: dict[str, object]
    id: str

    @property
    def known(self) -> str:
        """The id of its command."""
        return command_id(TOOL, self.id)


class ToolCalls:
    """Decides tool calls. A repeated one gets its result again, as far as it still holds."""

    def __init__(self, line: DeskLine) -> None:
        self._line = line

    async def call(self, call_id: str, called: ToolCall) -> ToolResult:
        """Decide ``called``; waits a while for the outcome of a text."""
        try:
            with self._line.deliveries.awaiting(call_id, called.known):
                decided = await self._decided(call_id, called)
                events = decided or await self._line.recorded(call_id, called.known)
                await self._settle(call_id, events)
                return await self._result(call_id, events, repeated=not decided)
        except TooManyRefusals as error:
            logger.warning("tool_call_not_recorded", call_id=call_id, reason=str(error))
            call = await self._line.calls.load(call_id)
            return ToolResult(text=TOO_MANY, may_reply=may_reply(call), state=call.state)

    async def _decided(self, call_id: str, called: ToolCall) -> tuple[e.CallEvent, ...]:
        name, arguments, known = called
        turns = self._line.dispatcher.turns
        events = await turns.use_tool(call_id, name, arguments, known)
        for event in events:
            if isinstance(event, e.ToolCallRejected):
                logger.warning(
                    "tool_call_rejected", call_id=call_id, tool=name, reason=event.reason
                )
        return events

    async def _settle(self, call_id: str, events: Sequence[e.CallEvent]) -> None:
        """Wait for the outcome of a text; what the result says of it is not news."""
        for event in events:
            if isinstance(event, e.SmsRequested):
                await self._line.dispatcher.turns.settled(call_id, event.effect_key)
                call = await self._line.calls.load(call_id)
                self._line.deliveries.tell(event.effect_key, call.position)

    async def _result(
        self, call_id: str, events: Sequence[e.CallEvent], *, repeated: bool
    ) -> ToolResult:
        call = await self._line.calls.load(call_id)
        return ToolResult(
            text=outcome(call, events),
            events=tuple(events),
            speeches=to_play(call, events, repeated=repeated),
            may_reply=may_reply(call),
            state=call.state,
        )
