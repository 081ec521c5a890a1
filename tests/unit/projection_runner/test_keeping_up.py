"""The runner keeps the views caught up with the log."""

import asyncio
from pathlib import Path
from typing import Any, cast

from hookflash.orchestrator.log.log import EventLog
from hookflash.orchestrator.log.store import Store, open_store
from hookflash.orchestrator.projection_runner import ALONE_SECONDS, ProjectionRunner
from hookflash.projections.projections import Projections
from hookflash.testing import in_virtual_time
from tests.contract.log.noted import pages


class BusyViews:
    """Views during whose first update another event is appended."""

    def __init__(self, log: EventLog) -> None:
        self._log = log
        self._loop = asyncio.get_running_loop()
        self.position = 0
        self.overtaken = 0
        self.caught_up = asyncio.Event()

    def catch_up(self, goal: int) -> int:
        """Catch up as requested; the first time, the log grows right after that."""
        first = self.position == 0
        self.position = goal
        if first:
            appending = self._log.append(pages("h.book.b", 1, 1))
            asyncio.run_coroutine_threadsafe(_done(appending), self._loop).result()
        else:
            self._loop.call_soon_threadsafe(self.caught_up.set)
        return 1

    def close(self) -> None:
        """Nothing to close."""


async def _done(appending: Any) -> None:
    await appending


def test_an_append_while_the_views_catch_up_is_not_missed(tmp_path: Path) -> None:
    """They catch up again without waiting for the next append."""

    async def story() -> None:
        log = EventLog(open_store(f"sqlite:///{tmp_path}/log.db"))
        views = BusyViews(log)
        keeping = asyncio.create_task(
            ProjectionRunner(log, cast(Projections, views), live=True).run()
        )
        await log.append(pages("h.book.a", 1, 1))
        async with asyncio.timeout(60):
            await views.caught_up.wait()
        assert views.position == 2
        await log.close()
        await keeping

    asyncio.run(story())


def test_waiting_for_an_event_ends_when_the_views_hold_it(tmp_path: Path) -> None:
    """Not earlier, and at once if they already do."""

    async def story() -> None:
        log = EventLog(open_store(f"sqlite:///{tmp_path}/log.db"))
        views = BusyViews(log)
        keeper = ProjectionRunner(log, cast(Projections, views), live=True)
        keeping = asyncio.create_task(keeper.run())
        await log.append(pages("h.book.a", 1, 1))
        async with asyncio.timeout(60):
            await keeper.until(2)
            assert views.position == log.appended == 2
            await keeper.until(1)
        await log.close()
        await keeping

    asyncio.run(story())


class SlowNeighbour(EventLog):
    """A log that cannot be read yet, because another worker's earlier append is not committed."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self.readable = 0
        self.asked = asyncio.Event()

    async def last_position(self) -> int:
        """The position up to which it can be read."""
        self.asked.set()
        return self.readable


class PatientViews:
    """Views that catch up as far as the log can be read."""

    def __init__(self, log: SlowNeighbour) -> None:
        self._log = log
        self.position = 0
        self.overtaken = 0
        self.rounds = 0

    def catch_up(self, goal: int) -> int:
        """Catch up as requested, if the log can be read that far."""
        self.rounds += 1
        self.position = min(goal, self._log.readable)
        return self.position


def test_what_cannot_be_read_yet_is_waited_for(tmp_path: Path) -> None:
    """The views try once, then again only when the log can be read further."""

    async def story() -> None:
        log = SlowNeighbour(open_store(f"sqlite:///{tmp_path}/log.db"))
        views = PatientViews(log)
        keeper = ProjectionRunner(log, cast(Projections, views), live=True)
        await log.append(pages("h.book.a", 1, 1))
        log.store.tail.clear()  # it does not follow on what was read
        keeping = asyncio.create_task(keeper.run())
        async with asyncio.timeout(60):
            await log.asked.wait()
            assert views.rounds == 1
            log.readable = 2
            await log.append(pages("h.book.a", 2, 2))
            await keeper.until(2)
        await log.close()
        await keeping

    asyncio.run(story())


class SharedViews:
    """Views that another worker updates as well; it dies once they have reached ``dies_at``."""

    def __init__(self, dies_at: int) -> None:
        self._dies_at = dies_at
        self.position = self.overtaken = self.looks = self.updates = 0

    def catch_up(self, goal: int) -> int:
        """Be overtaken while the other one lives; then catch up as requested."""
        self.updates += 1
        if self.position < self._dies_at:
            self.overtaken += 1
            self.position += 1
        else:
            self.position = goal
        return 1

    def look(self) -> int:
        """How far the other worker is by now."""
        self.looks += 1
        self.position = min(self.position + 1, self._dies_at)
        return self.position

    def close(self) -> None:
        """Nothing to close."""


def test_a_worker_takes_the_views_over_from_one_that_died() -> None:
    """While the other one moves them, it only looks how far they are."""

    @in_virtual_time
    async def story() -> tuple[SharedViews, float]:
        log = EventLog(open_store("sqlite://"), live=False)
        views = SharedViews(dies_at=20)
        keeper = ProjectionRunner(log, cast(Projections, views), live=False)
        keeping = asyncio.create_task(keeper.run())
        time = asyncio.get_running_loop().time
        await log.append(pages("h.book.a", 1, 30))
        await keeper.until(20)
        assert views.updates == 1, "the other worker was first, and goes on"
        died = time()
        await keeper.until(30)
        took = time() - died
        await log.close()
        await keeping
        return views, took

    views, took = story()
    assert views.updates == 2
    assert ALONE_SECONDS <= took <= 2 * ALONE_SECONDS
