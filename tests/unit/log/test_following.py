"""Followers of the log survive faults of its database."""

import asyncio
from collections.abc import Iterator

import pytest
from structlog.testing import capture_logs

from hookflash.orchestrator.log.errors import LogClosed
from hookflash.orchestrator.log.resilience import RETRY_SECONDS, until_log_closes


@pytest.mark.parametrize("end", [None, LogClosed("it is closed")])
def test_a_log_is_followed_until_it_closes_whatever_its_database_does(
    end: Exception | None,
) -> None:
    """Each fault is logged, and the follower is restarted after a pause."""
    outcomes: Iterator[Exception | None] = iter([OSError("away"), ValueError("odd"), end])
    pauses: list[float] = []

    async def follow() -> None:
        if (outcome := next(outcomes)) is not None:
            raise outcome

    async def pause(seconds: float) -> None:
        pauses.append(seconds)

    with capture_logs() as logs:
        asyncio.run(until_log_closes(follow, "not_followed", pause))
    assert [entry["event"] for entry in logs] == ["not_followed"] * 2
    assert pauses == [RETRY_SECONDS] * 2
    assert next(outcomes, "none is left") == "none is left"
