"""Brings reports to the desk in their order, whatever happens to the frames they came with."""

import asyncio
from collections.abc import Awaitable, Callable

from hookflash.orchestrator.telemetry.logs import get_logger

logger = get_logger(__name__)
Job = Callable[[], Awaitable[None]]
FINISH_SECONDS = 5.0
"""How long the end of a pipeline waits for its last reports."""


class Courier:
    """Does one job after another, in a task of its own: an interruption cancels none of them."""

    def __init__(self) -> None:
        self._jobs: asyncio.Queue[Job] = asyncio.Queue()
        self._task: asyncio.Task[None] | None = None

    def send(self, job: Job) -> None:
        """Do ``job`` once those before it are done."""
        self._jobs.put_nowait(job)
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._work())

    async def finish(self) -> None:
        """Wait until all jobs are done, at most for 5 seconds."""
        if self._task is not None:
            await asyncio.wait({self._task}, timeout=FINISH_SECONDS)

    async def idle(self) -> None:
        """Wait until all jobs are done."""
        await self._jobs.join()

    async def _work(self) -> None:
        while not self._jobs.empty():
            job = self._jobs.get_nowait()
            try:
                await job()
            except Exception:
                logger.exception("pipecat_report_failed")
            finally:
                self._jobs.task_done()
