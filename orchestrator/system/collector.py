"""Keeps full collections of cyclic garbage from stopping the event loop.

A full collection scans every live object: with 10,000 calls in memory, 0.3 seconds in which no call
is answered. Here, what has survived two collections is set aside (frozen) soon after, a little at a
time, so that a collection scans only what is new. What is set aside and becomes cyclic garbage
later is found by the rare collections that scan everything (thaws).
"""

import asyncio
import gc
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
RATIO: Final = 4
"""How many objects are set aside between two thaws, as a multiple of those alive at the first."""
LEAST: Final = 1_000_000
"""Objects set aside before a thaw, at least: more than 10,000 calls that are resumed at a start."""
QUIET_TICKS: Final = 100
"""After so many ticks with hardly an allocation, a quarter of that is enough."""


class Collector:
    """Collects in small steps; call :meth:`tick` twenty times a second."""

    def __init__(self) -> None:
        self._thaw()
        self._quiet = 0
        self._youngest = _young_collections()

    def tick(self) -> None:
        """Set aside what has survived; scan everything if that is due."""
        young, _, older = gc.get_count()
        if older > 0 or young >= YOUNG:
            self._set_aside()
        ratio = 1 if self._is_quiet() else RATIO
        if self._aside >= max(LEAST, ratio * self._alive):
            self._thaw()

    def _set_aside(self) -> None:
        gc.collect()
        self._aside += len(gc.get_objects(generation=OLDER))
        gc.freeze()

    def _is_quiet(self) -> bool:
        """Whether hardly anything has been allocated for a while."""
        before, self._youngest = self._youngest, _young_collections()
        self._quiet = self._quiet + 1 if before == self._youngest else 0
        return self._quiet >= QUIET_TICKS

    def _thaw(self) -> None:
        gc.unfreeze()
        gc.collect()
        self._alive = len(gc.get_objects(generation=OLDER))
        self._aside = 0
        gc.freeze()


def _young_collections() -> int:
    return int(gc.get_stats()[0]["collections"])


_users = 0


@asynccontextmanager
async def tuned_collector() -> AsyncIterator[None]:
    """Collect in small steps until the end of the ``async with``, then as before.

    The collector belongs to the whole process: of several users, the first tunes it.
    """
    global _users  # noqa: PLW0603 - there is one collector
    _users += 1
    before = gc.get_threshold()
    task = asyncio.create_task(_run()) if _users == 1 else None
    try:
        yield
    finally:
        _users -= 1
        if task is not None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            gc.set_threshold(*before)
            gc.unfreeze()


async def _run() -> None:
    young, middle, _ = gc.get_threshold()
    gc.set_threshold(young, middle, NEVER)
    collector = Collector()
    while True:
        await asyncio.sleep(TICK_SECONDS)
        collector.tick()
