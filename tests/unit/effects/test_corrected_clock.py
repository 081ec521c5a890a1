"""Workers correct their clocks by that of the database."""

import asyncio
from collections.abc import AsyncIterator, Callable, MutableMapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from hookflash.domain.call.timers import Timer
from hookflash.orchestrator.log.errors import LogUnavailable
from hookflash.orchestrator.runtime.corrected_clock import MEASURED_SECONDS, CorrectedClock
from hookflash.orchestrator.simulation.virtual_time import EPOCH, VirtualClock
from hookflash.orchestrator.system.clock import SystemClock
from hookflash.testing import in_virtual_time


class HostClock(VirtualClock):
    """A clock that is ``ahead`` of the true time, and can be set."""

    def __init__(self, ahead: float) -> None:
        super().__init__(asyncio.get_running_loop(), EPOCH)
        self.ahead = ahead

    def now(self) -> datetime:
        """The time that this host takes it to be."""
        return super().now() + timedelta(seconds=self.ahead)


async def at_once(measure: Callable[[], None]) -> None:
    """Run it in the loop itself."""
    measure()


@asynccontextmanager
async def corrected(ahead: float) -> AsyncIterator[tuple[CorrectedClock, HostClock, VirtualClock]]:
    """A corrected clock that is kept so, the clock of its host, and the true one."""
    host, true = HostClock(ahead), VirtualClock(asyncio.get_running_loop(), EPOCH)
    clock = CorrectedClock(host)
    clock.follow(true.now)
    keeping = asyncio.create_task(clock.run(at_once))
    try:
        yield clock, host, true
    finally:
        keeping.cancel()


@pytest.mark.parametrize("ahead", [-3_600.0, -40.0, 0.0, 0.01, 40.0])
def test_every_worker_tells_the_time_of_the_database(ahead: float) -> None:
    """Fault 61: however far its own clock is off."""

    @in_virtual_time
    async def scene() -> None:
        async with corrected(ahead) as (clock, _, true):
            assert clock.now() == true.now()
            assert clock.ahead_seconds == ahead

    scene()


def test_a_clock_that_drifts_is_measured_every_minute() -> None:
    """Fault 61: by less than a jump."""

    @in_virtual_time
    async def scene() -> None:
        async with corrected(0.0) as (clock, host, true):
            host.ahead = 0.7
            assert clock.now() != true.now()
            await asyncio.sleep(MEASURED_SECONDS + 1)
            assert clock.now() == true.now()

    scene()


def test_a_clock_that_was_set_is_measured_at_once() -> None:
    """Faults 24, 61: within two seconds."""

    @in_virtual_time
    async def scene() -> None:
        async with corrected(0.0) as (clock, host, true):
            await asyncio.sleep(10)
            host.ahead = 3_600.0
            await asyncio.sleep(3)
            assert clock.now() == true.now()

    scene()


def test_the_last_measurement_holds_while_the_database_is_away() -> None:
    """Fault 61: a clock does not jump back because nothing can be measured."""

    @in_virtual_time
    async def scene() -> None:
        def away() -> datetime:
            raise LogUnavailable("the database is away")

        async with corrected(40.0) as (clock, _, true):
            clock._database_now = away
            await asyncio.sleep(3 * MEASURED_SECONDS)
            assert clock.now() == true.now()

    scene()


def test_an_answer_that_was_long_on_its_way_counts_less() -> None:
    """The database stamps it somewhere in between: the shortest of several ways is the best."""
    times = [0.0, 8.0, 8.0, 8.1, 8.1, 12.0]  # sent and received, three times
    told = iter([datetime(2026, 1, 1, 0, 0, s, tzinfo=UTC) for s in (1, 38, 9)])

    class Script(SystemClock):
        def now(self) -> datetime:
            return datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=times.pop(0))

    clock = CorrectedClock(Script())
    clock.follow(lambda: next(told))
    assert clock.ahead_seconds == pytest.approx(8.05 - 38)


def skews(logs: Sequence[MutableMapping[str, Any]]) -> list[float]:
    """The differences that were logged."""
    return [entry["ahead_seconds"] for entry in logs if entry["event"] == "clock_skew"]


def test_a_difference_of_seconds_is_logged_once() -> None:
    """Fault 61: an operator sees it, and again when it changes."""

    @in_virtual_time
    async def scene() -> None:
        with capture_logs() as logs:
            async with corrected(40.0) as (_, host, _):
                await asyncio.sleep(5 * MEASURED_SECONDS)
                assert skews(logs) == [40.0]
                host.ahead = 1.0
                await asyncio.sleep(5)
                assert skews(logs) == [40.0, 1.0]
            async with corrected(0.5):
                assert skews(logs) == [40.0, 1.0]

    scene()


def test_a_timer_that_another_worker_began_runs_its_full_time() -> None:
    """Fault 61: a worker 40 s ahead does not end a ring after 4 s, nor one behind it too late."""
    from hookflash.orchestrator.runtime.effects.timers import Timers  # noqa: PLC0415

    @in_virtual_time
    async def scene() -> None:
        for ahead in (-40.0, 40.0):
            async with corrected(ahead) as (clock, _, true):
                timers = Timers(clock, _never, asyncio.ensure_future, lambda *_: True)
                since = true.now()
                await asyncio.sleep(4)
                left = timers._left(Timer("ring_timeout", "k", 1, since, 30.0))
                assert left == pytest.approx(26.0)

    scene()


async def _never(_: str, __: Timer) -> None:
    raise AssertionError("no timer fires")
