"""Recordings are deleted when their time is over."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from hookflash import NotFound, Settings
from hookflash.domain.call import events as e
from hookflash.orchestrator.call_center import CallCenter
from hookflash.orchestrator.runtime.recording_expiry import RecordingExpiry
from tests.unit.recordings.world import SOUND, Provider, World, kinds, resume

DAYS = 30.0


def expiry(center: CallCenter, world: World) -> RecordingExpiry:
    """The sweep of a worker."""

    async def kept_before(at: object, limit: int) -> object:
        views = center._runner.views.recordings
        return await center._runner.fresh(views.kept_before, at, limit)  # type: ignore[arg-type]

    ask = center._dispatcher.ask
    return RecordingExpiry(world.store, DAYS, center._ports.clock, kept_before, ask)  # type: ignore[arg-type]


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A recording that is kept."""
    world = World(tmp_path)

    async def main() -> None:
        async with world.worker(Provider(), world.store) as center:
            await resume(center)
            await asyncio.sleep(1)

    world.play(main())
    assert world.store.objects == {world.key: SOUND}
    return world


def test_a_recording_is_deleted_after_its_time(world: World) -> None:
    """Not before; the log says so, and it can no longer be found."""

    async def main() -> None:
        async with world.worker(store=world.store) as center:
            sweeps = expiry(center, world)
            assert await sweeps.sweep() == 0
            assert world.store.objects
            await asyncio.sleep(DAYS * 86_400)
            assert await sweeps.sweep() == 1
            assert world.store.objects == {}
            assert await sweeps.sweep() == 0
            with pytest.raises(NotFound):
                await center.recording("harbor-dental", world.key.partition("/")[2])
            (thread,) = await center.inbox("harbor-dental")
            assert [item.sound for item in thread.items if item.kind == "voicemail"] == ["expired"]

    world.play(main())
    assert kinds(world.events()) == ["Attempted", "Kept", "Expired"]


def test_two_workers_expire_it_once(world: World) -> None:
    """Both delete, which does no harm."""
    world.begins += timedelta(days=DAYS)

    async def main() -> None:
        async with world.worker(store=world.store) as one, world.worker(store=world.store) as two:
            await asyncio.gather(expiry(one, world).sweep(), expiry(two, world).sweep())

    world.play(main())
    assert [type(event) for event in world.events()].count(e.RecordingExpired) == 1


def test_a_store_that_is_away_is_tried_again(world: World) -> None:
    """Nothing is recorded that did not happen; the sweep goes on by itself."""
    world.begins += timedelta(days=DAYS)
    world.store.fails = True

    async def main() -> None:
        async with world.worker(store=world.store) as center:
            sweeping = asyncio.create_task(expiry(center, world).run())
            await asyncio.sleep(60)
            assert kinds(world.events()) == ["Attempted", "Kept"]
            world.store.fails = False
            await asyncio.sleep(1_000)
            sweeping.cancel()

    world.play(main())
    assert (kinds(world.events())[-1], world.store.objects) == ("Expired", {})


def test_settings_name_a_time() -> None:
    """In days, above 0; without it recordings are kept."""
    assert Settings().recordings_kept_days is None
    with pytest.raises(ValueError, match="greater than 0"):
        Settings(recordings_kept_days=0)
