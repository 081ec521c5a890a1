"""Workers are told to stop, and the database restarts, under load."""

import asyncio
from pathlib import Path

from tests.rig.crash import disturbed
from tests.rig.rig import Rig, RigSettings
from tests.servers.postgres import PostgresServer

STOPS = 6
OUTAGES = 3


def test_a_worker_that_is_told_to_stop_loses_nothing(file_url: str, tmp_path: Path) -> None:
    """Fault 40: SIGTERM with live calls; each worker shuts down cleanly, and others go on."""

    async def stop_one_after_another(rig: Rig) -> None:
        for number in range(STOPS):
            chosen = number % len(rig.workers)
            await rig.switchboard.served(chosen)
            await rig.really_sleep(0.5)
            assert await rig.restart(chosen) == 0

    result = disturbed(RigSettings(log=file_url, folder=tmp_path), stop_one_after_another)
    assert result.faults == []


def test_a_database_that_restarts_loses_nothing(postgres: PostgresServer, tmp_path: Path) -> None:
    """Fault 23: the server is killed under load, three times, while the workers keep running."""

    async def restart_the_server(rig: Rig) -> None:
        for _ in range(OUTAGES):
            await rig.all_at_work()
            await rig.really_sleep(1.5)
            await asyncio.to_thread(postgres.kill)
            await rig.really_sleep(0.5)
            await asyncio.to_thread(postgres.start)

    url = postgres.new_database()
    result = disturbed(RigSettings(log=url, folder=tmp_path), restart_the_server)
    assert result.faults == []
