"""A worker that starts while its database is away waits for it, and says so."""

import asyncio
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from hookflash import CallCenter, LogUnavailable, maintenance
from hookflash.orchestrator.log.awaiting import until_answering
from tests.servers.ports import free_ports
from tests.servers.postgres import PostgresServer
from tests.tree import ROOT

PATIENCE = 60.0
RUN = "from hookflash.orchestrator.cli.app import main; main()"


@pytest.fixture
def stopped() -> Iterator[PostgresServer]:
    """A server that is not running yet."""
    with tempfile.TemporaryDirectory(prefix="hookflash-pg-") as folder:
        server = PostgresServer(Path(folder))
        yield server
        server.drop()


def test_it_waits_until_the_server_answers(stopped: PostgresServer) -> None:
    """Fault 56: and it says why; then it is a worker like any other."""
    told: list[str] = []

    async def story() -> None:
        started = asyncio.Event()

        def tell(reason: str) -> None:
            told.append(reason)
            started.set()

        waiting = asyncio.create_task(until_answering(stopped.url(), _soon, tell))
        opening = asyncio.create_task(_opened(stopped.url()))
        async with asyncio.timeout(PATIENCE):
            await started.wait()
            assert not opening.done()
            await asyncio.to_thread(stopped.start)
            await waiting
            assert await opening == 0

    asyncio.run(story())
    assert "refused" in told[0]


async def _soon(_: float) -> None:
    await asyncio.sleep(0.05)


async def _opened(url: str) -> int:
    async with CallCenter.open(url) as center:
        return len(await center.calls("harbor-dental"))


def test_the_command_line_says_what_it_waits_for(stopped: PostgresServer) -> None:
    """Fault 56: on standard error; it serves once the database is there."""
    (port,) = free_ports(1)
    command = [sys.executable, "-c", RUN, "serve", "--port", str(port)]
    process = subprocess.Popen(
        [*command, "--db", stopped.url(), "--simulate"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stderr is not None
        lines = iter(process.stderr.readline, "")
        assert any("Waiting for the database" in line for line in lines)
        stopped.start()
        assert any("Serving on" in line for line in lines)
        process.terminate()
        process.communicate(timeout=PATIENCE)


def test_what_waiting_cannot_mend_is_an_error_at_once(postgres: PostgresServer) -> None:
    """The database does not exist."""
    with pytest.raises(LogUnavailable, match="does not exist"):
        asyncio.run(_opened(postgres.url("nowhere")))


def test_a_locked_file_is_waited_for(file_url: str) -> None:
    """Fault 56: another process has stopped in the middle of a write."""
    maintenance.simulate(file_url)
    told: list[str] = []

    async def story() -> None:
        path = file_url.removeprefix("sqlite:///")
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")

            def tell(reason: str) -> None:
                told.append(reason)
                other.execute("ROLLBACK")

            async with asyncio.timeout(PATIENCE):
                await until_answering(file_url, _soon, tell)

    asyncio.run(story())
    assert ["locked" in reason for reason in told] == [True]
