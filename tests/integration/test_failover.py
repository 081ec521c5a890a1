"""The primary's host fails under load, and a standby is promoted."""

import asyncio
import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from hookflash.orchestrator.log.errors import LogUnavailable
from hookflash.orchestrator.log.log import EventLog
from hookflash.orchestrator.log.store import open_store
from tests.contract.log.noted import noted
from tests.rig.crash import disturbed
from tests.rig.rig import Rig, RigSettings
from tests.servers.postgres import HOST, PostgresServer, running_server, running_standby

pytestmark = [pytest.mark.postgres, pytest.mark.slow]

LONGEST = 180
"""Real seconds; generous for a busy machine."""
HELD_BACK = 0.2
"""Real seconds for which the standby receives nothing. The writer's loop may be faster."""
BOOKS = [f"h.book.{n}" for n in range(4)]
Place = tuple[str, int]


class Pair:
    """A primary and its standby, both under one URL."""

    def __init__(self, primary: PostgresServer, standby: PostgresServer) -> None:
        self._primary = primary
        self._standby = standby
        name = primary.new_database().rpartition("/")[2]
        hosts = f"{HOST}:{primary.port},{HOST}:{standby.port}"
        self.url = f"postgresql://postgres@{hosts}/{name}?target_session_attrs=read-write"

    async def fail_over(self) -> None:
        """Hold the standby back, kill the primary without a shutdown, and promote the standby.

        Then the primary has commits that the standby never gets. None of them may be acknowledged.
        """
        with psycopg.connect(self._primary.url()) as connection:
            ((sender,),) = connection.execute("SELECT pid FROM pg_stat_replication")
        os.kill(sender, signal.SIGSTOP)
        await asyncio.to_thread(time.sleep, HELD_BACK)
        await asyncio.to_thread(self._primary.kill)
        os.kill(sender, signal.SIGKILL)
        await asyncio.to_thread(self._standby.promote)


@pytest.fixture
def pair() -> Iterator[Pair]:
    """A primary that acknowledges a commit only once it is on its standby's disk as well."""
    with running_server() as primary, running_standby(primary) as standby:
        yield Pair(primary, standby)


def test_a_failover_neither_loses_nor_repeats_an_event(pair: Pair) -> None:
    """Fault 23: each append counts once, and a follower sees each event once, in order."""

    async def story() -> None:
        log = EventLog(open_store(pair.url))
        writers = [Writer(log, book) for book in BOOKS]
        seen: list[Place] = []
        async with asyncio.timeout(LONGEST), asyncio.TaskGroup() as tasks:
            following = tasks.create_task(follow(log, seen))
            writing = [tasks.create_task(writer.write()) for writer in writers]
            await until(lambda: all(writer.head > 20 for writer in writers))
            await pair.fail_over()
            heads = [writer.head for writer in writers]
            await until(
                lambda: all(w.head > old + 20 for w, old in zip(writers, heads, strict=True))
            )
            for writer in writers:
                writer.finished = True
            await asyncio.gather(*writing)
            await until(lambda: len(seen) >= sum(writer.head for writer in writers))
            await log.close()
            await following
        for writer in writers:
            pages = [page for book, page in seen if book == writer.book]
            assert pages == list(range(1, writer.head + 1))

    asyncio.run(story())


def test_workers_go_on_after_a_failover(pair: Pair, tmp_path: Path) -> None:
    """Fault 23: calls, texts, transfers and views continue on the standby's database."""

    async def fail_over(rig: Rig) -> None:
        await rig.all_at_work()
        await rig.really_sleep(1.0)
        await pair.fail_over()
        await rig.all_at_work()

    result = disturbed(RigSettings(log=pair.url, folder=tmp_path), fail_over)
    assert result.faults == []


class Writer:
    """Appends one page after the other to a book; after an error it reads how far the book got."""

    def __init__(self, log: EventLog, book: str) -> None:
        self._log = log
        self.book = book
        self.head = 0
        self.finished = False

    async def write(self) -> None:
        """Append until ``finished``; fails if an acknowledged page is missing."""
        known = True
        while not (self.finished and known):
            try:
                if not known:
                    head = len(await self._log.read_stream(self.book))
                    assert head >= self.head
                    self.head, known = head, True
                await self._log.append([noted(self.book, self.head + 1)])
                self.head += 1
            except LogUnavailable:
                known = False


async def follow(log: EventLog, seen: list[Place]) -> None:
    """Note every event; after an error, follow again from the last one."""
    after = 0
    while True:
        try:
            async for position, event in log.follow(after):
                seen.append((event.stream, event.position))
                after = position
        except LogUnavailable:
            continue
        return


async def until(so: Callable[[], bool]) -> None:
    """Poll until ``so`` is true."""
    while not so():  # noqa: ASYNC110 - several tasks make it so, none of which knows
        await asyncio.sleep(0.02)
