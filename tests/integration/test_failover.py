"""The primary's host is lost under load, and a standby is promoted."""

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

LONGEST = 180
"""Real seconds, for a busy machine."""
HELD_BACK = 0.2
"""Real seconds in which the standby gets nothing more; the loop's own may be faster."""
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
        """Hold the standby back, kill the primary where it stands, and promote the standby.

        So the primary has commits that the standby never gets: nobody must have been told of them.
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
    """A primary that acknowledges what is on its standby's disk, too."""
    with running_server() as primary, running_standby(primary) as standby:
        yield Pair(primary, standby)


def test_a_failover_loses_and_doubles_no_event(pair: Pair) -> None:
    """Fault 23: each append counts once, and who follows sees each event once, in order."""

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
    """Fault 23: calls, their texts and transfers, and the views, on the standby's database."""

    async def fail_over(rig: Rig) -> None:
        await rig.all_at_work()
        await rig.really_sleep(1.0)
        await pair.fail_over()
        await rig.all_at_work()

    result = disturbed(RigSettings(log=pair.url, folder=tmp_path), fail_over)
    assert result.faults == []


class Writer:
    """Appends page after page to one book; after an error it looks where the book is."""

    def __init__(self, log: EventLog, book: str) -> None:
        self._log = log
        self.book = book
        self.head = 0
        self.finished = False

    async def write(self) -> None:
        """Go on until ``finished``; fails if an acknowledged page is not there."""
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
    """Note every event, beginning anew behind the last one after an error."""
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
    """Look again and again whether it is ``so``."""
    while not so():  # noqa: ASYNC110 - several tasks make it so, none of which knows
        await asyncio.sleep(0.02)
