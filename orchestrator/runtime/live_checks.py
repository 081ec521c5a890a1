"""Asks the provider about calls that have been quiet, a few at a time.

Only a process with a telephony that can look calls up (``TelephonyOffers.find_call``) does.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Final

from hookflash.orchestrator.ports.outside import Ports
from hookflash.orchestrator.runtime.command_handler import CommandHandler
from hookflash.orchestrator.runtime.dispatcher import Dispatcher
from hookflash.orchestrator.runtime.effects.liveness import AT_ONCE, Liveness
from hookflash.orchestrator.telemetry.logs import get_logger

EVERY_SECONDS: Final = 60.0
"""From the end of one round to the next, and how long a call must be quiet to be asked about."""
PAUSE_SECONDS: Final = 1.0
"""Between two batches: a provider gets at most ``AT_ONCE`` questions a second from a process."""

QuietCalls = Callable[[datetime], Awaitable[Sequence[str]]]
"""The live calls without a sign of life since a time, the longest quiet first; no test calls."""
logger = get_logger(__name__)


class LiveChecks:
    """Ends the calls that the provider has lost, within a bounded time.

    Several workers may ask about one call: the append race decides who ends it.
    """

    def __init__(
        self,
        outside: Ports,
        calls: CommandHandler,
        dispatch: Dispatcher,
        quiet_calls: QuietCalls,
    ) -> None:
        self._outside = outside
        self._calls = calls
        self._dispatch = dispatch
        self._quiet_calls = quiet_calls
        self._liveness = Liveness(outside, dispatch.ask)

    async def run(self) -> None:
        """Check now, as a gateway may have died while no worker ran, and then repeatedly."""
        if not self._finds_calls:
            return
        while True:
            try:
                await self.check()
            except Exception:
                logger.exception("live_check_failed")
            await self._outside.clock.sleep(EVERY_SECONDS)

    @property
    def _finds_calls(self) -> bool:
        """Whether any call can be looked up here; each carrier tells for its own."""
        telephony = self._outside.telephony
        own = telephony is not None and telephony.offers.find_call
        return own or self._outside.carriers is not None

    async def check(self) -> None:
        """Ask about every call that has been quiet, in batches."""
        since = self._outside.clock.now() - timedelta(seconds=EVERY_SECONDS)
        quiet = await self._quiet_calls(since)
        for begin in range(0, len(quiet), AT_ONCE):
            some = quiet[begin : begin + AT_ONCE]
            await asyncio.gather(*(self._check(one, since) for one in some))
            await self._outside.clock.sleep(PAUSE_SECONDS)

    async def _check(self, call_id: str, since: datetime) -> None:
        try:
            call = await self._calls.load(call_id)
            spoke = call.last_sign_at is None or call.last_sign_at > since
            await self._outside.prepare(call)
            if call.state != "ended" and not spoke and self._outside.carries(call):
                await self._dispatch.carry_out(self._liveness.check(call))
        except Exception:
            logger.exception("live_check_failed", call_id=call_id)
