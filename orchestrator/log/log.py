"""The log as one process uses it: append through the group-commit writer, read, follow."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import suppress
from typing import ParamSpec, TypeVar

from hookflash.domain.event import Event
from hookflash.orchestrator.log.notifier import Notifier
from hookflash.orchestrator.log.reader import Reader
from hookflash.orchestrator.log.store import Store
from hookflash.orchestrator.log.writer import QUEUED, InlineWriter, ThreadWriter, Writer

P = ParamSpec("P")
R = TypeVar("R")


class EventLog:
    """A :class:`Store` for one event loop; all methods are for that loop only.

    ``live``: commits and long reads happen in threads, and what other processes append is
    noticed. Without it everything happens in the loop itself and only its own appends wake
    anybody: for virtual time, and for one process at a time.
    """

    def __init__(self, store: Store, *, live: bool = True, queued: int = QUEUED) -> None:
        self.store = store
        self.appended = 0
        """The log position of the last event that was appended through this."""
        self._live = live
        self._bell = Notifier()
        self._writer: Writer = (ThreadWriter if live else InlineWriter)(
            store, self._bell.ring, queued
        )
        self._reader = Reader(store)
        self._end_watch: Callable[[], None] | None = None
        self._closed = False
        self.took: Callable[[float], None] = lambda _: None
        """Told how many seconds each append took, by the loop's clock, until it was durable."""

    async def append(self, events: Sequence[Event]) -> int:
        """Store ``events`` all or none, as :meth:`Writer.append`."""
        time = asyncio.get_running_loop().time
        begun = time()
        position = await self._writer.append(events)
        self.took(time() - begun)
        self.appended = max(self.appended, position)
        return position

    async def read_stream(self, stream: str, after: int = 0) -> list[Event]:
        """Read the events of ``stream`` beyond position ``after``, in order."""
        return await self._ask(self.store.read_stream, stream, after)

    async def fold_stream(self, stream: str, fold: Callable[[Iterator[Event]], R]) -> R:
        """Give what ``fold`` makes of the events of ``stream``; it may be called in a thread."""
        if self._live and not self.store.at_hand:
            return await self._reader.fold(stream, fold)
        return self.store.fold_stream(stream, fold)

    async def read_log(self, after: int = 0, limit: int = 1_000) -> list[tuple[int, Event]]:
        """Read up to ``limit`` events beyond log position ``after``, each with its position."""
        return await self._run(self.store.read_log, after, limit)

    async def last_position(self) -> int:
        """Return the log position up to which :meth:`read_log` reads now."""
        return await self._ask(self.store.last_position)

    async def wait_beyond(self, position: int) -> int:
        """Wait for an event beyond log ``position``; return the last one's.

        Returns 0 if the log was closed instead.
        """
        while not self._closed:
            ring = self._next_ring()
            last = await self.last_position()
            if last > position:
                return last
            await ring.wait()
        return 0

    async def batches(
        self, after: int = 0, limit: int = 1_000
    ) -> AsyncIterator[list[tuple[int, Event]]]:
        """Give what stands beyond log position ``after``, then what is appended, until closed.

        Up to ``limit`` events at a time, never none, each with its log position.
        """
        while not self._closed:
            ring = self._next_ring()
            batch = await self.read_log(after, limit)
            if batch:
                yield batch
                after = batch[-1][0]
            if len(batch) < limit:
                await ring.wait()

    async def batches_of(
        self, workspace: str, after: int = 0, limit: int = 1_000
    ) -> AsyncIterator[tuple[int, list[tuple[int, Event]]]]:
        """Give what :meth:`batches` does, of one workspace alone, until closed.

        Each time with the log position that it stands at; without events, if there were only those
        of others up to there.
        """
        while not self._closed:
            ring = self._next_ring()
            last, own = await self._run(self.store.read_log_of, workspace, after, limit)
            if last == after:
                await ring.wait()
                continue
            yield last, own
            after = last

    async def follow(self, after: int = 0) -> AsyncIterator[tuple[int, Event]]:
        """Give each event beyond log position ``after``, old and then new, until closed."""
        async for batch in self.batches(after):
            for positioned in batch:
                yield positioned

    async def close(self) -> None:
        """Answer every append that was taken, end all followers, let go of the database."""
        if self._closed:
            return
        await self._writer.close()
        self._closed = True
        self._bell.ring()
        if self._end_watch is not None:
            await asyncio.to_thread(self._end_watch)
        self.store.close()

    def _next_ring(self) -> asyncio.Event:
        if self._live and self._end_watch is None:
            loop = asyncio.get_running_loop()
            self._end_watch = self.store.watch(lambda: self._ring_from_thread(loop))
        return self._bell.next_ring()

    def _ring_from_thread(self, loop: asyncio.AbstractEventLoop) -> None:
        with suppress(RuntimeError):  # the loop was closed and nobody waits any more
            loop.call_soon_threadsafe(self._bell.ring)

    async def _ask(self, read: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Read little: where the database is at hand, a thread would cost more than the answer."""
        if self.store.at_hand:
            return read(*args, **kwargs)
        return await self._run(read, *args, **kwargs)

    async def _run(self, read: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        if self._live:
            return await asyncio.to_thread(read, *args, **kwargs)
        return read(*args, **kwargs)
