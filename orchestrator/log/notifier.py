"""How followers learn that the log has grown."""

import asyncio
from collections.abc import Callable
from threading import Event, Thread


class Notifier:
    """Wakes everybody who waits in this event loop.

    Take :meth:`next_ring` *before* reading the log, and wait for it if nothing new was read: a
    ring in between is then not missed.
    """

    def __init__(self) -> None:
        self._next = asyncio.Event()

    def next_ring(self) -> asyncio.Event:
        """Return what will be set at the next ring."""
        return self._next

    def ring(self) -> None:
        """Wake all who wait now."""
        rung, self._next = self._next, asyncio.Event()
        rung.set()


def watch_in_thread(watch: Callable[[Event], None]) -> Callable[[], None]:
    """Run ``watch`` in a thread until its argument is set; returns the function that ends it."""
    ended = Event()
    watcher = Thread(target=watch, args=(ended,), name="hookflash-log-watch", daemon=True)
    watcher.start()

    def end() -> None:
        ended.set()
        watcher.join()

    return end
