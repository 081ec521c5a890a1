"""Erasing a contact deletes their recordings first."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from hookflash import (
    NoRecordingStore,
    RecordingStorage,
    RecordingStoreFailed,
    Refused,
    StillOpen,
    maintenance,
)
from hookflash.domain.call import events as e
from hookflash.domain.call.timers import FETCH_SECONDS, KEEPING_SECONDS
from hookflash.orchestrator.call_center import CallCenter
from tests.cast import CALLER
from tests.contract.integrity.stories import left_a_message
from tests.unit.recordings.world import CALL, SOUND, Provider, World, resume

STRANGERS = "harbor-dental.call.00000000000000c1"


@pytest.fixture
def world(tmp_path: Path) -> World:
    """Two recordings that are kept; the second is a stranger's."""
    world = World(tmp_path)
    with world.log() as log:
        log.append(left_a_message(STRANGERS, "+14155550123", keep=True))

    async def main() -> None:
        async with world.worker(Provider(), world.store) as center:
            await resume(center)
            await resume(center, STRANGERS)
            await asyncio.sleep(1)

    world.play(main())
    assert len(world.store.objects) == 2
    return world


async def sounds(center: CallCenter) -> dict[str, str]:
    """What the inbox says of each call's recording."""
    threads = await center.inbox("harbor-dental")
    return {i.call: i.sound for t in threads for i in t.items if i.kind == "voicemail"}


def test_the_recordings_of_the_contact_are_deleted(world: World) -> None:
    """Those and no others; the log keeps neither their hash nor where they were."""

    async def main() -> None:
        async with world.worker(store=world.store) as center:
            (erasure,) = await center.erase(CALLER, operator="Kim")
            assert erasure.deleted == 1
            assert await sounds(center) == {CALL: "erased", STRANGERS: "kept"}
            (again,) = await center.erase(erasure.pseudonym, operator="Kim")
            assert again.deleted == 0

    key = world.key
    world.play(main())
    assert key not in world.store.objects
    assert list(world.store.objects.values()) == [SOUND]
    (kept,) = (event for event in world.events() if isinstance(event, e.RecordingKept))
    assert kept.sha256 == "[erased]"


def test_a_store_that_is_away_stops_the_erasure(world: World) -> None:
    """Nothing is half done: the log is as before, and erasing again goes on."""

    async def main() -> None:
        async with world.worker(store=world.store) as center:
            before = await center.events(CALL)
            world.store.fails = True
            with pytest.raises(RecordingStoreFailed, match="erase again"):
                await center.erase(CALLER, operator="Kim")
            assert await center.events(CALL) == before
            world.store.fails = False
            (erasure,) = await center.erase(CALLER, operator="Kim")
            assert erasure.deleted == 1

    world.play(main())


def test_a_process_without_the_store_does_not_erase(world: World) -> None:
    """The log would forget where the sound is."""

    async def main() -> None:
        async with world.worker() as center:
            before = await center.events(CALL)
            with pytest.raises(NoRecordingStore, match=r"1 of the contact's recordings .* erased"):
                await center.erase(CALLER, operator="Kim")
            assert await center.events(CALL) == before

    world.play(main())
    with pytest.raises(NoRecordingStore):
        maintenance.erase(world.url, CALLER, operator="Kim")


def test_a_recording_that_was_given_up_is_deleted_too(tmp_path: Path) -> None:
    """The store may have taken it too late for the worker; if there is no store, it has none."""
    world = World(tmp_path)
    provider = Provider([Refused(code="410", reason="HTTP 410")])

    async def main() -> None:
        async with world.worker(provider, world.store) as center:
            await resume(center)
            await asyncio.sleep(1)
        world.store.objects[world.key] = SOUND
        async with world.worker(store=world.store) as center:
            (erasure,) = await center.erase(CALLER, operator="Kim")
            assert erasure.deleted == 0
        async with world.worker() as center:
            await center.erase(erasure.pseudonym, operator="Kim")

    world.play(main())
    assert world.store.objects == {}


def test_it_can_be_done_without_a_call_center(world: World, tmp_path: Path) -> None:
    """As the command line does."""
    folder = RecordingStorage(str(tmp_path / "kept"))
    for key, data in world.store.objects.items():
        asyncio.run(folder.put(key, data))
    key = world.key
    (erasure,) = maintenance.erase(world.url, CALLER, operator="Kim", recording_store=folder)
    assert erasure.deleted == 1
    assert asyncio.run(folder.size(key)) is None


@pytest.mark.parametrize("over", [False, True])
def test_a_recording_that_may_still_be_fetched_has_to_be_waited_for(
    tmp_path: Path,
    over: bool,  # noqa: FBT001
) -> None:
    """A worker could store it after the erasure; a day later none does."""
    world = World(tmp_path)
    world.begins += timedelta(seconds=KEEPING_SECONDS + FETCH_SECONDS) * over

    async def main() -> None:
        async with world.worker(store=world.store) as center:
            if over:
                (erasure,) = await center.erase(CALLER, operator="Kim")
                assert erasure.deleted == 0
            else:
                with pytest.raises(StillOpen, match="recording is still to be fetched"):
                    await center.erase(CALLER, operator="Kim")

    world.play(main())
