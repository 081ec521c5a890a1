"""The agent's turns: after the caller speaks and after news, one at a time on each call."""

from hookflash.domain.call.call import Call
from hookflash.domain.call.commands import SettlePromises
from hookflash.domain.call.events import CallEvent
from hookflash.orchestrator.log.errors import LogUnavailable
from hookflash.orchestrator.ports.outside import Ports
from hookflash.orchestrator.runtime.agent_moves import AgentMoves, RunningTurn
from hookflash.orchestrator.runtime.command_handler import Ask, CommandHandler
from hookflash.orchestrator.runtime.tool_calls import ToolCalls
from hookflash.orchestrator.runtime.turn_leases import TurnKeeper
from hookflash.orchestrator.runtime.waiting import CallWaiters
from hookflash.orchestrator.workspaces.repository import WorkspaceRepository


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
        self._ask = ask
        self._keeper = keeper
        self._calls = calls
        self._workspaces = workspaces
        self._tools = ToolCalls(workspaces, watch, ask, outside.clock)
        self._moves = AgentMoves(outside, calls, ask, self._tools, self._is_current)
        self._latest: dict[str, int] = {}
        self._active: dict[str, RunningTurn] = {}
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

    def supersede(self, call_id: str) -> bool:
        """The caller speaks: what the agent has not said yet is not said.

        Returns whether a turn was under way in this process.
        """
        superseded = self._active.pop(call_id, None)
        if superseded is None:
            return False
        self._latest[call_id] = superseded.number + 1
        superseded.cancel()
        return True

    async def take(self, call_id: str, *, owes_reply: bool = False) -> list[str]:
        """Run a turn until the agent waits for the caller; returns what it said.

        ``owes_reply``: the caller waits for an answer, so an agent that makes no move has failed.
        """
        call = await self._calls.load(call_id)
        if call.state != "conversing" or call.hang_up_requested or not self.is_ours(call):
            return []
        self.supersede(call_id)
        number = self._latest[call_id] = self._latest.get(call_id, 0) + 1
        turn = self._active[call_id] = RunningTurn(call_id, number, owes_reply=owes_reply)
        self._keeper.begin(call_id)
        self._cut_short.discard(call_id)
        try:
            briefing = await self._workspaces.briefing(call)
            said = await self._moves.run(turn, briefing)
            while call_id in self._news and self._active.get(call_id) is turn:
                self._news.discard(call_id)
                turn = self._active[call_id] = RunningTurn(call_id, number)
                said += await self._moves.run(turn, briefing)
            await self._settle_promises(turn)
        except LogUnavailable:
            self._cut_short.add(call_id)
            raise
        finally:
            self._keeper.end(call_id)
            if self._active.get(call_id) is turn:
                del self._active[call_id]
        return said

    async def use_tool(
        self, call_id: str, tool: str, arguments: dict[str, object], tool_call_id: str = ""
    ) -> tuple[CallEvent, ...]:
        """Decide a tool call that a host reports; otherwise as one of our agent."""
        known = tool_call_id or self._outside.ids.new("tool")
        return await self._tools.use(call_id, tool, arguments, known)

    async def settled(self, call_id: str, effect_key: str) -> None:
        """Wait up to 5 seconds until it is known what became of a text."""
        await self._tools.settled(call_id, effect_key)

    async def _settle_promises(self, turn: RunningTurn) -> None:
        """The agent has made its last move: what it claimed has to be under way."""
        call = await self._calls.load(turn.call_id)
        if call.promises and self._is_current(turn):
            command = SettlePromises(
                id=self._outside.ids.new("promises"),
                at=self._outside.clock.now(),
                said=tuple(promise.said for promise in call.promises),
            )
            await self._ask(turn.call_id, lambda _: command)

    def _is_current(self, turn: RunningTurn) -> bool:
        return self._latest.get(turn.call_id) == turn.number
