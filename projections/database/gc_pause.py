"""The cyclic garbage collector, kept out of the way of many objects that make no cycles."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


def set_loaded_aside() -> None:
    """Spare the collector what is there now: modules and what they made, which stay to the end.

    Looking through all that takes a tenth of a second, and the whole process stands still.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()


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
