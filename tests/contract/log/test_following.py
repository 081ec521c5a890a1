"""What followers of the log can rely on."""

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from hookflash.domain.unreadable import Entry
from hookflash.orchestrator.log.log import EventLog
from hookflash.orchestrator.log.store import open_store
from tests.contract.log.noted import noted, pages


@asynccontextmanager
async def _opened(url: str, *, live: bool) -> AsyncIterator[EventLog]:
    log = EventLog(open_store(url), live=live)
    try:
        yield log
    finally:
        await log.close()


@pytest.mark.parametrize("live", [True, False])
def test_a_follower_sees_what_was_and_then_what_comes(url: str, *, live: bool) -> None:
    """Old events first, then new ones as they are appended, each once and in order."""

    async def story() -> None:
        async with _opened(url, live=live) as log:
            await log.append(pages("h.book.a", 1, 3))
            seen = []

            async def follow() -> None:
                async for _, event in log.follow():
                    seen.append(event)
                    if len(seen) == 6:
                        return

            follower = asyncio.create_task(follow())
            for page in pages("h.book.a", 4, 6):
                await log.append([page])
            await asyncio.wait_for(follower, 60)
            assert seen == pages("h.book.a", 1, 6)

    asyncio.run(story())


@pytest.mark.parametrize("live", [True, False])
def test_a_follower_continues_from_a_position(url: str, *, live: bool) -> None:
    """From a given log position, it sees only later events."""

    async def story() -> None:
        async with _opened(url, live=live) as log:
            position = await log.append(pages("h.book.a", 1, 3))
            await log.append(pages("h.book.b", 1, 5))
            batches = log.batches(position, limit=2)
            sizes = [len(await anext(batches)) for _ in range(3)]
            assert sizes == [2, 2, 1]
            await batches.aclose()  # type: ignore[attr-defined]

    asyncio.run(story())


@pytest.mark.parametrize("live", [True, False])
def test_waiting_ends_when_the_log_has_grown_beyond(url: str, *, live: bool) -> None:
    """Not earlier, and at once if it already has."""

    async def story() -> None:
        async with _opened(url, live=live) as log:
            first = await log.append(pages("h.book.a", 1, 1))
            assert await log.wait_beyond(first - 1)
            waiting = asyncio.create_task(log.wait_beyond(first))
            await asyncio.sleep(0)
            assert not waiting.done()
            await log.append(pages("h.book.a", 2, 2))
            assert await asyncio.wait_for(waiting, 60)

    asyncio.run(story())


@pytest.mark.parametrize("live", [True, False])
def test_closing_the_log_ends_its_followers(url: str, *, live: bool) -> None:
    """Without an error."""

    async def story() -> None:
        async with _opened(url, live=live) as log:

            async def follow() -> list[int]:
                return [position async for position, _ in log.follow()]

            await log.append(pages("h.book.a", 1, 1))
            follower = asyncio.create_task(follow())
            waiting = asyncio.create_task(log.wait_beyond(100))
            await asyncio.sleep(0.05)
            await log.close()
            assert len(await asyncio.wait_for(follower, 60)) == 1
            assert not await asyncio.wait_for(waiting, 60)

    asyncio.run(story())


def test_an_append_right_after_a_read_is_not_missed(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An append between a follower's read, in a thread or not, and its wait."""
    under_way: list[asyncio.Future[object]] = []

    async def story() -> None:
        store = open_store(url)
        monkeypatch.setattr(store, "watch", lambda _: lambda: None)
        log, loop = EventLog(store, live=True), asyncio.get_running_loop()
        read_log = store.read_log

        def read_and_dawdle(after: int, limit: int) -> list[tuple[int, Entry]]:
            seen = read_log(after, limit)
            if not seen:
                appending = log.append(pages("h.book.a", 1, 1))
                if threading.current_thread() is threading.main_thread():
                    under_way.append(asyncio.ensure_future(appending))
                else:
                    asyncio.run_coroutine_threadsafe(appending, loop).result(60)
            return seen

        monkeypatch.setattr(store, "read_log", read_and_dawdle)
        _, event = await asyncio.wait_for(anext(log.follow()), 60)
        assert event == noted("h.book.a", 1)
        await log.close()

    asyncio.run(story())


def test_a_follower_sees_what_another_process_appends(shared_url: str) -> None:
    """Another store on the same database stands in for the other process."""

    async def story() -> None:
        async with _opened(shared_url, live=True) as log:
            follower = log.follow()
            with open_store(shared_url) as other:
                for n in range(1, 4):
                    waiting = asyncio.ensure_future(anext(follower))
                    await asyncio.sleep(0.02)
                    other.append([noted("h.book.a", n)])
                    _, event = await asyncio.wait_for(waiting, 60)
                    assert event == noted("h.book.a", n)

    asyncio.run(story())


@pytest.mark.parametrize("live", [True, False])
def test_a_follower_of_one_workspace_sees_its_own_events_alone(url: str, *, live: bool) -> None:
    """In order, each once; of other workspaces' events it only learns the log position."""

    async def story() -> None:
        async with _opened(url, live=live) as log:
            await log.append(pages("h.book.a", 1, 3))
            await log.append(pages("hotel.book.a", 1, 3))
            batches = log.batches_of("h", limit=2)
            found = [await anext(batches) for _ in range(3)]
            assert [event for _, own in found for _, event in own] == pages("h.book.a", 1, 3)
            assert [len(own) for _, own in found] == [2, 1, 0]
            assert found[-1][0] == await log.last_position()
            coming = asyncio.ensure_future(anext(batches))
            position = await log.append(pages("h.book.b", 1, 1))
            last, own = await asyncio.wait_for(coming, 60)
            assert (last, own) == (position, [(position, *pages("h.book.b", 1, 1))])
            await batches.aclose()  # type: ignore[attr-defined]

    asyncio.run(story())


def test_a_follower_sees_two_processes_append_by_turns_each_event_once(shared_url: str) -> None:
    """In the order of the log, although the own events come from memory."""

    async def story() -> None:
        async with _opened(shared_url, live=True) as log:
            seen: list[tuple[int, Entry]] = []

            async def follow() -> None:
                async for batch in log.batches():
                    seen.extend(batch)
                    if len(seen) == 60:
                        return

            follower = asyncio.create_task(follow())
            with open_store(shared_url) as other:
                for n in range(1, 21):
                    await log.append(pages("h.book.a", 2 * n - 1, 2 * n))
                    if n % 3:
                        await asyncio.to_thread(other.append, [noted("h.book.b", n - n // 3)])
                for n in range(15, 21):
                    await asyncio.to_thread(other.append, [noted("h.book.b", n)])
                await asyncio.wait_for(follower, 60)
                assert seen == other.read_log()

    asyncio.run(story())


def test_a_follower_takes_own_appends_from_memory(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once it has read all there was, the database is not asked for them."""

    async def story() -> None:
        store = open_store(url)
        monkeypatch.setattr(store, "watch", lambda _: lambda: None)
        log = EventLog(store)
        await log.append(pages("h.book.a", 1, 1))
        batches = log.batches(limit=3)
        seen = [*await anext(batches)]
        monkeypatch.setattr(store, "read_log", None)
        for first in (2, 4, 6):
            await log.append(pages("h.book.a", first, first + 1))
            seen += await anext(batches)
        await batches.aclose()  # type: ignore[attr-defined]
        assert [event for _, event in seen] == pages("h.book.a", 1, 7)
        await log.close()

    asyncio.run(story())


def test_events_in_memory_are_forgotten_when_the_log_is_rewritten(url: str) -> None:
    """A reader sees what is stored now."""
    with open_store(url) as store:
        store.append(pages("h.book.a", 1, 2))
        assert [event for _, event in store.read_on(0)] == pages("h.book.a", 1, 2)
        changed = [noted("h.book.a", n, "erased") for n in (1, 2)]
        store.rewrite({"h.book.a": changed}, [noted("h.book.b", 1)])
        assert [event for _, event in store.read_on(0)] == [*changed, noted("h.book.b", 1)]
