"""Picks up what another worker left: its calls, with their timers and whatever it had begun."""

from collections.abc import Awaitable, Callable, Mapping

from hookflash.orchestrator.ports.clock import Clock
from hookflash.orchestrator.runtime.dispatcher import Dispatcher
from hookflash.orchestrator.telemetry.logs import get_logger

EVERY = 2.0
"""Seconds between two looks. A call that has not moved in between is taken up."""
LOOKS = 15
"""After so many looks, what was taken up and has still not moved is taken up again."""
logger = get_logger(__name__)

OpenCalls = Callable[[], Awaitable[Mapping[str, int]]]
"""The calls that somebody has still to act on, each with the position of its last event."""


class Recovery:
    """Takes up calls that nobody seems to mind.

    That somebody does after all does no harm: timers and attempts are in the log once, and the
    append race decides who acts (DESIGN §4).
    """

    def __init__(self, dispatch: Dispatcher, clock: Clock, open_calls: OpenCalls) -> None:
        self._dispatch = dispatch
        self._clock = clock
        self._open_calls = open_calls
        self._seen: Mapping[str, int] | None = None
        self._taken: dict[str, int] = {}
        self._looks = 0

    async def run(self) -> None:
        """Take up everything open at once, then look again and again."""
        while True:
            try:
                await self.sweep()
            except Exception:
                logger.exception("not_swept")
            await self._clock.sleep(EVERY)

    async def sweep(self) -> None:
        """Take up the calls that stand as they stood at the last look; the first time, all."""
        self._dispatch.look_at_the_clock()
        now = await self._open_calls()
        self._looks += 1
        if self._looks % LOOKS == 0:
            self._taken.clear()
        self._taken = {call: at for call, at in self._taken.items() if call in now}
        seen = now if self._seen is None else self._seen
        for call_id, position in now.items():
            unmoved = seen.get(call_id) == position
            if unmoved and self._taken.get(call_id) != position:
                self._taken[call_id] = position
                await self._take_up(call_id)
        self._seen = now

    async def _take_up(self, call_id: str) -> None:
        if self._dispatch.minds(call_id):
            return
        try:
            await self._dispatch.resume(call_id)
        except Exception:
            logger.exception("not_taken_up", call_id=call_id)
