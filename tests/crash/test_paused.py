"""A worker is stopped for longer than every timer, and wakes up after others have gone on."""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from hookflash.domain.call.call import Call
from hookflash.orchestrator.carriers.simulator.behaviour import PhoneBehaviour
from hookflash.orchestrator.log.store import open_store
from hookflash.orchestrator.projection_runner import open_views
from hookflash.projections.database.engine import open_database
from hookflash.projections.runner import checkpoint
from tests.contract.log.noted import noted
from tests.rig.dying import Death
from tests.rig.ledger import Entry
from tests.rig.phones import Alike
from tests.rig.plan import ListedPlan
from tests.rig.rig import Rig, RigSettings, running_rig
from tests.rig.scaled_time import run_scaled
from tests.rig.single import SingleCall
from tests.servers.postgres import PostgresServer

SPEED = 2.5
"""Slow enough for a busy machine to hear a yes before the question lapses."""
PATIENCE = 60.0
"""Real seconds by which PostgreSQL has ended an idle transaction."""
AWAKE = 5.0
"""Seconds by which a worker that woke up has done what it was about to do."""


def settings(log: str, folder: Path, stopped: Death) -> RigSettings:
    """Two workers; the first of them is stopped at a point.

    Not on SQLite: a worker stopped in the middle of a write blocks every other writer.
    """
    folder.mkdir()
    return RigSettings(
        log=log,
        folder=folder,
        workers=2,
        speed=SPEED,
        plan=ListedPlan({}),
        phones=Alike(PhoneBehaviour(does="ignore")),
        deaths={0: stopped},
    )


@asynccontextmanager
async def nothing_beside(rig: Rig) -> AsyncIterator[None]:
    """Stop the second worker until the first one is: either may be the one that attempts."""
    first, second = rig.workers
    second.send(signal.SIGSTOP)
    yield
    await rig.until_stopped(first)
    second.send(signal.SIGCONT)


async def wake(rig: Rig, single: SingleCall) -> None:
    """Resume the stopped worker, and wait until it has caught up.

    Its answer shows that: it comes after an append, and so after reading the log again.
    """
    rig.workers[0].send(signal.SIGCONT)
    await single.say(0, "Hello?")
    await rig.really_sleep(AWAKE / SPEED)


async def stop_at_a_text(settings: RigSettings) -> list[Entry]:
    """Stop a worker before it records its attempt; returns the texts sent after it woke up."""
    async with running_rig(settings) as rig:
        single = SingleCall(rig)
        await single.begin(0)
        await rig.up(1)
        async with nothing_beside(rig):
            await single.say_unheard(0, "Could you text me the link?")
        await single.until(lambda call: any(t.provider_id for t in call.texts.values()))
        await wake(rig, single)
        return single.ledger("text")


async def stop_at_a_transfer(settings: RigSettings) -> tuple[Call, list[Entry]]:
    """Stop a worker after it recorded its attempt, until others have turned to voicemail.

    Returns the call, and the phones that rang after the worker woke up.
    """
    async with running_rig(settings) as rig:
        single = SingleCall(rig)
        await single.begin(0)
        await rig.up(1)
        await single.say(0, "I'd like to talk to dana")
        async with nothing_beside(rig):
            await single.say_unheard(0, "yes please")
        call = await single.until(lambda call: call.voicemail is not None)
        await wake(rig, single)
        return call, single.ledger("rung")


def test_a_worker_that_wakes_up_neither_texts_nor_rings(
    postgres: PostgresServer, tmp_path: Path
) -> None:
    """Fault 20: stopped before an attempt is recorded, its append conflicts; after it, it is late.

    Both run at the same time: they mostly wait for the other worker.
    """
    texting = settings(
        postgres.new_database(),
        tmp_path / "texting",
        Death("before", "SmsAttempted", by=signal.SIGSTOP),
    )
    transferring = settings(
        postgres.new_database(),
        tmp_path / "transferring",
        Death("after", "TransferAttempted", by=signal.SIGSTOP),
    )

    async def main() -> tuple[list[Entry], tuple[Call, list[Entry]]]:
        return await asyncio.gather(stop_at_a_text(texting), stop_at_a_transfer(transferring))

    texts, (call, rung) = run_scaled(main(), SPEED)
    assert len(texts) == 1
    assert [transfer.outcome for transfer in call.transfers.values()] == ["unanswered"]
    assert rung == []


def test_a_worker_stopped_in_the_middle_of_a_transaction_holds_nobody_up(
    postgres: PostgresServer,
) -> None:
    """Fault 20: PostgreSQL ends the transaction after three seconds, and the views go on."""
    url = postgres.new_database()
    stopped = open_database(url)
    with open_store(url) as store, closing(open_views(url, store)) as views:
        store.append([noted("h.book.a", 1)])
        held = stopped.connect()
        checkpoint.lock(held)
        other = Thread(target=views.catch_up, daemon=True)
        other.start()
        other.join(PATIENCE)
        assert views.behind() == 0
        with pytest.raises(DBAPIError, match="idle-in-transaction timeout"):
            held.execute(select(1))
        held.close()
    stopped.dispose()
