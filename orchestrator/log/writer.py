"""The group-commit writer: all that is queued while one commit runs goes into the next one.

Durable before acknowledged: a caller goes on once its events are on the disk. Many callers
share one sync of the disk, which is nearly all that a commit costs.
"""

import asyncio
import copy
import queue
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from contextlib import suppress

from hookflash.domain.event import Event
from hookflash.orchestrator.log.answers import answer_all
from hookflash.orchestrator.log.batch import Append
from hookflash.orchestrator.log.errors import LogClosed, LogUnavailable
from hookflash.orchestrator.log.store import Store

QUEUED = 2_048
"""How many appends may wait for their answer, and so how many one commit may hold."""

Waiting = tuple[Append, "asyncio.Future[int]"]
Answer = int | Exception


class Writer(ABC):
    """Takes appends from callers of one event loop; use it from that loop only."""

    def __init__(self, store: Store, stored: Callable[[], None], queued: int = QUEUED) -> None:
        """``stored`` is called in the event loop after each commit."""
        self._store = store
        self._stored = stored
        self._queued = queued
        self._room = asyncio.Semaphore(queued)
        self._gathered: list[Waiting] = []
        self._closed = False

    async def append(self, events: Sequence[Event]) -> int:
        """Store ``events`` all or none; return the log position of the last (0 if there is none).

        Waits while the queue is full. Raises :class:`Conflict` when a stream has moved on,
        :class:`LogUnavailable` or :class:`LogFull` when the database did not take them,
        :class:`LogClosed` after closing. A caller that is cancelled does not know whether its
        events were stored.
        """
        if self._closed:
            raise LogClosed("the log is closed; open it again to append")
        if not events:
            return 0
        append = [self._store.mapper.encode(event) for event in events]
        await self._room.acquire()
        return await self._enqueue(append)

    async def close(self) -> None:
        """Take no more appends, and return once all those taken are answered."""
        if self._closed:
            return
        self._closed = True
        # The room is given in order: who has all of it has waited for everybody before.
        for _ in range(self._queued):
            await self._room.acquire()

    def _enqueue(self, append: Append) -> "asyncio.Future[int]":
        loop = asyncio.get_running_loop()
        if not self._gathered:
            loop.call_soon(self._send)
        answer: asyncio.Future[int] = loop.create_future()
        self._gathered.append((append, answer))
        return answer

    def _send(self) -> None:
        gathered, self._gathered = self._gathered, []
        self._commit(gathered)

    @abstractmethod
    def _commit(self, batch: list[Waiting]) -> None:
        """See to it that ``batch`` is committed and its callers are answered."""

    def _answer(self, batch: Sequence[Waiting], answers: Sequence[Answer]) -> None:
        for _ in batch:
            self._room.release()
        answer_all((waiter for _, waiter in batch), answers)
        self._stored()


class InlineWriter(Writer):
    """Commits in the event loop itself: no thread, so that a run under virtual time repeats."""

    def _commit(self, batch: list[Waiting]) -> None:
        self._answer(batch, commit_each(self._store, [append for append, _ in batch]))


class ThreadWriter(Writer):
    """Commits in a thread of its own: the event loop goes on while the disk syncs."""

    def __init__(self, store: Store, stored: Callable[[], None], queued: int = QUEUED) -> None:
        super().__init__(store, stored, queued)
        self._batches: queue.SimpleQueue[list[Waiting] | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None

    async def close(self) -> None:
        """Take no more appends, answer all those taken, and end the thread."""
        await super().close()
        if self._thread is not None:
            self._batches.put(None)
            await asyncio.to_thread(self._thread.join)

    def _commit(self, batch: list[Waiting]) -> None:
        if self._thread is None:
            loop = asyncio.get_running_loop()
            self._thread = threading.Thread(
                target=self._run, args=(loop,), name="hookflash-log-writer", daemon=True
            )
            self._thread.start()
        self._batches.put(batch)

    def _run(self, loop: asyncio.AbstractEventLoop) -> None:
        while (batch := self._batches.get()) is not None:
            batch += self._rest()
            answers = commit_each(self._store, [append for append, _ in batch])
            with suppress(RuntimeError):  # the loop was closed and nobody waits any more
                loop.call_soon_threadsafe(self._answer, batch, answers)

    def _rest(self) -> list[Waiting]:
        """Take what was queued while the last commit ran."""
        rest: list[Waiting] = []
        with suppress(queue.Empty):
            while (batch := self._batches.get_nowait()) is not None:
                rest += batch
            self._batches.put(None)
        return rest


def commit_each(store: Store, appends: Sequence[Append]) -> Sequence[Answer]:
    """Commit ``appends`` together and answer each by itself; never raises.

    A database that is away or full is so for all. Anything else is one append's own fault, and
    then each is tried alone, so that it harms no other.
    """
    try:
        return store.commit(appends)
    except LogUnavailable as error:
        return [copy.copy(error) for _ in appends]
    except Exception as error:  # noqa: BLE001 - answered, to whom it belongs
        if len(appends) == 1:
            return [error]
        return [commit_each(store, [append])[0] for append in appends]
