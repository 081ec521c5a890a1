"""A worker is told what other processes append to the streams that concern it, and nothing else."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from hookflash.orchestrator.log.log import EventLog
from hookflash.orchestrator.log.store import open_store
from tests.contract.log.noted import pages

PATIENCE = 60.0


def concerns(stream: str) -> bool:
    """The streams that this worker holds."""
    return stream.startswith("ours.")


def told(url: str, append: Callable[[EventLog, EventLog], Coroutine[Any, Any, None]]) -> list[str]:
    """The streams of the events that a worker is told of, up to one in ``ours.book.last``.

    ``append`` gets its log and that of another process.
    """

    async def story() -> list[str]:
        own, others = (EventLog(open_store(url)) for _ in range(2))
        found: list[str] = []
        try:
            async with asyncio.timeout(PATIENCE):
                begun = await own.last_position()
                appending = asyncio.create_task(append(own, others))
                async for _, batch in own.foreign(concerns, begun):
                    found += [event.stream for _, event in batch]
                    if "ours.book.last" in found:
                        break
                await appending
        finally:
            await own.close()
            await others.close()
        return found

    return asyncio.run(story())


def test_what_others_append_to_streams_of_no_concern_is_passed_over(shared_url: str) -> None:
    """It is not even decoded."""

    async def append(_: EventLog, others: EventLog) -> None:
        await others.append(pages("ours.book.a", 1, 2))
        await others.append(pages("theirs.book.b", 1, 2))
        await others.append(pages("ours.book.last", 1, 1))

    assert told(shared_url, append) == ["ours.book.a"] * 2 + ["ours.book.last"]


def test_what_others_append_between_own_events_is_not_missed(shared_url: str) -> None:
    """Own events that come from memory are passed over, but nothing among them."""

    async def append(own: EventLog, others: EventLog) -> None:
        for number in range(1, 6):
            await own.append(pages("own.book.a", number, number))
            await others.append(pages("ours.book.b", number, number))
            await own.append(pages("own.book.c", number, number))
        await others.append(pages("ours.book.last", 1, 1))

    assert told(shared_url, append) == ["ours.book.b"] * 5 + ["ours.book.last"]


def test_a_follower_ends_when_its_log_is_closed(shared_url: str) -> None:
    """It does not wait for another event."""

    async def story() -> int:
        log = EventLog(open_store(shared_url))
        await log.append(pages("ours.book.a", 1, 1))

        async def follow() -> int:
            return sum([len(batch) async for _, batch in log.foreign(concerns)])

        following = asyncio.create_task(follow())
        await asyncio.sleep(0)
        await log.close()
        async with asyncio.timeout(PATIENCE):
            return await following

    assert asyncio.run(story()) in (0, 1)
