"""Token buckets: bursts, refill rate, memory."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hookflash.orchestrator.http.app import _ROUTES
from hookflash.orchestrator.http.costs import COSTS
from hookflash.orchestrator.http.problems import HttpProblem
from hookflash.orchestrator.http.rate_limits import Buckets, Limits
from hookflash.orchestrator.simulation.virtual_time import run_virtually


def test_a_burst_is_taken_and_then_a_steady_stream() -> None:
    """Three at once, then one each half second; waiting as told is enough."""
    buckets = Buckets(rate=2, burst=3)
    assert [buckets.take("a", 0.0).left for _ in range(3)] == [2, 1, 0]
    refused = buckets.take("a", 0.0)
    assert (refused.left, refused.wait, refused.full_in) == (0, 0.5, 1.5)
    assert refused.headers == {
        "RateLimit-Limit": "3",
        "RateLimit-Remaining": "0",
        "RateLimit-Reset": "2",
        "RateLimit-Cost": "1",
        "Retry-After": "1",
    }
    assert buckets.take("a", 0.5).wait == 0
    assert buckets.take("a", 0.5).wait == 0.5
    assert buckets.take("a", 60.0).left == 2


def test_each_has_a_bucket_of_its_own() -> None:
    """Too many requests by one key take nothing from another."""
    buckets = Buckets(rate=1, burst=1)
    assert [buckets.take(who, 0.0).wait for who in "aab"] == [0, 1, 0]


def test_no_more_buckets_are_kept_than_were_used_last() -> None:
    """Memory is bounded by evicting the least recently used bucket."""
    buckets = Buckets(rate=1, burst=1, most=10)
    for number in range(1_000):
        assert buckets.take("busy", 0.0).wait == (1.0 if number else 0.0)
        buckets.take(f"once-{number}", 0.0)
        assert len(buckets._full_at) <= 10


@given(
    rate=st.integers(1, 500),
    burst=st.integers(1, 500),
    pauses=st.lists(st.floats(0, 3), max_size=60),
)
def test_nobody_gets_more_than_the_burst_and_the_rate(
    rate: int, burst: int, pauses: list[float]
) -> None:
    """Any run of requests stays within burst and rate; waiting as told is enough."""
    buckets, now, let_in = Buckets(rate, burst), 0.0, 0
    for pause in pauses:
        now += pause
        allowance = buckets.take("a", now)
        let_in += not allowance.wait
        assert let_in <= burst + now * rate + 1e-6
        assert 0 <= allowance.left < burst
        assert not (allowance.wait and allowance.left)
        if allowance.wait:
            now += allowance.wait + 1e-9
            assert not buckets.take("a", now).wait
            let_in += 1


def test_a_key_is_let_in_again_when_the_time_has_come() -> None:
    """By the clock of the event loop."""

    async def check() -> None:
        limits = Limits(Buckets(1, 2), Buckets(1, 1))
        for _ in range(2):
            limits.count_request({}, "office", "key")
        with pytest.raises(HttpProblem) as refused:
            limits.count_request({}, "office", "key")
        assert refused.value.status == 429
        assert refused.value.headers is not None
        await asyncio.sleep(int(refused.value.headers["Retry-After"]))
        limits.count_request({}, "office", "key")

    run_virtually(check())


def test_what_takes_more_work_takes_more_units() -> None:
    """A bucket gives what it has; what costs more than it holds takes a full one."""
    buckets = Buckets(rate=1, burst=10)
    assert buckets.take("a", 0.0, cost=7).left == 3
    refused = buckets.take("a", 0.0, cost=5)
    assert (refused.wait, refused.left, refused.cost) == (2.0, 3, 5)
    assert buckets.take("a", 0.0, cost=3).left == 0
    assert buckets.take("b", 0.0, cost=50).wait == 0
    assert buckets.take("b", 0.0).wait == 1.0


def test_many_keys_of_a_workspace_share_a_limit() -> None:
    """Issuing more keys does not buy more work; another workspace is not affected."""

    async def check() -> None:
        limits = Limits(Buckets(1, 2), Buckets(1, 1), Buckets(1, 3))
        for key in "abc":
            limits.count_request({}, "office", key)
        with pytest.raises(HttpProblem, match="the keys of this workspace"):
            limits.count_request({}, "office", "d")
        limits.count_request({}, "other-office", "a")

    run_virtually(check())


def test_every_cost_is_that_of_a_route() -> None:
    """A route that is renamed keeps its cost."""
    named = {route.name for resource in _ROUTES for route in resource.router.routes}
    assert set(COSTS) - {"create_workspace"} <= named


def test_wrong_keys_are_counted_by_address() -> None:
    """Another address still learns what is wrong."""

    async def check() -> None:
        limits = Limits(Buckets(1, 1), Buckets(1, 1))
        limits.count_failure("192.0.2.1")
        with pytest.raises(HttpProblem, match="invalid keys from this address"):
            limits.count_failure("192.0.2.1")
        limits.count_failure("192.0.2.2")

    run_virtually(check())
