"""Keeps the cyclic garbage collector from scanning many objects that form no cycles."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


def freeze_loaded_objects() -> None:
    """Exclude the objects that exist now, such as modules, from garbage collection.

    They live as long as the process, and each full scan of them stops it for a tenth of a second.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()


@contextmanager
def collector_paused() -> Iterator[None]:
    """Disable the collector for the whole process.

    Decoding a page of events allocates so many objects that collection would take longer than the
    decoding. Events and rows form no cycles and are freed by reference counting.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
