"""Keeps full collections of cyclic garbage from stopping the event loop.

A full collection scans every live object: with 10,000 calls in memory, 0.3 seconds in which no call
is answered. Here, what has survived two collections is set aside (frozen) soon after, a little at a
time, so that a collection scans only what is new. What is set aside and becomes cyclic garbage
later is found by the rare collections that scan everything (thaws): once memory has grown so much
that it may be full of it. Most objects of a call form no cycles, so ended calls let it shrink.
"""

import asyncio
import gc
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

TICK_SECONDS: Final = 0.05
OLDER: Final = 2
"""The generation of what has survived two collections."""
NEVER: Final = 1_000_000_000
"""Collections of the middle generation before a full one: the interpreter begins none."""
YOUNG: Final = 7_000
"""New objects after which survivors are set aside, where decoding has turned the collector off."""
LEAST: Final = 1_000_000
"""Blocks of memory, of about 70 bytes, by which the process grows before a thaw, at least."""
QUIET_TICKS: Final = 100
"""After so many ticks with hardly an allocation, growth by a quarter is enough, not by all."""
QUIET_SHARE: Final = 4


class Collector:
    """Collects in small steps; call :meth:`tick` twenty times a second."""

    def __init__(self) -> None:
        self._resuming = True
        self._thaw()
        self._quiet = 0
        self._youngest = _young_collections()

    def resumed(self) -> None:
        """The calls that were open at the start are in memory, and are no garbage."""
        if self._resuming:
            self._resuming = False
            self._alive = _blocks()

    def tick(self) -> None:
        """Set aside what has survived; scan everything if that is due."""
        self._note_quiet()
        young, _, older = gc.get_count()
        is_new = older > 0 or young >= YOUNG
        if is_new:
            gc.collect()
            gc.freeze()
        if (is_new or self._quiet == QUIET_TICKS) and self._has_grown():
            self._thaw()

    def _has_grown(self) -> bool:
        if self._resuming:
            return False
        share = QUIET_SHARE if self._quiet >= QUIET_TICKS else 1
        return _blocks() - self._alive >= max(LEAST, self._alive // share)

    def _note_quiet(self) -> None:
        """Count the ticks for which hardly anything has been allocated."""
        before, self._youngest = self._youngest, _young_collections()
        self._quiet = self._quiet + 1 if before == self._youngest else 0

    def _thaw(self) -> None:
        gc.unfreeze()
        gc.collect()
        self._alive = _blocks()
        gc.freeze()


def _blocks() -> int:
    """How much memory is in use: without a walk through it, unless Python's allocator is off."""
    return sys.getallocatedblocks() or gc.get_freeze_count()


def _young_collections() -> int:
    return int(gc.get_stats()[0]["collections"])


class _Users:
    """Who has the collector of this process tuned."""

    def __init__(self) -> None:
        self.count = 0
        self.collector: Collector | None = None


_users: Final = _Users()


def calls_are_resumed() -> None:
    """Tell the tuned collector, if there is one, that recovery has all open calls in memory."""
    if _users.collector is not None:
        _users.collector.resumed()


@asynccontextmanager
async def tuned_collector() -> AsyncIterator[None]:
    """Collect in small steps until the end of the ``async with``, then as before.

    The collector belongs to the whole process: of several users, the first tunes it. Nothing is
    scanned as a whole until :func:`calls_are_resumed`.
    """
    _users.count += 1
    before = gc.get_threshold()
    task = asyncio.create_task(_run()) if _users.count == 1 else None
    try:
        yield
    finally:
        _users.count -= 1
        if task is not None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            _users.collector = None
            gc.set_threshold(*before)
            gc.unfreeze()


async def _run() -> None:
    young, middle, _ = gc.get_threshold()
    gc.set_threshold(young, middle, NEVER)
    _users.collector = collector = Collector()
    while True:
        await asyncio.sleep(TICK_SECONDS)
        collector.tick()
