"""Wakes followers when the log grows."""

import asyncio
from collections.abc import Callable
from threading import Event, Thread


class Notifier:
    """Wakes all waiters in one event loop.

    Call :meth:`next_notification` *before* reading the log, and wait for it if nothing new was
    read: a notification in between is then not missed.
    """

    def __init__(self) -> None:
        self._next = asyncio.Event()

    def next_notification(self) -> asyncio.Event:
        """The event that the next :meth:`notify` sets."""
        return self._next

    def notify(self) -> None:
        """Wake all current waiters."""
        current, self._next = self._next, asyncio.Event()
        current.set()


def watch_in_thread(watch: Callable[[Event], None]) -> Callable[[], None]:
    """Run ``watch`` in a thread until its argument is set; returns the function that stops it."""
    stopped = Event()
    watcher = Thread(target=watch, args=(stopped,), name="hookflash-log-watch", daemon=True)
    watcher.start()

    def stop() -> None:
        stopped.set()
        watcher.join()

    return stop
