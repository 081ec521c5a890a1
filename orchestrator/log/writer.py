"""The group-commit writer: appends queued during one commit go into the next one.

Durable before acknowledged: a caller continues once its events are on disk. Many callers share
one disk sync, which is almost the whole cost of a commit.
"""

import asyncio
import copy
import queue
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

from hookflash.domain.event import Event
from hookflash.orchestrator.log.answers import answer_all
from hookflash.orchestrator.log.batch import Append
from hookflash.orchestrator.log.errors import LogClosed, LogUnavailable
from hookflash.orchestrator.log.pace import Pace
from hookflash.orchestrator.log.store import Store

QUEUED = 2_048
"""How many appends may wait for their answer, and so the most in one commit."""

Waiting = tuple[Append, "asyncio.Future[int]"]
Answer = int | Exception


class Writer(ABC):
    """Accepts appends from callers of one event loop; use it from that loop only."""

    def __init__(self, store: Store, stored: Callable[[], None], queued: int = QUEUED) -> None:
        """``stored`` is called in the event loop after each commit."""
        self._store = store
        self._stored = stored
        self._queued = queued
        self._slots = asyncio.Semaphore(queued)
        self._gathered: list[Waiting] = []
        self._closed = False

    async def append(self, events: Sequence[Event], reads: Mapping[str, int] | None = None) -> int:
        """Store all of ``events`` or none; return the log position of the last, 0 without events.

        ``reads``: streams that were read for them, each with its last position then, 0 if empty.

        Waits while the queue is full. Raises :class:`Conflict` if a stream has grown meanwhile,
        :class:`LogUnavailable` or :class:`LogFull` if the database did not accept the events,
        :class:`LogClosed` after closing. After a cancellation, the events may or may not be stored.
        """
        if self._closed:
            raise LogClosed("the call center is closed, and records nothing more; open it again")
        if not events:
            return 0
        append = self._store.encode(events, reads)
        await self._slots.acquire()
        return await self._enqueue(append)

    async def close(self) -> None:
        """Accept no more appends; returns once all accepted ones are answered."""
        if self._closed:
            return
        self._closed = True
        # The semaphore is FIFO: holding every permit means all earlier appends were answered.
        for _ in range(self._queued):
            await self._slots.acquire()

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
        """Start the commit of ``batch``, which must end in :meth:`_answer`."""

    def _answer(self, batch: Sequence[Waiting], answers: Sequence[Answer]) -> None:
        for _ in batch:
            self._slots.release()
        answer_all((waiter for _, waiter in batch), answers)
        self._stored()


class InlineWriter(Writer):
    """Commits in the event loop itself, without a thread: reproducible under virtual time."""

    def _commit(self, batch: list[Waiting]) -> None:
        self._answer(batch, commit_each(self._store, [append for append, _ in batch]))


class ThreadWriter(Writer):
    """Commits in its own thread, so that the event loop runs on during disk syncs.

    An append that has no company is committed in the loop instead while the disk is fast: it would
    spend more time between threads than on the disk.
    """

    def __init__(self, store: Store, stored: Callable[[], None], queued: int = QUEUED) -> None:
        super().__init__(store, stored, queued)
        self.pace = Pace()
        self._in_thread = 0
        """Batches sent to the thread whose answers have not come back."""
        self._batches: queue.SimpleQueue[list[Waiting] | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None

    async def close(self) -> None:
        """Accept no more appends, answer all accepted ones, and stop the thread."""
        await super().close()
        if self._thread is not None:
            self._batches.put(None)
            await asyncio.to_thread(self._thread.join)

    def _commit(self, batch: list[Waiting]) -> None:
        alone = len(batch) == 1 and not self._in_thread
        if not (alone and self._store.is_local and self.pace.is_fast and self._committed(batch)):
            self._in_thread += 1
            self._send_to_thread(batch)

    def _committed(self, batch: list[Waiting]) -> bool:
        """Commit a batch of one append in the loop; False if another process is writing."""
        time = asyncio.get_running_loop().time
        begun = time()
        if (answer := _commit_now(self._store, batch[0][0])) is None:
            return False
        self.pace.note(time() - begun)
        self._answer(batch, [answer])
        return True

    def _send_to_thread(self, batch: list[Waiting]) -> None:
        if self._thread is None:
            loop = asyncio.get_running_loop()
            self._thread = threading.Thread(
                target=self._run, args=(loop,), name="hookflash-log-writer", daemon=True
            )
            self._thread.start()
        self._batches.put(batch)

    def _run(self, loop: asyncio.AbstractEventLoop) -> None:
        while (batch := self._batches.get()) is not None:
            batches = [batch, *self._rest()]
            together = [one for some in batches for one in some]
            begun = loop.time()
            answers = commit_each(self._store, [append for append, _ in together])
            self.pace.note(loop.time() - begun)
            with suppress(RuntimeError):  # the loop is closed, so nothing waits any more
                loop.call_soon_threadsafe(self._answer_batches, len(batches), together, answers)

    def _answer_batches(
        self, count: int, together: Sequence[Waiting], answers: Sequence[Answer]
    ) -> None:
        self._in_thread -= count
        self._answer(together, answers)

    def _rest(self) -> list[list[Waiting]]:
        """Take the batches queued during the last commit."""
        rest: list[list[Waiting]] = []
        with suppress(queue.Empty):
            while (batch := self._batches.get_nowait()) is not None:
                rest.append(batch)
            self._batches.put(None)
        return rest


def _commit_now(store: Store, append: Append) -> Answer | None:
    """Commit ``append`` unless that has to wait; return its answer, or None. Never raises."""
    try:
        return store.commit_now(append)
    except Exception as error:  # noqa: BLE001 - returned to the caller it concerns
        return error


def commit_each(store: Store, appends: Sequence[Append]) -> Sequence[Answer]:
    """Commit ``appends`` together and return an answer for each; never raises.

    If the database is unavailable or full, that is everyone's answer. Any other error is caused by
    a single append, so each is then committed alone.
    """
    try:
        return store.commit(appends)
    except LogUnavailable as error:
        return [copy.copy(error) for _ in appends]
    except Exception as error:  # noqa: BLE001 - returned to the caller it concerns
        if len(appends) == 1:
            return [error]
        return [commit_each(store, [append])[0] for append in appends]
