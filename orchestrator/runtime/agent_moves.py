"""Makes the moves of one turn of the agent, batch by batch, until it waits for the caller."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from hookflash.domain.call.call import Call
from hookflash.domain.call.commands import Command, DropMove, FailAgent, Speak, WaitForCaller
from hookflash.domain.call.errors import TooManyRefusals
from hookflash.domain.call.events import (
    AgentSpoke,
    CallEvent,
    SmsRefused,
    SmsRequested,
    ToolCallRejected,
    TransferProposed,
    TransferRefused,
)
from hookflash.domain.call.identity import MOVE
from hookflash.domain.call.turns import turn_due
from hookflash.domain.job.briefing import Briefing
from hookflash.orchestrator.ports.agent import UseTool
from hookflash.orchestrator.ports.host_agent import HostAgent
from hookflash.orchestrator.ports.outside import Ports
from hookflash.orchestrator.runtime.agent_thinking import ReadyMove, ReadyWords, Stop, Thinking
from hookflash.orchestrator.runtime.agent_turn import turn_on
from hookflash.orchestrator.runtime.command_handler import Ask, CommandHandler
from hookflash.orchestrator.runtime.tool_calls import ToolCalls
from hookflash.orchestrator.telemetry.logs import get_logger

MAX_MOVES: Final = 8
"""Moves in one turn, as a limit for an agent that loops."""
_LINES: Final = (
    AgentSpoke,
    SmsRefused,
    SmsRequested,
    ToolCallRejected,
    TransferProposed,
    TransferRefused,
)
"""The events of a move that are lines of the conversation."""
_SUPERSEDED: Final = Stop("superseded")
_AGAIN: Final = Stop("end")

logger = get_logger(__name__)


@dataclass
class RunningTurn:
    """A turn under way. ``owes_reply``: the caller waits for an answer."""

    call_id: str
    number: int
    owes_reply: bool = False
    said: list[str] = field(default_factory=list)
    made: int = 0
    position: int = 0
    """The last event that the agent knew when it was asked."""
    line: int = 0
    """The position of the last line that it knew, or made since."""
    began: int = 0
    """The last event when the turn began."""
    thinking: Thinking | None = None

    def knows(self, call: Call) -> None:
        """Note what the agent knows when it is asked."""
        self.position, self.line = call.position, call.last_position
        self.began = self.began or call.position

    def made_one(self, events: Sequence[CallEvent]) -> None:
        """Note what was said, and the lines that a move added."""
        self.said += words_of(events)
        self.line = max((ev.position for ev in events if isinstance(ev, _LINES)), default=self.line)

    def cancel(self) -> None:
        """The agent is not to think any more."""
        if self.thinking is not None:
            self.thinking.cancel()


class AgentMoves:
    """Makes moves. ``is_current`` tells whether a turn is the latest of its call."""

    def __init__(
        self,
        outside: Ports,
        calls: CommandHandler,
        ask: Ask,
        tools: ToolCalls,
        is_current: Callable[[RunningTurn], bool],
    ) -> None:
        self._outside = outside
        self._calls = calls
        self._ask = ask
        self._tools = tools
        self._is_current = is_current

    async def run(self, turn: RunningTurn, briefing: Briefing) -> list[str]:
        """Run ``turn`` to its end; returns what the agent said."""
        stop = _AGAIN
        while stop.reason == "end":
            stop = await self._batch(turn, briefing)
        if stop.reason == "waits":
            silent = turn.owes_reply and not turn.said
            await (self._fail(turn, "silent", "") if silent else self._wait(turn))
        elif stop.reason != "superseded":
            await self._fail(turn, stop.reason, stop.detail)
        return turn.said

    async def _batch(self, turn: RunningTurn, briefing: Briefing) -> Stop:
        """Ask the agent once and make its moves; returns why they ended."""
        call = await self._calls.load(turn.call_id)
        turn.knows(call)
        agent = self._outside.agent
        if isinstance(agent, HostAgent) or not self._goes_on(call, turn):
            return _SUPERSEDED
        seconds = self._outside.settings.agent_seconds
        turn.thinking = Thinking(agent, turn_on(call, briefing), seconds)
        try:
            return await self._make_all(turn, turn.thinking)
        except TooManyRefusals as error:
            logger.warning("tool_call_not_recorded", call_id=turn.call_id, reason=str(error))
            return Stop("too_many_moves")
        finally:
            turn.cancel()

    async def _make_all(self, turn: RunningTurn, thinking: Thinking) -> Stop:
        before = turn.made
        while True:
            move = await thinking.next()
            if isinstance(move, Stop):
                waits = move.reason == "end" and turn.made == before
                return Stop("waits") if waits else _AGAIN if move.reason == "end" else move
            # A language model thinks for seconds; words spoken in the meantime take precedence.
            call = await self._calls.load(turn.call_id)
            if not self._goes_on(call, turn):
                await self._drop(turn, "superseded", [move, *thinking.left()])
                return _SUPERSEDED
            begins = isinstance(move, UseTool) or move.begins
            if begins and turn.made == MAX_MOVES:
                await self._drop(turn, "too_many_moves", [move, *thinking.left()])
                return Stop("too_many_moves")
            turn.made += begins
            if (stop := await self._make(turn, move, thinking)) is not None:
                return stop

    async def _make(self, turn: RunningTurn, move: ReadyMove, thinking: Thinking) -> Stop | None:
        """Make a move; returns why no more of this batch are made, if so."""
        events = await self._decided(turn, move)
        call = await self._calls.load(turn.call_id)
        if not events:
            return _SUPERSEDED if _is_overtaken(call) else _AGAIN
        turn.made_one(events)
        if call.state == "confirm_transfer" and self._is_current(turn):
            # The core silences words and rejects tools while the caller is asked.
            for left in thinking.left():
                turn.made_one(await self._decided(turn, left))
            return _SUPERSEDED
        return None

    async def _decided(self, turn: RunningTurn, move: ReadyMove) -> tuple[CallEvent, ...]:
        if isinstance(move, ReadyWords):
            return await self._ask(turn.call_id, self._speech(turn, move))
        own = self._outside.ids.new(MOVE)
        return await self._tools.use(turn.call_id, move.tool, move.arguments, own, turn.line)

    def _speech(self, turn: RunningTurn, words: ReadyWords) -> Callable[[Call], Command]:
        return lambda _: Speak(
            id=self._outside.ids.new("speak"),
            at=self._outside.clock.now(),
            text=words.text,
            asks=words.asks,
            after=turn.line,
        )

    async def _drop(self, turn: RunningTurn, reason: str, moves: Sequence[ReadyMove]) -> None:
        """Record moves that are not made. After the caller spoke, a tool call is no line more."""
        late = reason == "superseded"
        if late and (await self._calls.load(turn.call_id)).state == "ended":
            return
        for move in moves:
            if isinstance(move, UseTool) and late:
                logger.info("tool_call_superseded", call_id=turn.call_id, tool=move.tool)
            else:
                turn.made_one(await self._ask(turn.call_id, self._dropped(reason, move)))

    def _dropped(self, reason: str, move: ReadyMove) -> Callable[[Call], Command]:
        what = (
            {**move.model_dump(), "tool_call_id": self._outside.ids.new(MOVE)}
            if isinstance(move, UseTool)
            else {"text": move.text}
        )
        known, at = self._outside.ids.new("drop"), self._outside.clock.now()
        command = DropMove.model_validate({"id": known, "at": at, "reason": reason, **what})
        return lambda _: command

    async def _wait(self, turn: RunningTurn) -> None:
        """Record that the agent waits, if the log does not show it."""
        if turn_due(await self._calls.load(turn.call_id)) is not None:
            command = WaitForCaller(
                id=self._outside.ids.new("wait"),
                at=self._outside.clock.now(),
                after=turn.position,
            )
            await self._ask(turn.call_id, lambda _: command)

    async def _fail(self, turn: RunningTurn, reason: str, detail: str) -> None:
        """Record why the agent failed; the caller hears something, if they heard nothing of it."""
        call = await self._calls.load(turn.call_id)
        logger.warning("agent_failed", call_id=turn.call_id, reason=reason, detail=detail)
        command = FailAgent.model_validate(
            {
                "id": self._outside.ids.new("agent-failed"),
                "at": self._outside.clock.now(),
                "reason": reason,
                "detail": detail,
                "fallback": "" if turn.said else self._outside.settings.instead(call),
                "after": turn.line,
            }
        )
        turn.said += words_of(await self._ask(turn.call_id, lambda _: command))

    def _goes_on(self, call: Call, turn: RunningTurn) -> bool:
        """Whether the agent may still move: the caller has not spoken, nor cut off its words."""
        may = call.state == "conversing" and not call.hang_up_requested
        return may and self._is_current(turn) and call.cut_off <= turn.began


def _is_overtaken(call: Call) -> bool:
    """Whether a move came to nothing because another worker has the turn, or the next one."""
    return call.state != "conversing" or not call.lines or call.lines[-1].by != "tool"


def words_of(events: Sequence[CallEvent]) -> list[str]:
    """What the agent said in ``events``."""
    return [event.text for event in events if isinstance(event, AgentSpoke)]
