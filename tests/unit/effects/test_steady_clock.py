"""Setting the wall clock does not change the age of anything (fault 24)."""

from datetime import datetime, timedelta

import pytest

from hookflash.orchestrator.runtime.effects.steady_clock import SteadyClock
from tests.cast import NOON

HOUR = 3_600.0


class SetClock:
    """A wall clock that can be set, and the time that really passed."""

    def __init__(self) -> None:
        self.passed = 50.0
        self.ahead = 0.0

    def now(self) -> datetime:
        """The time it shows."""
        return NOON + timedelta(seconds=self.passed + self.ahead)

    async def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.passed += seconds


@pytest.fixture
def clock() -> SetClock:
    """A clock that shows the right time."""
    return SetClock()


@pytest.fixture
def time(clock: SetClock) -> SteadyClock:
    """A steady clock that has sampled ``clock`` once."""
    time = SteadyClock(clock, lambda: clock.passed)
    time.look()
    return time


def go_on(clock: SetClock, time: SteadyClock, seconds: int) -> None:
    """Let time pass; the clock is sampled every two seconds."""
    for _ in range(seconds // 2):
        clock.passed += 2
        time.look()


def test_without_a_jump_the_wall_clock_is_used(clock: SetClock, time: SteadyClock) -> None:
    """Also for timestamps from before this process started."""
    before = clock.now() - timedelta(hours=1)
    go_on(clock, time, 20)
    assert time.seconds_since(before) == pytest.approx(HOUR + 20)


@pytest.mark.parametrize("jump", [HOUR, -HOUR, 10 * HOUR, -90.0])
def test_the_age_of_a_timestamp_from_before_a_jump(
    jump: float, clock: SetClock, time: SteadyClock
) -> None:
    """By whatever amount and in whichever direction the clock was set."""
    stamped = clock.now()
    go_on(clock, time, 10)
    clock.ahead += jump
    clock.passed += 1
    assert time.seconds_since(stamped) == pytest.approx(11)


@pytest.mark.parametrize("jump", [HOUR, -HOUR])
def test_the_age_of_a_timestamp_from_between_a_jump_and_its_detection(
    jump: float, clock: SetClock, time: SteadyClock
) -> None:
    """It was made between two samples."""
    go_on(clock, time, 10)
    clock.ahead += jump
    clock.passed += 1
    unnoticed = clock.now()
    go_on(clock, time, 10)
    noticed = clock.now()
    clock.passed += 5
    assert time.seconds_since(unnoticed) == pytest.approx(15)
    assert time.seconds_since(noticed) == pytest.approx(5)


def test_the_clock_may_be_set_back_and_forth(clock: SetClock, time: SteadyClock) -> None:
    """Each timestamp is corrected by the offset of its time."""
    stamps = []
    for jump in (HOUR, -HOUR, -HOUR, HOUR):
        stamps.append(clock.now())
        go_on(clock, time, 30)
        clock.ahead += jump
    clock.passed += 1
    ages = [time.seconds_since(stamp) for stamp in stamps]
    assert ages == [pytest.approx(age) for age in (121, 91, 61, 31)]


def test_a_host_clock_that_is_slightly_ahead_is_not_a_jump(
    clock: SetClock, time: SteadyClock
) -> None:
    """Its timestamps count as just now."""
    go_on(clock, time, 10)
    clock.ahead -= HOUR
    go_on(clock, time, 10)
    assert time.seconds_since(clock.now() + timedelta(seconds=3)) == pytest.approx(-3)
