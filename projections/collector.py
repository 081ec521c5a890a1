"""The cyclic garbage collector, kept out of the way of many objects that make no cycles."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """Hold the collector off, in the whole process.

    It looks through all that was made since it last looked, and now and then through all there
    is: for a page of events that takes longer than to decode them. Events and rows go when they
    are let go of.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
