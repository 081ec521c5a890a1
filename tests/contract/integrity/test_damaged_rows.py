"""One stored event is damaged: it is parked and named, and everything else goes on (fault 54)."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from hookflash import CallCenter, Event, UnreadableEvent, maintenance
from hookflash.orchestrator.log.store import open_store
from hookflash.orchestrator.runtime import recovery
from hookflash.projections.database.engine import open_database
from tests.contract.integrity.tampering import Tampering, tampering_with
from tests.contract.roles.office import AGENT, CALLER, NUMBER, begin
from tests.integration.http.conftest import OFFICE

Damage = Callable[[Tampering, str], None]
DAMAGED = 3
"""The position of the damaged event in its call."""


def cut_off(tampering: Tampering, call: str) -> None:
    """The end of the state is missing."""
    tampering.edit(call, DAMAGED, lambda state: state[:30])


def of_another_type(tampering: Tampering, call: str) -> None:
    """A field holds something else."""
    tampering.edit(call, DAMAGED, lambda state: state.replace(b'"position":3', b'"position":"x"'))


@pytest.fixture(params=[cut_off, of_another_type])
def damage(request: pytest.FixtureRequest) -> Damage:
    """A way to damage an event."""
    chosen: Damage = request.param
    return chosen


@pytest.fixture
def tampering(url: str) -> Iterator[Tampering]:
    """A way to edit the database by hand."""
    open_store(url).close()
    with closing(tampering_with(url)) as opened:
        yield opened


async def two_calls(url: str, folder: Path) -> tuple[str, str]:
    """Record two calls in an office; returns their ids."""
    file = folder / "office.yaml"
    file.write_text(OFFICE)
    async with CallCenter.open(url, agent=AGENT) as center:
        await center.apply(file)
        return await begin(center, "Hello?", number=1), await begin(center, "Hello?", number=2)


async def goes_on(center: CallCenter, call: str) -> None:
    """A call that began before, and one that begins now, are carried and shown."""
    await center.hear(call, "Are you open on Monday?")
    await center.end(call)
    new = await center.receive_call(to=NUMBER, from_=CALLER, provider_call_id="new")
    listed = {one.call: one.state for one in await center.calls("harbor-dental")}
    assert (listed[call], listed[new]) == ("ended", "ringing")
    assert (await center.call(new)).state == "ringing"


def test_the_views_are_built_and_other_calls_go_on(
    url: str, tampering: Tampering, damage: Damage, tmp_path: Path
) -> None:
    """Also in a process that starts later, whose views are of an older layout."""

    async def story() -> None:
        bad, good = await two_calls(url, tmp_path)
        damage(tampering, bad)
        _run(url, "UPDATE projection_checkpoint SET layout = layout - 1")
        place = tampering.log_position(bad, DAMAGED)
        async with CallCenter.open(url, agent=AGENT) as center:
            await goes_on(center, good)
            parked = await center.parked("harbor-dental")
            assert [(one.stream, one.log_position) for one in parked] == [(bad, place)]
            assert (await center.health()).unreadable == (place,)
            assert str(place) in (await center.health()).problems[0]
            with pytest.raises(UnreadableEvent, match=f"{bad}, position {DAMAGED}"):
                await center.hear(bad, "Hello?")
            assert (await center.call(bad)).state == "conversing"

    asyncio.run(story())


def test_a_call_that_lost_an_event_is_not_decided_on(
    url: str, tampering: Tampering, tmp_path: Path
) -> None:
    """What is decided on half of it could never be appended, however often it is tried."""

    async def story() -> None:
        bad, good = await two_calls(url, tmp_path)
        tampering.delete(bad, DAMAGED)
        async with CallCenter.open(url, agent=AGENT) as center, asyncio.timeout(60):
            with pytest.raises(UnreadableEvent, match="no event is stored at this position"):
                await center.hear(bad, "Hello?")
            await goes_on(center, good)

    asyncio.run(story())


def test_a_running_worker_passes_it(
    url: str, tampering: Tampering, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Its sweeps, its followers and its lists go on."""
    monkeypatch.setattr(recovery, "EVERY", 0.1)

    async def story() -> None:
        bad, good = await two_calls(url, tmp_path)
        async with CallCenter.open(url, agent=AGENT) as center:
            cut_off(tampering, bad)
            _run(url, "UPDATE projection_checkpoint SET position = 0, layout = layout - 1")
            following = center.follow()
            center.forget(bad)
            await goes_on(center, good)
            last = await center.position()
            async with asyncio.timeout(60):
                seen = [event async for event in _until(following, last)]
            assert (bad, DAMAGED) not in seen
            assert (bad, DAMAGED + 1) in seen

    asyncio.run(story())


async def _until(
    following: AsyncIterator[tuple[int, Event]], last: int
) -> AsyncIterator[tuple[str, int]]:
    async for position, event in following:
        yield event.stream, event.position
        if position >= last:
            return


def test_it_is_named_by_verify(url: str, tampering: Tampering, tmp_path: Path) -> None:
    """With its place in the log and in its call."""
    bad, _ = asyncio.run(two_calls(url, tmp_path))
    cut_off(tampering, bad)
    report = maintenance.verify(url)
    found = {(one.kind, one.stream, one.position) for one in report.findings}
    assert ("unreadable", bad, DAMAGED) in found
    assert {stream for _, stream, _ in found} == {bad}


def test_once_it_is_restored_the_views_are_built_again(
    url: str, tampering: Tampering, tmp_path: Path
) -> None:
    """By the next worker that starts; nothing is parked any more."""

    async def story() -> None:
        bad, _ = await two_calls(url, tmp_path)
        whole: list[bytes] = []

        def cut(state: bytes) -> bytes:
            whole.append(state)
            return state[:30]

        tampering.edit(bad, DAMAGED, cut)
        maintenance.rebuild(url)
        async with CallCenter.read(url) as center:
            assert len(await center.parked("harbor-dental")) == 1
        tampering.edit(bad, DAMAGED, lambda _: whole[0])
        async with CallCenter.open(url, agent=AGENT) as center, asyncio.timeout(60):
            while (await center.health()).unreadable:  # noqa: ASYNC110 - nothing tells of it
                await asyncio.sleep(0.05)
            assert await center.parked("harbor-dental") == ()

    asyncio.run(story())


@pytest.mark.parametrize("lost", ["DELETE FROM hookflash_events", "DROP TABLE hookflash_events"])
@pytest.mark.parametrize("views", ["kept", "lost"])
def test_a_wiped_log_is_not_taken_for_a_new_one(
    url: str, lost: str, views: str, tmp_path: Path
) -> None:
    """Fault 29: verify and the health of the database say that events were lost."""
    asyncio.run(two_calls(url, tmp_path))
    _run(url, lost)
    if views == "lost":
        _run(url, "DELETE FROM projection_checkpoint")
    report = maintenance.verify(url)
    assert "an empty log, in which events were stored before" in {
        one.wrong for one in report.findings
    }

    async def problems() -> tuple[str, ...]:
        async with CallCenter.read(url) as center:
            return (await center.health()).problems

    if views == "kept":
        assert any("up to which the views have read" in one.right for one in report.findings)
        assert "events were lost" in asyncio.run(problems())[0]


def _run(url: str, statement: str) -> None:
    engine = open_database(url)
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()
