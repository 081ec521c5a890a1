"""The time of day by the clock that all workers share: that of the log's database.

The clocks of hosts differ. What one worker stamps, another one measures from: without a correction,
a ring that a worker began would end early or late on the next one (docs/adr/0012-clocks.md).
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any, Final

from hookflash.orchestrator.ports.clock import Clock
from hookflash.orchestrator.runtime.effects.steady_clock import SteadyClock
from hookflash.orchestrator.telemetry.logs import get_logger

MEASURED_SECONDS: Final = 60.0
"""Between two measurements."""
LOOK_SECONDS: Final = 2.0
"""Between two looks whether the host's clock was set, which is then measured at once."""
SAMPLES: Final = 3
"""Questions to the database; the one with the shortest way there and back counts."""
NOTABLE_SECONDS: Final = 2.0
"""A difference that is logged."""
CHANGED_SECONDS: Final = 0.5
"""A change of it that is logged again."""
DatabaseNow = Callable[[], datetime | None]
"""Asks for the time by the database's clock, and may block; None: this host has the database."""
logger = get_logger(__name__)


def _none() -> None:
    return None


class CorrectedClock:
    """``clock``, less what it is ahead of the database's clock.

    Until it follows one, nothing is corrected.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._database_now: DatabaseNow = _none
        self._ahead = timedelta()
        self._logged = 0.0

    @property
    def ahead_seconds(self) -> float:
        """How far this host's clock is ahead of the database's; negative if it is behind."""
        return self._ahead.total_seconds()

    def now(self) -> datetime:
        """The time by the database's clock, UTC."""
        return self._clock.now() - self._ahead

    async def sleep(self, seconds: float) -> None:
        """Sleep by the monotonic clock."""
        await self._clock.sleep(seconds)

    def follow(self, database_now: DatabaseNow) -> None:
        """Follow the clock that ``database_now`` asks, from now on; raises what it raises."""
        self._database_now = database_now
        self.measure()

    def measure(self) -> None:
        """Ask the database for its time. Raises ``LogUnavailable``; then nothing changes."""
        samples = [sample for _ in range(SAMPLES) if (sample := self._sample()) is not None]
        if samples:
            _, self._ahead = min(samples)
            self._log()

    async def run(self, run_blocking: Callable[..., Awaitable[Any]]) -> None:
        """Measure every minute, and whenever the host's clock was set."""
        set_clock = SteadyClock(self._clock, asyncio.get_running_loop().time)
        set_clock.look()
        passed = 0.0
        while True:
            await self.sleep(LOOK_SECONDS)
            passed += LOOK_SECONDS
            if not set_clock.look() and passed < MEASURED_SECONDS:
                continue
            passed = 0.0
            try:
                await run_blocking(self.measure)
            except Exception as error:  # noqa: BLE001 - the last measurement holds
                logger.warning("clock_not_measured", error=type(error).__name__)

    def _sample(self) -> tuple[timedelta, timedelta] | None:
        """How long the database took to answer, and how far our clock is ahead of its."""
        sent = self._clock.now()
        told = self._database_now()
        received = self._clock.now()
        if told is None:
            return None
        took = abs(received - sent)
        return took, sent + (received - sent) / 2 - told

    def _log(self) -> None:
        ahead = self.ahead_seconds
        notable = abs(ahead) >= NOTABLE_SECONDS or abs(self._logged) >= NOTABLE_SECONDS
        if notable and abs(ahead - self._logged) >= CHANGED_SECONDS:
            self._logged = ahead
            logger.warning("clock_skew", ahead_seconds=round(ahead, 3))
