"""Takes the turns that the agents of workers which died owe, each once."""

from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import Any

from hookflash.domain.call.call import Call
from hookflash.domain.call.turns import is_waited_for, turn_due
from hookflash.orchestrator.runtime.agent_turns import AgentTurns
from hookflash.orchestrator.runtime.command_handler import CommandHandler
from hookflash.orchestrator.runtime.turn_leases import RENEWED_SECONDS, TurnKeeper
from hookflash.orchestrator.telemetry.logs import get_logger

logger = get_logger(__name__)


class OwedTurns:
    """Takes over turns. ``may_take`` tells whether the agent of this process may speak on a call.

    ``seconds_since`` tells how long ago an event was stamped, and ``start`` runs a task that the
    call center owns.
    """

    def __init__(  # noqa: PLR0913 - one keyword a part
        self,
        *,
        calls: CommandHandler,
        turns: AgentTurns,
        keeper: TurnKeeper,
        may_take: Callable[[Call], bool],
        seconds_since: Callable[[datetime], float],
        start: Callable[[Coroutine[Any, Any, None]], object],
    ) -> None:
        self._calls = calls
        self._turns = turns
        self._keeper = keeper
        self._may_take = may_take
        self._seconds_since = seconds_since
        self._start = start

    async def look_after(self, call: Call) -> bool:
        """Take the turn that is due on ``call``, as soon as no worker can be at it.

        Returns False if it has to be looked at again.
        """
        due = turn_due(call)
        if due is None or not self._may_take(call):
            return True
        if not await self._keeper.take_over(call.call_id, self._seconds_since(due.at)):
            return False
        self._start(self._take(call.call_id))
        return True

    async def resume(self) -> None:
        """Go on with the turns in the middle of which a worker died, whatever it had done."""
        for call_id, seconds in (await self._keeper.overdue()).items():
            call = await self._calls.refresh(call_id)
            if call.state != "conversing" or self._has_gone_on(call, seconds):
                await self._keeper.clear(call_id)
            elif self._may_take(call) and await self._keeper.take_over(call_id, seconds):
                self._start(self._take(call_id))

    def _has_gone_on(self, call: Call, seconds: float) -> bool:
        """Whether something was said after the worker with the lease gave its last sign."""
        said = call.lines[-1].at if call.lines else None
        return said is not None and self._seconds_since(said) < seconds - RENEWED_SECONDS

    async def _take(self, call_id: str) -> None:
        call = await self._calls.load(call_id)
        logger.info("turn_taken_over", call_id=call_id)
        try:
            await self._turns.take(call_id, owes_reply=is_waited_for(call))
        finally:
            await self._keeper.drop(call_id)
