"""The tasks that a stand-in runs; closing it ends them, and a crash of one is kept."""

import asyncio
from collections.abc import Coroutine
from typing import Any


class Tasks:
    """Tasks that belong to one stand-in."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[Any]] = set()
        self.crashes: list[BaseException] = []

    def start(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Run ``work`` beside everything else."""
        task = asyncio.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._running.discard(task)
        if not task.cancelled() and (crash := task.exception()):
            self.crashes.append(crash)

    def __len__(self) -> int:
        return len(self._running)

    async def close(self) -> None:
        """End all tasks."""
        while running := list(self._running):
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)
