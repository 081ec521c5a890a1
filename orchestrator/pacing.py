"""Long work in the event loop, in slices, so that no caller of another tenant waits for all of it.

Slices are counted, not timed: a simulation with the same seed takes the same course.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable
from itertools import islice
from typing import Final, TypeVar

T = TypeVar("T")
SLICE: Final = 100
"""Pieces of work, of some microseconds each, between two pauses."""


async def paced(items: Iterable[T], size: int = SLICE) -> AsyncIterator[T]:
    """Yield each of ``items``; after every ``size`` of them, everything else has its turn."""
    iterator = iter(items)
    while some := list(islice(iterator, size)):
        for item in some:
            yield item
        if len(some) == size:
            await asyncio.sleep(0)


async def in_slices(items: Iterable[T], size: int = SLICE) -> tuple[T, ...]:
    """Return all of ``items`` as a tuple; see :func:`paced`."""
    return tuple([item async for item in paced(items, size)])
