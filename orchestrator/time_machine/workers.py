"""Sweeps a log in several processes, with progress."""

import asyncio
import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from multiprocessing import get_context
from threading import current_thread, main_thread
from typing import Final, NamedTuple

from hookflash.orchestrator.log.store import Store, open_store
from hookflash.orchestrator.time_machine.change import Change
from hookflash.orchestrator.time_machine.sweep import Result, Scope, Sweep

A_PORTION: Final = 250
"""Calls that a process decides between two reports of progress."""
FEW: Final = 500
"""So many calls are decided in this process: starting others would take longer."""
Progress = Callable[[int, int], None]
"""Called with the number of calls done, and of all calls."""


def what_if(
    url: str,
    change: Change,
    scope: Scope | None = None,
    *,
    processes: int | None = None,
    progress: Progress = lambda _done, _all: None,
) -> Result:
    """Decide the calls of the log at ``url`` again under ``change``. Writes nothing.

    ``processes``: one for each core, unless there are few calls.
    """
    plan = _Plan(url, change, scope or Scope())
    with open_store(url) as store:
        streams = calls_in(store, plan.scope.workspace)
        wanted = processes or (os.cpu_count() or 1)
        if wanted == 1 or len(streams) <= FEW:
            return asyncio.run(_here(store, plan, streams, progress))
    return _in_processes(plan, wanted, list(_portions(streams)), progress)


class _Plan(NamedTuple):
    url: str
    change: Change
    scope: Scope


def calls_in(store: Store, workspace: str) -> list[str]:
    """The ids of all calls, or of those of a workspace, sorted."""
    if workspace:
        return store.streams(f"{workspace}.call.")
    slugs = {stream.partition(".")[0] for stream in store.recorder.streams("", "\U0010ffff")}
    return [call for slug in sorted(slugs) for call in store.streams(f"{slug}.call.")]


async def _here(store: Store, plan: _Plan, streams: list[str], progress: Progress) -> Result:
    sweep, result, done = Sweep(store, plan.change, plan.scope), Result(), 0
    for portion in _portions(streams):
        result = result.plus(await sweep.over(portion))
        done += len(portion)
        progress(done, len(streams))
    return result


def _in_processes(
    plan: _Plan, processes: int, portions: list[list[str]], progress: Progress
) -> Result:
    result, done, count = Result(), 0, sum(map(len, portions))
    with ProcessPoolExecutor(processes, get_context("spawn"), _begin, (plan,)) as pool:
        try:
            with _deaf_to_interrupts():
                futures = [pool.submit(_sweep, portion) for portion in portions]
            for future in as_completed(futures):
                found, calls = future.result()
                result, done = result.plus(found), done + calls
                progress(done, count)
        except BaseException:  # Ctrl-C too: only what was begun is finished
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return result


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Processes that are started meanwhile ignore Ctrl-C, which a terminal sends to all of them."""
    if current_thread() is not main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _portions(streams: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(streams), A_PORTION):
        yield streams[start : start + A_PORTION]


_sweeps: list[Sweep] = []
"""The sweep of this process, once it has begun."""


def _begin(plan: _Plan) -> None:
    _sweeps[:] = [Sweep(open_store(plan.url), plan.change, plan.scope)]


def _sweep(streams: list[str]) -> tuple[Result, int]:
    return asyncio.run(_sweeps[0].over(streams)), len(streams)
