"""Time that runs faster than the machine's, for everything in a process at once.

The loop's own clock is scaled, so timers, timeouts and sleeps all are, by one factor: a ring of
30 s takes one second, and the code under test is what runs in production, constants and all.
"""

import asyncio
import selectors
import time
from collections.abc import Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

T = TypeVar("T")


class _ScaledSelector(selectors.DefaultSelector):
    def __init__(self, speed: float) -> None:
        super().__init__()
        self._speed = speed

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        return super().select(timeout and timeout / self._speed)


class ScaledLoop(asyncio.SelectorEventLoop):
    """An event loop in which ``speed`` seconds pass in each real one."""

    def __init__(self, speed: float) -> None:
        self._speed = speed
        super().__init__(_ScaledSelector(speed))

    def time(self) -> float:
        """Seconds by this loop's clock."""
        return super().time() * self._speed


class ScaledClock:
    """The time of day as all processes have it that agree on ``begun`` (Unix time) and ``speed``.

    ``jump`` moves the hands, as somebody does who sets a clock; sleeping is by the loop.
    """

    def __init__(self, speed: float, begun: float) -> None:
        self._speed = speed
        self._begun = begun
        self.jump = timedelta()

    def now(self) -> datetime:
        """The scaled time of day, UTC."""
        passed = (time.time() - self._begun) * self._speed
        return datetime.fromtimestamp(self._begun, UTC) + timedelta(seconds=passed) + self.jump

    async def sleep(self, seconds: float) -> None:
        """Wait by the loop's clock."""
        await asyncio.sleep(seconds)


def run_scaled(main: Coroutine[Any, Any, T], speed: float) -> T:
    """Run ``main`` to its end with time ``speed`` times as fast."""
    with asyncio.Runner(loop_factory=lambda: ScaledLoop(speed)) as runner:
        return runner.run(main)
