"""Folding streams for the callers of one event loop."""

import asyncio

import pytest

from hookflash.orchestrator.log.errors import LogClosed
from hookflash.orchestrator.log.log import EventLog
from hookflash.orchestrator.log.reader import LARGEST_BATCH
from hookflash.orchestrator.log.store import open_store
from tests.contract.log.noted import pages

MANY = 2 * LARGEST_BATCH + 1


@pytest.mark.parametrize("live", [True, False])
def test_concurrent_folds_each_get_their_own_stream(url: str, *, live: bool) -> None:
    """However they are batched; a cancelled caller delays no one."""

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


def test_every_fold_on_a_closed_log_fails(url: str) -> None:
    """Each caller gets its own exception."""

    async def story() -> None:
        log = EventLog(open_store(url))
        await log.close()
        folds = (log.fold_stream(f"h.book.{number}", list) for number in range(2))
        first, second = await asyncio.gather(*folds, return_exceptions=True)
        assert isinstance(first, LogClosed)
        assert isinstance(second, LogClosed)
        assert first is not second

    asyncio.run(story())
