"""Folds of streams by the callers of one event loop."""

import asyncio

import pytest

from hookflash.orchestrator.log.errors import LogClosed
from hookflash.orchestrator.log.log import EventLog
from hookflash.orchestrator.log.reader import MOST
from hookflash.orchestrator.log.store import open_store
from tests.contract.log.noted import pages

MANY = 2 * MOST + 1


@pytest.mark.parametrize("live", [True, False])
def test_many_folds_at_once_are_each_given_their_own_stream(url: str, *, live: bool) -> None:
    """However they are read together; one whose caller went away keeps nobody waiting."""

    async def story() -> None:
        log = EventLog(open_store(url), live=live)
        streams = [f"h.book.{number}" for number in range(MANY)]
        await log.append([page for stream in streams for page in pages(stream, 1, 2)])
        folds = [asyncio.create_task(log.fold_stream(stream, list)) for stream in streams]
        await asyncio.sleep(0)
        folds[0].cancel()
        await asyncio.wait(folds)
        for stream, fold in list(zip(streams, folds, strict=True))[1:]:
            assert fold.result() == pages(stream, 1, 2)
        await log.close()

    asyncio.run(story())


def test_a_log_that_is_closed_says_so_to_all_who_ask(url: str) -> None:
    """Each gets an exception of its own."""

    async def story() -> None:
        log = EventLog(open_store(url))
        await log.close()
        folds = (log.fold_stream(f"h.book.{number}", list) for number in range(2))
        first, second = await asyncio.gather(*folds, return_exceptions=True)
        assert isinstance(first, LogClosed)
        assert isinstance(second, LogClosed)
        assert first is not second

    asyncio.run(story())
