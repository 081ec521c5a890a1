"""Scaled time: it passes faster than real time for everything in a process.

The event loop's own clock is scaled, so timers, timeouts and sleeps are scaled by one factor: a
ring of 30 s takes one second, with the production code and its constants unchanged.
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
    """An event loop in which ``speed`` seconds pass per real second."""

    def __init__(self, speed: float) -> None:
        self._speed = speed
        super().__init__(_ScaledSelector(speed))

    def time(self) -> float:
        """Seconds by this loop's clock."""
        return super().time() * self._speed


class ScaledClock:
    """The time of day in all processes that share ``begun`` (Unix time) and ``speed``.

    ``jump`` moves the time of day, like setting a clock; sleeping is not affected.
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
        """Sleep by the loop's clock."""
        await asyncio.sleep(seconds)


def run_scaled(main: Coroutine[Any, Any, T], speed: float) -> T:
    """Run ``main`` to its end with time passing ``speed`` times as fast."""
    with asyncio.Runner(loop_factory=lambda: ScaledLoop(speed)) as runner:
        return runner.run(main)
