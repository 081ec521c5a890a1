"""A process that holds as many live calls as it may refuses one more, and goes on with those."""

import asyncio
from pathlib import Path

import httpx
import pytest

from hookflash import CallCenter, Settings, TooManyCalls
from hookflash.http import create_app
from tests.tree import ROOT

OFFICE = ROOT / "docs" / "tutorial" / "office.yaml"
NUMBER, CALLER = "+14155550100", "+14155550199"
ADMIN = "0123456789abcdef0123456789abcdef"


async def _begin(center: CallCenter, known: str) -> str:
    return await center.receive_call(to=NUMBER, from_=CALLER, provider_call_id=known)


def test_one_call_too_many_is_refused_and_the_live_ones_go_on(shared: str) -> None:
    """It is not recorded; a call that ends makes room; repeats are no new calls."""

    async def run() -> None:
        async with CallCenter.open(shared, settings=Settings(most_live_calls=2)) as center:
            await center.apply(OFFICE)
            first, second = await _begin(center, "1"), await _begin(center, "2")
            with pytest.raises(TooManyCalls) as refused:
                await _begin(center, "3")
            assert refused.value.most == 2
            assert len(await center.calls("harbor-dental")) == 2
            assert await _begin(center, "1") == first
            assert await center.answer(first)
            assert center.room() == (2, 2)
            await center.end(second)
            assert center.room() == (1, 2)
            await _begin(center, "3")
            with pytest.raises(TooManyCalls):
                await _begin(center, "4")
            assert await _begin(center, "2") == second, "an ended call, repeated, takes no room"

    asyncio.run(run())


def test_a_process_that_starts_counts_the_calls_it_finds(shared: str) -> None:
    """Those of a process that died are live here, as soon as they are resumed or asked for."""

    async def run() -> None:
        async with CallCenter.open(shared) as center:
            await center.apply(OFFICE)
            first = await _begin(center, "1")
        async with CallCenter.open(shared, settings=Settings(most_live_calls=1)) as center:
            await center.answer(first)
            with pytest.raises(TooManyCalls):
                await _begin(center, "2")
            await center.end(first)
            await _begin(center, "2")

    asyncio.run(run())


def test_over_http_it_is_a_503_that_says_when_to_try_again(shared: str) -> None:
    """And /readyz shows how full the process is."""

    async def run() -> None:
        async with CallCenter.open(shared, settings=Settings(most_live_calls=1)) as center:
            await center.apply(OFFICE)
            key = await center.keys.issue("harbor-dental", "operate", "test")
            app = create_app(center)
            transport = httpx.ASGITransport(app)
            async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
                auth = {"Authorization": f"Bearer {key}"}
                call = {"to": NUMBER, "from": CALLER}
                taken = await client.post("/v1/calls", json=call, headers=auth)
                assert taken.status_code == 201, taken.text
                refused = await client.post("/v1/calls", json=call, headers=auth)
                assert refused.status_code == 503
                assert int(refused.headers["Retry-After"]) > 0
                assert "1 live calls, its limit" in refused.json()["detail"]
                ready = (await client.get("/readyz")).json()
                assert (ready["live_calls"], ready["most_live_calls"]) == (1, 1)

    asyncio.run(run())


@pytest.fixture
def shared(tmp_path: Path) -> str:
    """A database of its own."""
    return f"sqlite:///{tmp_path / 'log.db'}"
