"""Workers on PostgreSQL follow its clock; a file is on the host itself."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from hookflash import CallCenter
from hookflash.orchestrator.log.store import open_store
from hookflash.orchestrator.system.clock import SystemClock


class Ahead(SystemClock):
    """A host's clock that is 40 seconds ahead."""

    def now(self) -> datetime:
        """The wrong time."""
        return super().now() + timedelta(seconds=40)


def test_a_database_tells_its_time(url: str) -> None:
    """Fault 61: in UTC, or that it has the same clock."""
    with open_store(url) as store:
        told = store.now()
    if url.startswith("sqlite"):
        assert told is None
    else:
        assert told is not None
        assert told.utcoffset() == timedelta()
        assert abs(told - datetime.now(UTC)) < timedelta(minutes=1)


@pytest.mark.parametrize("skewed", [False, True])
def test_a_worker_follows_it(url: str, *, skewed: bool) -> None:
    """Fault 61: what it stamps, and what it tells about its clock."""

    async def main() -> None:
        async with CallCenter.open(url, clock=Ahead() if skewed else None) as center:
            follows = skewed and not url.startswith("sqlite")
            assert center.clock_skew == pytest.approx(40.0 if follows else 0.0, abs=5.0)
            off = (center.now() - datetime.now(UTC)).total_seconds()
            assert off == pytest.approx(40.0 if skewed and not follows else 0.0, abs=5.0)

    asyncio.run(main())
