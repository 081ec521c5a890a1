"""Worker processes that start measuring together and end with this process."""

import multiprocessing
from collections.abc import Callable, Sequence
from multiprocessing.synchronize import Barrier
from types import TracebackType
from typing import Final, Self, TypeVar

from hookflash.projections.database.gc_pause import freeze_loaded_objects

J = TypeVar("J")
R = TypeVar("R")
PATIENCE: Final = 60.0
"""Seconds within which all must be ready."""
_start: Barrier


def _enlist(start: Barrier) -> None:
    global _start  # noqa: PLW0603 - a process gets it once, when it begins
    _start = start


def all_ready() -> None:
    """Wait, within a job, until every process is ready.

    Every contender then starts like ``hookflash serve``: the garbage collector ignores the modules.
    """
    freeze_loaded_objects()
    _start.wait(PATIENCE)


class Fleet:
    """``size`` processes, kept from turn to turn so that their start is not measured.

    A job calls :func:`all_ready` before it begins; that also gives each process exactly one job.
    """

    def __init__(self, size: int) -> None:
        processes = multiprocessing.get_context("spawn")
        self.size = size
        self._pool = processes.Pool(size, _enlist, (processes.Barrier(size),))

    def run(self, work: Callable[[J], R], jobs: Sequence[J]) -> list[R]:
        """Run ``jobs``, one per process, all at once."""
        return self._pool.map(work, jobs, chunksize=1)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, e: BaseException | None, tb: TracebackType | None
    ) -> None:
        self._pool.terminate()
        self._pool.join()
