"""The agent's turns: after the caller speaks and after news, one move at a time."""

import asyncio
import json
from collections.abc import Callable, Sequence
from typing import NamedTuple

from hookflash.domain.call.call import Call
from hookflash.domain.call.commands import CallTool, Command, FailAgent, Speak, WaitForCaller
from hookflash.domain.call.errors import TooManyRefusals
from hookflash.domain.call.events import AgentSpoke, CallEvent, SmsRequested
from hookflash.domain.call.identity import MOVE
from hookflash.domain.call.turns import turn_due
from hookflash.domain.call.view import conversation
from hookflash.domain.idempotency import TOOL, command_id
from hookflash.domain.job.action import SendSms, TransferCall
from hookflash.domain.job.briefing import Briefing
from hookflash.orchestrator.log.errors import LogUnavailable
from hookflash.orchestrator.log.storable import is_storable
from hookflash.orchestrator.ports.agent import Move, Occasion, Say, Turn
from hookflash.orchestrator.ports.host_agent import HostAgent
from hookflash.orchestrator.ports.outside import Ports
from hookflash.orchestrator.runtime.command_handler import Ask, CommandHandler
from hookflash.orchestrator.runtime.turn_leases import TurnKeeper
from hookflash.orchestrator.runtime.waiting import CallWaiters
from hookflash.orchestrator.telemetry.logs import get_logger
from hookflash.orchestrator.workspaces.repository import WorkspaceRepository

MAX_MOVES = 8
"""Moves in one turn, as a limit for an agent that loops."""
TEXT_PATIENCE = 5.0
"""Seconds a turn waits for the outcome of a text before the agent continues."""


logger = get_logger(__name__)


class _NoMove(NamedTuple):
    """Why there is no move: the agent waits, was superseded, or failed."""

    reason: str
    detail: str = ""


class _Known(NamedTuple):
    """What the agent knew when it was asked: the last event, and the last line."""

    position: int
    line: int


class AgentTurns:
    """Runs the agent's turns. When the caller speaks again, the turn ends and the next begins."""

    def __init__(  # noqa: PLR0913 - one argument a part
        self,
        outside: Ports,
        calls: CommandHandler,
        workspaces: WorkspaceRepository,
        watch: CallWaiters,
        ask: Ask,
        *,
        keeper: TurnKeeper,
    ) -> None:
        self._outside = outside
        self._keeper = keeper
        self._calls = calls
        self._workspaces = workspaces
        self._watch = watch
        self._ask = ask
        self._thinking: dict[str, asyncio.Task[Move | None]] = {}
        self._latest: dict[str, int] = {}
        self._active: dict[str, int] = {}
        self._news: set[str] = set()
        self._cut_short: set[str] = set()

    def notify(self, call_id: str) -> bool:
        """Note news for the running turn; returns False if none is running, so one has to start."""
        if call_id in self._active:
            self._news.add(call_id)
        return call_id in self._active

    def is_ours(self, call: Call) -> bool:
        """Whether the agent of this process speaks on ``call``, and not one that a host runs."""
        return not call.hosted and not self._outside.hosted

    def runs(self, call_id: str) -> bool:
        """Whether a turn is under way in this process."""
        return call_id in self._active

    def was_cut_short(self, call_id: str) -> bool:
        """Whether the database went away in the latest turn, so that a repeated request resumes it.

        Otherwise a repetition takes no turn: it may have reached another worker than the request.
        """
        return call_id in self._cut_short

    def forget(self, call_id: str) -> None:
        """Drop the call's turn state."""
        self._cut_short.discard(call_id)
        self._latest.pop(call_id, None)
        self._news.discard(call_id)

    async def take(self, call_id: str, *, owes_reply: bool = False) -> list[str]:
        """Run a turn until the agent waits for the caller; returns what it said.

        ``owes_reply``: the caller waits for an answer, so an agent that makes no move has failed.
        """
        call = await self._calls.load(call_id)
        if call.state != "conversing" or call.hang_up_requested or not self.is_ours(call):
            return []
        turn = self._latest[call_id] = self._latest.get(call_id, 0) + 1
        if (superseded := self._thinking.pop(call_id, None)) is not None:
            superseded.cancel()
        self._active[call_id] = turn
        self._keeper.begin(call_id)
        self._cut_short.discard(call_id)
        try:
            briefing = await self._workspaces.briefing(call)
            said = await self._moves(call_id, turn, briefing, owes_reply=owes_reply)
            while call_id in self._news and self._active.get(call_id) == turn:
                self._news.discard(call_id)
                said += await self._moves(call_id, turn, briefing)
        except LogUnavailable:
            self._cut_short.add(call_id)
            raise
        finally:
            self._keeper.end(call_id)
            if self._active.get(call_id) == turn:
                del self._active[call_id]
        return said

    async def _moves(
        self, call_id: str, turn: int, briefing: Briefing, *, owes_reply: bool = False
    ) -> list[str]:
        said: list[str] = []
        known = _Known(0, 0)
        for _ in range(MAX_MOVES):
            move, known = await self._next(call_id, turn, briefing)
            if isinstance(move, _NoMove):
                silent = move.reason == "waits" and owes_reply and not said
                move = move._replace(reason="silent") if silent else move
                return said + await self._end(call_id, move, known, say=not said)
            try:
                events = await self._make(call_id, move, known)
            except TooManyRefusals as error:
                logger.warning("tool_call_not_recorded", call_id=call_id, reason=str(error))
                looping = _NoMove("too_many_moves")
                return said + await self._end(call_id, looping, known, say=True)
            said += _words(events)
            if not events and await self._is_overtaken(call_id):
                return said
        return said + await self._end(call_id, _NoMove("too_many_moves"), known, say=not said)

    async def _next(
        self, call_id: str, turn: int, briefing: Briefing
    ) -> "tuple[Move | _NoMove, _Known]":
        call = await self._calls.load(call_id)
        known = _Known(call.position, call.last_position)
        if not self._may_move(call, turn):
            return _NoMove("superseded"), known
        move = await self._think(call, briefing)
        # A language model thinks for seconds; words spoken in the meantime take precedence.
        call = await self._calls.load(call_id)
        return (move if self._may_move(call, turn) else _NoMove("superseded")), known

    async def _is_overtaken(self, call_id: str) -> bool:
        """Whether a move came to nothing because another worker has the turn, or the next one."""
        call = await self._calls.load(call_id)
        return call.state != "conversing" or not call.lines or call.lines[-1].by != "tool"

    async def _think(self, call: Call, briefing: Briefing) -> "Move | _NoMove":
        """The agent's next move, or why there is none. A superseded turn is cancelled."""
        thinking = asyncio.create_task(self._asked(call, briefing))
        self._thinking[call.call_id] = thinking
        try:
            await asyncio.wait({thinking}, timeout=self._outside.settings.agent_seconds)
        finally:
            done = thinking.done()
            thinking.cancel()
            if self._thinking.get(call.call_id) is thinking:
                del self._thinking[call.call_id]
        if not done:
            return _NoMove("timeout")
        if thinking.cancelled():  # by itself, unless the turn was superseded
            return _NoMove("error", asyncio.CancelledError.__name__)
        if (error := thinking.exception()) is not None:
            logger.error("agent_raised", call_id=call.call_id, exc_info=error)
            return _NoMove("error", type(error).__name__)
        move = thinking.result()
        return _NoMove("waits") if move is None or _says_nothing(move) else move

    async def _asked(self, call: Call, briefing: Briefing) -> Move | None:
        """Ask the agent; whatever is wrong with it or its move is raised here."""
        turn = Turn(
            call_id=call.call_id,
            occasion=_occasion(call),
            briefing=briefing,
            conversation=conversation(call),
        )
        agent = self._outside.agent
        move = None if isinstance(agent, HostAgent) else await agent.next_move(turn)
        if move is None:
            return None
        if not isinstance(move, Move):
            raise TypeError(f"next_move returned {type(move).__name__}, not Say, UseTool or None")
        if not is_storable(json.loads(move.model_dump_json())):
            raise ValueError("a move contains U+0000, NaN or infinity, which cannot be stored")
        return move

    async def _end(self, call_id: str, move: _NoMove, known: _Known, *, say: bool) -> list[str]:
        """End a turn; with ``say``, the caller hears something in place of an agent that failed."""
        if move.reason == "superseded":
            return []
        if move.reason == "waits":
            await self._wait(call_id, known)
            return []
        return await self._fail(call_id, move, known, say=say)

    async def _wait(self, call_id: str, known: _Known) -> None:
        """Record that the agent waits, if the log does not show it."""
        if turn_due(await self._calls.load(call_id)) is not None:
            command = WaitForCaller(
                id=self._outside.ids.new("wait"),
                at=self._outside.clock.now(),
                after=known.position,
            )
            await self._ask(call_id, lambda _: command)

    async def _fail(self, call_id: str, move: _NoMove, known: _Known, *, say: bool) -> list[str]:
        reason, detail = move
        call = await self._calls.load(call_id)
        logger.warning("agent_failed", call_id=call_id, reason=reason, detail=detail)
        command = FailAgent.model_validate(
            {
                "id": self._outside.ids.new("agent-failed"),
                "at": self._outside.clock.now(),
                "reason": reason,
                "detail": detail,
                "fallback": self._outside.settings.instead(call) if say else "",
                "after": known.line,
            }
        )
        return _words(await self._ask(call_id, lambda _: command))

    def _may_move(self, call: Call, turn: int) -> bool:
        may = call.state == "conversing" and not call.hang_up_requested
        return may and self._latest.get(call.call_id) == turn

    async def _make(self, call_id: str, move: Move, known: _Known) -> tuple[CallEvent, ...]:
        if isinstance(move, Say):
            return await self._ask(call_id, self._speech(move, known))
        own = self._outside.ids.new(MOVE)
        return await self._use_tool(call_id, move.tool, move.arguments, own, known.line)

    def _speech(self, move: Say, known: _Known) -> Callable[[Call], Command]:
        return lambda _: Speak(
            id=self._outside.ids.new("speak"),
            at=self._outside.clock.now(),
            text=move.text,
            asks=move.asks,
            after=known.line,
        )

    async def use_tool(
        self, call_id: str, tool: str, arguments: dict[str, object], tool_call_id: str = ""
    ) -> tuple[CallEvent, ...]:
        """Decide a tool call that a host reports; otherwise as one of our agent."""
        known = tool_call_id or self._outside.ids.new("tool")
        return await self._use_tool(call_id, tool, arguments, known, None)

    async def _use_tool(
        self,
        call_id: str,
        tool: str,
        arguments: dict[str, object],
        tool_call_id: str,
        after: int | None,
    ) -> tuple[CallEvent, ...]:
        """Decide a tool call; waits up to ``TEXT_PATIENCE`` for a text's outcome."""
        call = await self._calls.load(call_id)
        command = await self._tool_call(call, tool, arguments, tool_call_id)
        command = command.model_copy(update={"after": after})
        events = await self._ask(call_id, lambda _: command)
        for event in events:
            if isinstance(event, SmsRequested):
                await self.settled(call_id, event.effect_key)
        return events

    async def _tool_call(
        self, call: Call, tool: str, arguments: dict[str, object], tool_call_id: str
    ) -> CallTool:
        saved = call.actions.get(tool)
        action = saved.action if saved else None
        texting = routing = limits = None
        if isinstance(action, SendSms):
            facts = await self._workspaces.texting_facts(call)
            allowed = await self._workspaces.text_limits(call)
            texting = facts.model_copy(update={"limits": allowed})
        elif isinstance(action, TransferCall):
            routing = await self._workspaces.routing(call, action.destination)
            limits = await self._workspaces.proposal_limits(call, action.destination)
        return CallTool(
            id=command_id(TOOL, tool_call_id),
            at=self._outside.clock.now(),
            tool=tool,
            arguments=arguments,
            tool_call_id=tool_call_id,
            texting=texting,
            routing=routing,
            limits=limits,
        )

    async def settled(self, call_id: str, effect_key: str) -> None:
        """Wait up to ``TEXT_PATIENCE`` until it is known what became of a text."""
        waiting = ("requested", "attempted", "postponed")
        await self._watch.until(
            call_id, lambda call: call.texts[effect_key].effect not in waiting, TEXT_PATIENCE
        )


def _occasion(call: Call) -> Occasion:
    """What gives the agent its turn, by the log."""
    if not call.lines:
        return "greeting"
    said = next((line for line in reversed(call.lines) if line.by != "tool"), None)
    return "caller" if said is not None and said.by == "caller" else "news"


def _says_nothing(move: Move) -> bool:
    return isinstance(move, Say) and not move.text.strip()


def _words(events: Sequence[CallEvent]) -> list[str]:
    return [event.text for event in events if isinstance(event, AgentSpoke)]
