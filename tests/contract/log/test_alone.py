"""An append without company is committed in the event loop itself while the disk is fast."""

import asyncio
import sqlite3
import threading
from collections.abc import Sequence
from contextlib import closing

import pytest

from hookflash.orchestrator.log.batch import Append, Outcome
from hookflash.orchestrator.log.errors import Conflict
from hookflash.orchestrator.log.log import EventLog
from hookflash.orchestrator.log.pace import NEEDED
from hookflash.orchestrator.log.store import Store, open_store
from hookflash.orchestrator.log.writer import ThreadWriter
from tests.contract.log.noted import pages


class Watched:
    """A log on a disk of a given speed that notes which threads commit to it."""

    def __init__(self, url: str, *, seconds: float) -> None:
        self.store: Store = open_store(url)
        self.log = EventLog(self.store)
        self.by_loop: list[bool] = []
        writer = self.log._writer
        assert isinstance(writer, ThreadWriter)
        for _ in range(NEEDED):
            writer.pace.note(seconds)
        writer.pace.note = lambda seconds: None  # type: ignore[method-assign] # noqa: ARG005
        self._commit, self._commit_now = self.store.commit, self.store.commit_now
        self.store.commit = self._noting  # type: ignore[method-assign]
        self.store.commit_now = self._noting_now  # type: ignore[method-assign]

    def _noting(self, appends: Sequence[Append]) -> list[Outcome]:
        self._note()
        return self._commit(appends)

    def _noting_now(self, append: Append) -> Outcome | None:
        if (outcome := self._commit_now(append)) is not None:
            self._note()
        return outcome

    def _note(self) -> None:
        self.by_loop.append(threading.current_thread() is threading.main_thread())


@pytest.fixture
def file_url(tmp_path: object) -> str:
    """A log in a file."""
    return f"sqlite:///{tmp_path}/log.db"


def test_a_lone_append_stays_in_the_loop_and_company_goes_to_the_thread(file_url: str) -> None:
    """On a fast disk, once the first append has drawn the number of this process."""

    async def story() -> None:
        watched = Watched(file_url, seconds=0.0001)
        log = watched.log
        for n in range(1, 4):
            await log.append(pages("h.book.a", n, n))
        await asyncio.gather(*[log.append(pages(f"h.book.{b}", 1, 2)) for b in "bc"])
        with pytest.raises(Conflict):
            await log.append(pages("h.book.a", 2, 2))
        assert watched.by_loop == [False, True, True, False, True]
        assert len(watched.store.read_log()) == 7
        await log.close()

    asyncio.run(story())


def test_a_slow_disk_never_holds_up_the_loop(file_url: str) -> None:
    """Every append goes to the thread."""

    async def story() -> None:
        watched = Watched(file_url, seconds=0.1)
        for n in range(1, 4):
            await watched.log.append(pages("h.book.a", n, n))
        assert watched.by_loop == [False] * 3
        await watched.log.close()

    asyncio.run(story())


def test_an_append_does_not_wait_in_the_loop_for_another_process_that_writes(
    file_url: str,
) -> None:
    """The loop runs on, and the thread stores it once the other process has finished."""

    async def story() -> None:
        watched = Watched(file_url, seconds=0.0001)
        await watched.log.append(pages("h.book.a", 1, 1))
        file = file_url.removeprefix("sqlite:///")
        with closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            appending = asyncio.create_task(watched.log.append(pages("h.book.a", 2, 2)))
            await asyncio.sleep(0.05)
            assert not appending.done()
            other.execute("ROLLBACK")
        await appending
        assert watched.by_loop == [False, False]
        await watched.log.close()

    asyncio.run(story())


def test_two_processes_that_take_turns_notice_each_others_appends(shared_url: str) -> None:
    """Heads in memory count only while no other process has appended."""
    with open_store(shared_url) as one, open_store(shared_url) as two:
        for n in range(1, 9):
            (one if n % 3 else two).append(pages("h.book.a", n, n))
            with pytest.raises(Conflict):
                (two if n % 2 else one).append(pages("h.book.a", n, n))
        two.append(pages("h.book.b", 1, 2))
        one.append(pages("h.book.b", 3, 3))
        assert one.read_stream("h.book.a") == pages("h.book.a", 1, 8)
        assert two.read_stream("h.book.b") == pages("h.book.b", 1, 3)
