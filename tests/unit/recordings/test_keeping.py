"""Workers fetch recordings and store them, whatever goes wrong on the way."""

import asyncio
from collections.abc import AsyncIterator
from hashlib import sha256
from pathlib import Path

import pytest

from hookflash import Refused, Unknown
from hookflash.domain.call import events as e
from hookflash.domain.call.timers import FETCH_SECONDS, NOT_FETCHED
from hookflash.orchestrator.ports.recordings import MAX_RECORDING_BYTES, Sound
from hookflash.orchestrator.runtime.effects.recording_keeper import PATIENCE, media_type
from tests.unit.recordings.world import CALL, NOT_YET, SOUND, Provider, World, kinds, resume

DAY = 86_400.0


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A call whose recording is to be kept."""
    return World(tmp_path)


def kept_by(world: World, provider: Provider, seconds: float = 60.0) -> list[e.RecordingEvent]:
    """What one worker has recorded after so many seconds."""

    async def main() -> None:
        async with world.worker(provider, world.store) as center:
            await resume(center)
            await asyncio.sleep(seconds)

    world.play(main())
    return world.events()


def test_a_recording_is_fetched_and_kept(world: World) -> None:
    """With its hash; then the call has no work left."""
    provider = Provider(content_type="Audio/WAV; codecs=1")

    async def main() -> None:
        async with world.worker(provider, world.store) as center:
            assert (await center.call(CALL)).open
            await resume(center)
            await asyncio.sleep(1)
            assert not (await center.call(CALL)).open
            (thread,) = await center.inbox("harbor-dental")
            (left,) = (item for item in thread.items if item.kind == "voicemail")
            assert left.sound == "kept"
            kept = await center.recording("harbor-dental", left.key)
            assert world.begins <= kept.kept_at <= center.now()
            told = [piece async for piece in center.recording_sound(kept, 5, 8)]
            assert b"".join(told) == SOUND[5:8]

    world.play(main())
    attempted, kept = world.events()
    assert isinstance(attempted, e.RecordingAttempted)
    assert isinstance(kept, e.RecordingKept)
    assert (kept.size, kept.sha256) == (len(SOUND), sha256(SOUND).hexdigest())
    assert kept.content_type == "audio/wav"
    assert world.store.objects == {world.key: SOUND}


def test_one_that_is_not_there_yet_is_asked_for_again(world: World) -> None:
    """Twice not there, then the sound."""
    provider = Provider([NOT_YET, NOT_YET])
    events = kept_by(world, provider)
    assert kinds(events) == [
        *("Attempted", "Postponed", "Attempted", "Postponed", "Attempted", "Kept")
    ]
    assert [one.seconds for one in events if isinstance(one, e.RecordingPostponed)] == [5.0, 15.0]
    assert [request.attempt for request in provider.requests] == [1, 2, 3]


def test_failures_of_any_kind_are_not_the_end(world: World) -> None:
    """An unclear answer, an exception, an empty sound, a store that is away."""
    world.store.fails = True
    provider = Provider([Unknown(reason="HTTP 500"), OSError("reset"), Sound("audio/wav", _none())])
    events = kept_by(world, provider, 100.0)
    reasons = [one.reason for one in events if isinstance(one, e.RecordingPostponed)]
    assert reasons == ["HTTP 500", "OSError", "it is empty", "RecordingStoreFailed"]
    world.store.fails = False
    assert kinds(kept_by(world, Provider(), 400.0))[-1] == "Kept"


async def _none() -> AsyncIterator[bytes]:
    for piece in list[bytes]():
        yield piece


def test_a_slow_body_is_given_up_and_fetched_again(world: World) -> None:
    """Before another worker would begin."""
    provider = Provider(seconds=PATIENCE + 1)
    (_, postponed) = kept_by(world, provider, PATIENCE + 1)
    assert isinstance(postponed, e.RecordingPostponed)
    assert "not there within" in postponed.reason
    assert PATIENCE < FETCH_SECONDS
    assert world.store.objects == {}


@pytest.mark.parametrize(
    ("provider", "reason"),
    [
        (Provider([Refused(code="410", reason="HTTP 410")]), "HTTP 410"),
        (Provider(content_type="text/html"), "the provider did not send sound"),
        (Provider(content_type=""), "the provider did not send sound"),
    ],
)
def test_what_cannot_be_kept_is_lost_at_once(world: World, provider: Provider, reason: str) -> None:
    """Gone, or no sound: a browser would show a page with our rights."""
    attempted, lost = kept_by(world, provider)
    assert isinstance(lost, e.RecordingLost)
    assert (attempted.type, lost.reason) == ("RecordingAttempted", reason)
    assert world.store.objects == {}


def test_a_huge_body_is_not_read_to_its_end(world: World) -> None:
    """It would fill the memory."""
    read = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal read
        while True:
            read += 1_000_000
            yield bytes(1_000_000)

    _, lost = kept_by(world, Provider([Sound("audio/wav", endless())]))
    assert isinstance(lost, e.RecordingLost)
    assert lost.reason == "larger than 50,000,000 bytes"
    assert MAX_RECORDING_BYTES < read <= MAX_RECORDING_BYTES + 1_000_000
    assert world.store.objects == {}


def test_workers_that_race_store_one_object(world: World) -> None:
    """One of them fetches; the other's attempt is not decided."""
    provider = Provider(seconds=3.0)

    async def main() -> None:
        async with (
            world.worker(provider, world.store) as one,
            world.worker(provider, world.store) as other,
        ):
            await asyncio.gather(resume(one), resume(other))
            await asyncio.sleep(10)

    world.play(main())
    assert kinds(world.events()) == ["Attempted", "Kept"]
    assert len(provider.requests) == 1
    assert world.store.objects == {world.key: SOUND}


def test_a_worker_killed_before_it_fetched_is_replaced(world: World) -> None:
    """After the time that an attempt may take."""
    asked = 0

    async def main() -> None:
        nonlocal asked
        stuck = Provider(seconds=10_000)
        async with world.worker(stuck, world.store) as dying:
            await resume(dying)
            await asyncio.sleep(1)
            for task in dying._dispatcher._tasks:
                task.cancel()
        provider = Provider()
        async with world.worker(provider, world.store) as center:
            await resume(center)
            await asyncio.sleep(FETCH_SECONDS - 5)
            asked = len(provider.requests)
            await asyncio.sleep(10)

    world.play(main())
    assert asked == 0
    assert kinds(world.events()) == ["Attempted", "Attempted", "Kept"]


def test_a_worker_killed_after_it_stored_leaves_one_object(world: World) -> None:
    """The next one records what is stored, although the provider sends other bytes now."""
    world.store.objects[world.key] = b"as it was stored"
    events = kept_by(world, Provider(sound=b"encoded anew"))
    (kept,) = (one for one in events if isinstance(one, e.RecordingKept))
    assert (kept.size, kept.sha256) == (16, sha256(b"as it was stored").hexdigest())
    assert world.store.objects == {world.key: b"as it was stored"}


def test_a_restarted_worker_goes_on_with_the_attempts(world: World) -> None:
    """The waits are in the log."""
    assert kinds(kept_by(world, Provider([NOT_YET] * 9), 3.0)) == ["Attempted", "Postponed"]
    events = kept_by(world, provider := Provider(), 10.0)
    assert kinds(events) == ["Attempted", "Postponed", "Attempted", "Kept"]
    assert [request.attempt for request in provider.requests] == [2]


@pytest.mark.parametrize("has", ["nothing", "store", "source"])
def test_a_process_without_the_ports_leaves_it(world: World, has: str) -> None:
    """Until it is given up after a day, so that no call stays open forever."""
    provider = Provider()

    async def main() -> None:
        ports = (provider if has == "source" else None, world.store if has == "store" else None)
        async with world.worker(*ports) as center:
            await resume(center)
            await asyncio.sleep(DAY - 600)
            assert world.events() == []
            await asyncio.sleep(600)
            assert not (await center.call(CALL)).open

    world.play(main())
    (lost,) = world.events()
    assert isinstance(lost, e.RecordingLost)
    assert lost.reason == NOT_FETCHED
    assert provider.requests == []


def test_a_process_that_carries_no_calls_fetches_recordings(world: World) -> None:
    """It needs both ports for recordings, and no others."""

    async def main() -> None:
        async with world.worker(Provider(), world.store, carries=False) as center:
            await resume(center)
            await asyncio.sleep(1)

    world.play(main())
    assert kinds(world.events()) == ["Attempted", "Kept"]


@pytest.mark.parametrize("has", ["recordings", "store", "neither"])
def test_a_process_that_can_do_nothing_does_not_give_it_up(world: World, has: str) -> None:
    """It was opened to look at the calls."""
    provider = Provider()
    ports = (provider if has == "recordings" else None, world.store if has == "store" else None)

    async def main() -> None:
        async with world.worker(*ports, carries=False) as center:
            await resume(center)
            await asyncio.sleep(25 * 3600)

    world.play(main())
    assert world.events() == []
    assert provider.requests == []


@pytest.mark.parametrize(
    ("content_type", "kept"),
    [
        ("audio/mpeg", "audio/mpeg"),
        ("AUDIO/X-WAV; rate=8000", "audio/x-wav"),
        ("audio/vnd.wave", "audio/vnd.wave"),
        ("text/html", None),
        ("audio/", None),
        ("audio/wav\r\nSet-Cookie: a=b", None),
        ("audio", None),
        ("", None),
    ],
)
def test_only_sound_is_kept(content_type: str, kept: str | None) -> None:
    """Under its bare media type, which is sent to browsers."""
    assert media_type(content_type) == kept
