"""Rate limits: by key, and for invalid keys."""

import asyncio
from pathlib import Path

from hookflash.orchestrator.http.rate_limits import Buckets, Limits
from tests.integration.http.conftest import serving

SLOW = 1 / 3_600
"""So slow that nothing is refilled while a test runs."""


def test_a_key_that_asks_too_much_waits(folder: Path) -> None:
    """Headers say how much is left, then how long to wait; another key is not affected."""

    async def check() -> None:
        limits = Limits(Buckets(SLOW, 2), Buckets(SLOW, 1))
        async with serving(folder, limits) as api:
            done = [await api.ask("GET", "/v1/calls", role="read") for _ in range(3)]
            assert [one.status_code for one in done] == [200, 200, 429]
            assert [one.headers["RateLimit-Remaining"] for one in done] == ["1", "0", "0"]
            assert {one.headers["RateLimit-Limit"] for one in done} == {"2"}
            assert 3_500 < int(done[2].headers["Retry-After"]) <= 3_600
            assert "with this key" in done[2].json()["detail"]
            assert (await api.ask("GET", "/v1/calls", role="operate")).is_success
            other = await api.ask("GET", "/v1/none/such", role="operate")
            assert "RateLimit-Limit" not in other.headers

    asyncio.run(check())


def test_who_comes_with_wrong_keys_waits_but_a_right_one_opens(folder: Path) -> None:
    """Guessing is slowed down without locking out others at the same address."""

    async def check() -> None:
        limits = Limits(Buckets(SLOW, 9), Buckets(SLOW, 2))
        async with serving(folder, limits) as api:
            wrong = {"Authorization": "Bearer hf_harbor-dental_x_y"}
            tries = [("GET", "/v1/calls"), ("POST", "/v1/workspaces"), ("GET", "/v1/jobs")]
            done = [
                await api.ask(method, path, role=None, headers=wrong, json={"name": "Moon"})
                for method, path in tries
            ]
            assert [one.status_code for one in done] == [401, 401, 429]
            assert "Retry-After" in done[2].headers
            assert (await api.ask("GET", "/v1/calls")).is_success

    asyncio.run(check())
