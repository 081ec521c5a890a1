"""The contract of the group-commit writer, in a thread and in the event loop."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from threading import Event

import pytest

from hookflash.orchestrator.log.batch import Append, Outcome
from hookflash.orchestrator.log.errors import Conflict, LogClosed, LogFull, LogUnavailable
from hookflash.orchestrator.log.log import EventLog
from hookflash.orchestrator.log.store import Store, open_store
from tests.contract.log.noted import STRAYED, noted, pages

Opening = Callable[..., AbstractAsyncContextManager[EventLog]]


@pytest.fixture(params=["live", "inline"])
def opening(request: pytest.FixtureRequest, url: str) -> Opening:
    """How to open the log: with a writer in a thread, and in the event loop."""

    @asynccontextmanager
    async def opened(queued: int = 100) -> AsyncIterator[EventLog]:
        log = EventLog(open_store(url), live=request.param == "live", queued=queued)
        try:
            yield log
        finally:
            await log.close()

    return opened


class Commits:
    """Counts the appends in each commit of a store, and fails commits on request."""

    def __init__(self, store: Store) -> None:
        self.sizes: list[int] = []
        self.failures: list[Exception] = []
        self._begun, self._may_end = Event(), Event()
        self._may_end.set()
        self._commit = store.commit
        store.commit = self  # type: ignore[method-assign]

    def hold_up(self) -> tuple[Event, Event]:
        """Hold every commit: the first event is set when one has begun, the second releases it."""
        self._begun, self._may_end = Event(), Event()
        return self._begun, self._may_end

    def __call__(self, appends: Sequence[Append]) -> list[Outcome]:
        """Replaces the store's own method."""
        self.sizes.append(len(appends))
        self._begun.set()
        assert self._may_end.wait(60)
        if self.failures:
            raise self.failures.pop(0)
        return self._commit(appends)


async def _all(*appends: Coroutine[None, None, int]) -> list[int | BaseException]:
    return await asyncio.gather(*appends, return_exceptions=True)


def test_many_callers_share_few_commits(opening: Opening) -> None:
    """Two hundred appends by fifty callers need far fewer commits, and all are stored."""

    async def story() -> None:
        async with opening() as log:
            commits = Commits(log.store)

            async def keep(book: str) -> None:
                for page in pages(book, 1, 4):
                    await log.append([page])

            await asyncio.gather(*(keep(f"h.book.{n}") for n in range(50)))
            assert sum(commits.sizes) == 200
            assert len(commits.sizes) <= 50
            for book in (f"h.book.{n}" for n in range(50)):
                assert await log.read_stream(book) == pages(book, 1, 4)

    asyncio.run(story())


def test_what_is_queued_while_a_commit_runs_goes_into_the_next_one(url: str) -> None:
    """However many rounds of the event loop that took."""

    async def story() -> None:
        log = EventLog(open_store(url), live=True)
        commits = Commits(log.store)
        begun, may_end = commits.hold_up()
        first = asyncio.create_task(log.append([noted("h.book.first", 1)]))
        await asyncio.to_thread(begun.wait)
        rest = []
        for n in range(10):
            rest.append(asyncio.create_task(log.append([noted(f"h.book.{n}", 1)])))
            await asyncio.sleep(0)
            await asyncio.sleep(0)
        may_end.set()
        await asyncio.gather(first, *rest)
        assert commits.sizes == [1, 10]
        await log.close()

    asyncio.run(story())


def test_an_append_is_stored_when_it_is_answered(opening: Opening) -> None:
    """Once answered, it can be read at the returned position."""

    async def story() -> None:
        async with opening() as log:
            for page in pages("h.book.a", 1, 5):
                position = await log.append([page])
                assert log.store.read_log(position - 1) == [(position, page)]

    asyncio.run(story())


def test_only_the_loser_of_a_batch_is_told_of_the_conflict(opening: Opening) -> None:
    """Thirty appends at once, two of them at the same position: one conflict, all others stored."""

    async def story() -> None:
        async with opening() as log:
            books = [f"h.book.{n}" for n in range(29)]
            outcomes = await _all(
                *(log.append([noted(book, 1)]) for book in books),
                log.append([noted("h.book.7", 1, "a second first page")]),
            )
            assert [n for n, outcome in enumerate(outcomes) if isinstance(outcome, Conflict)] == [
                29
            ]
            assert len(await log.read_log()) == 29
            assert await log.read_stream("h.book.7") == pages("h.book.7", 1, 1)

    asyncio.run(story())


def test_appends_are_stored_in_the_order_they_came(opening: Opening) -> None:
    """Appends to one stream need not wait for each other's answer."""

    async def story() -> None:
        async with opening() as log:
            outcomes = await _all(*(log.append([page]) for page in pages("h.book.a", 1, 60)))
            assert outcomes == sorted(outcomes)  # type: ignore[type-var]
            assert await log.read_stream("h.book.a") == pages("h.book.a", 1, 60)

    asyncio.run(story())


def test_closing_stores_what_was_accepted_and_takes_no_more(opening: Opening, url: str) -> None:
    """Appends that wait when the log is closed are stored; later ones are refused (fault 40)."""

    async def story() -> None:
        async with opening(queued=3) as log:
            commits = Commits(log.store)
            waiting = [
                asyncio.create_task(log.append([noted(f"h.book.{n}", 1)])) for n in range(20)
            ]
            await asyncio.sleep(0)
            await log.close()
            assert all(isinstance(outcome, int) for outcome in await asyncio.gather(*waiting))
            assert sum(commits.sizes) == 20
            with pytest.raises(LogClosed):
                await log.append([noted("h.book.late", 1)])

    asyncio.run(story())
    if url != "sqlite://":
        with open_store(url) as store:
            assert len(store.read_log()) == 20


def test_a_full_queue_holds_its_callers_back(opening: Opening) -> None:
    """No more appends than the queue's limit are accepted at once (fault 39)."""

    async def story() -> None:
        async with opening(queued=5) as log:
            commits = Commits(log.store)
            await asyncio.gather(*(log.append([noted(f"h.book.{n}", 1)]) for n in range(40)))
            assert max(commits.sizes) <= 5
            assert len(await log.read_log()) == 40

    asyncio.run(story())


@pytest.mark.parametrize("failure", [LogFull("no room"), LogUnavailable("away")])
def test_a_database_that_fails_is_everybodys_trouble_and_only_once(
    opening: Opening, failure: LogUnavailable
) -> None:
    """Every caller in the batch gets the error, and the next append is stored again (fault 22)."""

    async def story() -> None:
        async with opening() as log:
            Commits(log.store).failures.append(failure)
            outcomes = await _all(*(log.append([noted(f"h.book.{n}", 1)]) for n in range(10)))
            assert {type(outcome) for outcome in outcomes} == {type(failure)}
            assert {str(outcome) for outcome in outcomes} == {str(failure)}
            assert await log.append([noted("h.book.3", 1)]) > 0
            assert len(await log.read_log()) == 1

    asyncio.run(story())


def test_an_append_that_cannot_be_stored_fails_alone(opening: Opening) -> None:
    """An invalid stream name fails only its own caller, with that name."""

    async def story() -> None:
        async with opening() as log:
            outcomes = await _all(
                log.append([noted("h.book.a", 1)]),
                log.append([STRAYED]),
                log.append([noted("h.book.b", 1)]),
            )
            assert isinstance(outcomes[1], ValueError)
            assert [event.stream for _, event in await log.read_log()] == ["h.book.a", "h.book.b"]

    asyncio.run(story())


def test_a_caller_that_is_cancelled_leaves_the_others_alone(opening: Opening) -> None:
    """Its slot in the queue is free again, and the log can still be closed."""

    async def story() -> None:
        async with opening(queued=4) as log:
            tasks = [asyncio.create_task(log.append([noted(f"h.book.{n}", 1)])) for n in range(12)]
            await asyncio.sleep(0)
            for task in tasks[::2]:
                task.cancel()
            outcomes = await asyncio.gather(*tasks, return_exceptions=True)
            assert all(isinstance(outcome, int) for outcome in outcomes[1::2])
            assert await log.append([noted("h.book.after", 1)]) > 0

    asyncio.run(story())
