"""Projects a log in portions, in several processes, for a rebuild of its views."""

import os
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import Final

from hookflash.orchestrator.log.store import Store, open_store
from hookflash.projections.runner.portion import SIZE, NoPortions, Portion, Portions, portion_of

FEW: Final = 200_000
"""So many log positions are projected in one process: starting others would take longer."""
AHEAD: Final = 2
"""Portions for each process that are begun or wait to be stored."""


def in_processes(url: str, count: int) -> Portions:
    """Project the log at ``url`` in ``count`` processes beside this one."""
    return partial(_in_processes, url, count)


def _in_processes(url: str, count: int, goal: int) -> Iterator[tuple[int, Portion]]:
    waiting: dict[Future[Portion], int] = {}
    with ProcessPoolExecutor(count, get_context("spawn"), _begin, (url,)) as pool:
        try:
            for after in range(0, goal, SIZE):
                if len(waiting) == AHEAD * count:
                    yield from _done(waiting)
                last = min(after + SIZE, goal)
                waiting[pool.submit(_project, after, last, goal)] = last - after
            while waiting:
                yield from _done(waiting)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _done(waiting: dict[Future[Portion], int]) -> Iterator[tuple[int, Portion]]:
    done, _ = wait(waiting, return_when=FIRST_COMPLETED)
    for future in done:
        positions = waiting.pop(future)
        try:
            yield positions, future.result()
        except BrokenProcessPool as error:
            raise NoPortions("a process has died") from error


_stores: list[tuple[Store, bool]] = []
"""The log that this process reads, once it has begun, and whether it is in SQLite."""


def _begin(url: str) -> None:
    Thread(target=_end_with_parent, daemon=True).start()
    _stores[:] = [(open_store(url), url.startswith("sqlite"))]


def _end_with_parent() -> None:
    """End this process when the one that waits for it was killed."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _project(after: int, last: int, goal: int) -> Portion:
    store, sqlite = _stores[0]
    return portion_of(store, after, last, goal, sqlite=sqlite)
