"""The time machine of an open call center: in threads, and a few calls at a time."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, Final, TypeVar

from hookflash.orchestrator.log.store import Store
from hookflash.orchestrator.time_machine.change import Change
from hookflash.orchestrator.time_machine.fork import Fork, Forks
from hookflash.orchestrator.time_machine.forking import test_of
from hookflash.orchestrator.time_machine.sweep import Result, Scope, Sweep

A_SLICE: Final = 5
"""Calls that are decided before other work gets its turn."""
R = TypeVar("R")


async def fork_in(store: Store, call_id: str, change: Change, at: int) -> Fork:
    """The fork of a call in ``store``; see :meth:`Forks.of`, which raises the same."""
    return await _in_a_thread(lambda: Forks(store).of(call_id, change, at))


async def test_in(store: Store, fork: Fork, change: Change, *, words: bool) -> str:
    """A fork of a call in ``store`` as a test; see :func:`forking.fork_as_test`."""
    return await asyncio.to_thread(test_of, store, fork, change, words=words)


async def what_if_in(store: Store, calls: Sequence[str], change: Change) -> Result:
    """What ``change`` makes of the ``calls`` with these ids, test calls too."""
    sweep, result = Sweep(store, change, Scope(tests=True)), Result()
    for start in range(0, len(calls), A_SLICE):
        portion = calls[start : start + A_SLICE]
        result = result.plus(await _in_a_thread(lambda: sweep.over(portion)))  # noqa: B023 - awaited
    return result


async def _in_a_thread(work: Callable[[], Coroutine[Any, Any, R]]) -> R:
    """Run ``work``, which never waits, in a thread with a loop of its own."""
    return await asyncio.to_thread(lambda: asyncio.run(work()))
