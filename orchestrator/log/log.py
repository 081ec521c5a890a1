"""The log of one process: append through the group-commit writer, read, follow."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import ParamSpec, TypeVar

from hookflash.domain.event import Event
from hookflash.domain.unreadable import Entry, Unreadable
from hookflash.orchestrator.log.notifier import Notifier
from hookflash.orchestrator.log.reader import Reader
from hookflash.orchestrator.log.store import Store
from hookflash.orchestrator.log.writer import QUEUED, InlineWriter, ThreadWriter, Writer

P = ParamSpec("P")
R = TypeVar("R")
FEW_EVENTS = 50
"""So many events are read from a file at once without a thread: it takes a millisecond."""


class EventLog:
    """A :class:`Store` for one event loop; call its methods from that loop only.

    With ``live``, commits and long reads run in threads, and appends by other processes wake
    followers. Without it, everything runs in the loop itself and only its own appends wake
    followers: for virtual time, with one process per log. ``queued`` limits how many appends may
    wait for their answer.
    """

    def __init__(self, store: Store, *, live: bool = True, queued: int = QUEUED) -> None:
        self.store = store
        self.appended = 0
        """The log position of the last event appended through this object."""
        self._live = live
        self._notifier = Notifier()
        self._writer: Writer = (ThreadWriter if live else InlineWriter)(
            store, self._notifier.notify, queued
        )
        self._reader = Reader(store)
        self._stop_watching: Callable[[], None] | None = None
        self._closed = False
        self._disturbed = 0
        """How often another process may have appended."""
        self.took: Callable[[float], None] = lambda _: None
        """Called with the seconds from each append until it was durable, by the loop's clock."""

    async def append(self, events: Sequence[Event], reads: Mapping[str, int] | None = None) -> int:
        """Store all of ``events`` or none; see :meth:`Writer.append`."""
        time = asyncio.get_running_loop().time
        started = time()
        position = await self._writer.append(events, reads)
        self.took(time() - started)
        self.appended = max(self.appended, position)
        return position

    async def read_stream(self, stream: str, after: int = 0) -> list[Event]:
        """Read the events of ``stream`` after position ``after``, in order."""
        return await self._ask(self.store.read_stream, stream, after)

    async def fold_stream(self, stream: str, fold: Callable[[Iterator[Event]], R]) -> R:
        """Return ``fold`` applied to the events of ``stream``; it may run in a thread."""
        if self._live and not self.store.is_local:
            return await self._reader.fold(stream, fold)
        return self.store.fold_stream(stream, fold)

    async def read_placed(self, stream: str) -> list[tuple[int, Entry]]:
        """Read all of ``stream`` with log positions; see :meth:`Store.read_placed`."""
        return await self._ask(self.store.read_placed, stream)

    async def read_log(self, after: int = 0, limit: int = 1_000) -> list[tuple[int, Entry]]:
        """Read up to ``limit`` events after log position ``after``, with their positions."""
        return await self._run(self.store.read_log, after, limit)

    async def last_position(self) -> int:
        """Return the last log position that :meth:`read_log` can read now; 0 if empty."""
        return await self._ask(self.store.last_position)

    async def compute(self, slow: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Return what ``slow`` computes, in a thread unless time is virtual."""
        return await self._run(slow, *args, **kwargs)

    async def newest_position(self) -> int:
        """Return the log position of the newest committed event; 0 if empty."""
        return await self._ask(self.store.newest_position)

    async def wait_beyond(self, position: int) -> int:
        """Wait for an event after log ``position``; returns the last log position.

        Returns 0 if the log is closed instead.
        """
        while not self._closed:
            grown = self._next_growth()
            own = self.store.tail.last_beyond(position)
            last = own or await self.last_position()
            if last > position:
                return last
            await grown.wait()
        return 0

    async def batches(
        self, after: int = 0, limit: int = 1_000
    ) -> AsyncIterator[list[tuple[int, Entry]]]:
        """Yield the events after log position ``after``, old and then new, until closed.

        Yields non-empty pages of up to ``limit`` events with their log positions. Own appends come
        from memory; the database is read for what other processes may have appended, from one on
        this host without a thread while it is little.
        """
        few = min(FEW_EVENTS, limit) if self.store.is_local else limit
        size, undisturbed = few, -1
        while not self._closed:
            grown, disturbed = self._next_growth(), self._disturbed
            if own := self.store.tail.after(after, limit):
                yield [*own]
                after = own[-1][0]
                continue
            if own is not None and undisturbed == disturbed:
                await grown.wait()
                continue
            read = self._run if size > FEW_EVENTS else self._ask
            batch = await read(self.store.read_log, after, size)
            if batch:
                yield batch
                after = batch[-1][0]
            if len(batch) == size:
                size = limit
            else:
                size, undisturbed = few, disturbed if self._live else -1
                await grown.wait()

    async def batches_of(
        self, workspace: str, after: int = 0, limit: int = 1_000
    ) -> AsyncIterator[tuple[int, list[tuple[int, Event]]]]:
        """Yield like :meth:`batches`, but only the readable events of one workspace.

        Each page comes with the log position it reaches, and is empty if all events up to there
        belong to other workspaces.
        """
        while not self._closed:
            grown = self._next_growth()
            last, own = await self._run(self.store.read_log_of, workspace, after, limit)
            if last == after:
                await grown.wait()
                continue
            yield last, _readable(own)
            after = last

    async def foreign(
        self, wanted: Callable[[str], bool], after: int = 0, limit: int = 1_000
    ) -> AsyncIterator[tuple[int, list[tuple[int, Entry]]]]:
        """Yield like :meth:`batches_of`, but what others appended to the streams ``wanted``.

        Events of this process may be among them; those in memory are passed over.
        """
        few = min(FEW_EVENTS, limit) if self.store.is_local else limit
        undisturbed = -1
        while not self._closed:
            grown, disturbed = self._next_growth(), self._disturbed
            if own := self.store.tail.last_beyond(after):
                after = own
                continue
            at_its_end = self.store.tail.after(after, 1) is not None
            if at_its_end and self._live and undisturbed == disturbed:
                await grown.wait()
                continue
            last, some = await self._ask(self.store.read_log_where, wanted, after, few)
            if last > after:
                yield last, some
                after = last
            else:
                undisturbed = disturbed
                await grown.wait()

    async def follow(self, after: int = 0) -> AsyncIterator[tuple[int, Event]]:
        """Yield each readable event after log position ``after``, until closed."""
        async for batch in self.batches(after):
            for positioned in _readable(batch):
                yield positioned

    async def close(self) -> None:
        """Answer all accepted appends, end all followers, and close the database."""
        if self._closed:
            return
        await self._writer.close()
        self._closed = True
        self._notifier.notify()
        if self._stop_watching is not None:
            await asyncio.to_thread(self._stop_watching)
        self.store.close()

    def _next_growth(self) -> asyncio.Event:
        """The event set when the log grows next; watches other processes from the first call on."""
        if self._live and self._stop_watching is None:
            loop = asyncio.get_running_loop()
            self._stop_watching = self.store.watch(lambda: self._call_in(loop, self._disturb))
        return self._notifier.next_notification()

    def _disturb(self) -> None:
        self._disturbed += 1
        self._notifier.notify()

    @staticmethod
    def _call_in(loop: asyncio.AbstractEventLoop, call: Callable[[], None]) -> None:
        with suppress(RuntimeError):  # the loop is closed, so nothing waits any more
            loop.call_soon_threadsafe(call)

    async def _ask(self, read: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run a small read inline when the database is local."""
        if self.store.is_local:
            return read(*args, **kwargs)
        return await self._run(read, *args, **kwargs)

    async def _run(self, read: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        if self._live:
            return await asyncio.to_thread(read, *args, **kwargs)
        return read(*args, **kwargs)


def _readable(entries: Sequence[tuple[int, Entry]]) -> list[tuple[int, Event]]:
    return [(at, one) for at, one in entries if not isinstance(one, Unreadable)]
