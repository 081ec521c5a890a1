"""Skipped time: while nothing happens in a process, its clock jumps to the next timer.

Work takes the time that it takes, so a busy machine makes no wait expire earlier; waiting takes
none. All that is waited for must be in this process: sockets, threads of the loop's executor, and
what ``busy`` tells of.
"""

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from concurrent.futures import Executor
from typing import Any, TypeVar, TypeVarTuple, Unpack

T = TypeVar("T")
Ts = TypeVarTuple("Ts")
QUIET_SECONDS = 0.0005
"""Real seconds in which nothing may come before time is skipped."""
WORK_SECONDS = 0.02
"""Real seconds between two looks at work in threads; its end mostly wakes the loop itself."""


class _SkippingSelector(selectors.DefaultSelector):
    def __init__(self) -> None:
        super().__init__()
        self.skipped = 0.0
        self.working = 0
        self.busy: list[Callable[[], bool]] = []

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None or timeout <= 0:
            return super().select(timeout)
        if self._is_busy():
            return super().select(min(timeout, WORK_SECONDS))
        events = super().select(min(timeout, QUIET_SECONDS))
        if not events and not self._is_busy():
            self.skipped += timeout
        return events

    def _is_busy(self) -> bool:
        return self.working > 0 or any(is_busy() for is_busy in self.busy)


class SkippingLoop(asyncio.SelectorEventLoop):
    """An event loop that waits for nothing but work."""

    def __init__(self) -> None:
        self._skipping = _SkippingSelector()
        super().__init__(self._skipping)

    def time(self) -> float:
        """Seconds by this loop's clock."""
        return super().time() + self._skipping.skipped

    def wait_while(self, busy: Callable[[], bool]) -> None:
        """Do not skip time while ``busy``: a thread of its own has work."""
        self._skipping.busy.append(busy)

    def run_in_executor(
        self, executor: Executor | None, func: Callable[[Unpack[Ts]], T], *args: *Ts
    ) -> "asyncio.Future[T]":
        """Run ``func`` in a thread; no time is skipped meanwhile."""
        self._skipping.working += 1
        future: asyncio.Future[T] = super().run_in_executor(executor, func, *args)
        future.add_done_callback(self._worked)
        return future

    def _worked(self, _: object) -> None:
        self._skipping.working -= 1


def run_skipping(main: Coroutine[Any, Any, T]) -> T:
    """Run ``main`` to its end without waiting."""
    with asyncio.Runner(loop_factory=SkippingLoop) as runner:
        return runner.run(main)
