"""What the simulated ports have in common: timers under way, and whom they report to."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from hookflash.orchestrator.ports.reports import Report
from hookflash.orchestrator.telemetry.logs import get_logger

Tell = Callable[[str, Report], Awaitable[None]]
logger = get_logger(__name__)


class Simulator:
    """A simulated port. It reports to ``tell``; without one, what happens is kept here only."""

    def __init__(self) -> None:
        self.tell: Tell | None = None
        self._under_way: set[asyncio.Task[None]] = set()

    def connect(self, tell: Tell) -> None:
        """Report to ``tell`` from now on, unless another receiver was set."""
        if self.tell is None:
            self.tell = tell

    def disconnect(self) -> None:
        """Report no more, and stop what is under way: texts to deliver, phones that ring.

        As after a crash of the platform, nothing of it is ever reported.
        """
        self.tell = None
        for task in self._under_way:
            task.cancel()

    def _start(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._under_way.add(task)
        task.add_done_callback(self._done)
        return task

    def _done(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        if not task.cancelled() and (error := task.exception()):
            logger.warning("simulated_report_failed", error=repr(error))
