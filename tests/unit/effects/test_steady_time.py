"""A wall clock that is set makes nothing older or younger than it is (fault 24)."""

from datetime import datetime, timedelta

import pytest

from hookflash.orchestrator.runtime.effects.steady_clock import SteadyClock
from tests.cast import NOON

HOUR = 3_600.0


class SetClock:
    """A wall clock that somebody sets, over a time that passes steadily."""

    def __init__(self) -> None:
        self.passed = 50.0
        self.ahead = 0.0

    def now(self) -> datetime:
        """What it shows."""
        return NOON + timedelta(seconds=self.passed + self.ahead)

    async def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.passed += seconds


@pytest.fixture
def clock() -> SetClock:
    """Shows the right time as yet."""
    return SetClock()


@pytest.fixture
def time(clock: SetClock) -> SteadyClock:
    """Has looked at the clock once."""
    time = SteadyClock(clock, lambda: clock.passed)
    time.look()
    return time


def go_on(clock: SetClock, time: SteadyClock, seconds: int) -> None:
    """Time passes, and the clock is looked at every other second."""
    for _ in range(seconds // 2):
        clock.passed += 2
        time.look()


def test_without_a_jump_the_clock_is_believed(clock: SetClock, time: SteadyClock) -> None:
    """Of what was before this process, too: it may be an hour ago."""
    before = clock.now() - timedelta(hours=1)
    go_on(clock, time, 20)
    assert time.seconds_since(before) == pytest.approx(HOUR + 20)


@pytest.mark.parametrize("jump", [HOUR, -HOUR, 10 * HOUR, -90.0])
def test_a_stamp_from_before_the_jump_is_as_old_as_it_is(
    jump: float, clock: SetClock, time: SteadyClock
) -> None:
    """By however much the clock was set, and whichever way."""
    stamped = clock.now()
    go_on(clock, time, 10)
    clock.ahead += jump
    clock.passed += 1
    assert time.seconds_since(stamped) == pytest.approx(11)


@pytest.mark.parametrize("jump", [HOUR, -HOUR])
def test_so_is_one_from_after_the_jump_and_from_before_anybody_noticed(
    jump: float, clock: SetClock, time: SteadyClock
) -> None:
    """It was made between two looks."""
    go_on(clock, time, 10)
    clock.ahead += jump
    clock.passed += 1
    unnoticed = clock.now()
    go_on(clock, time, 10)
    noticed = clock.now()
    clock.passed += 5
    assert time.seconds_since(unnoticed) == pytest.approx(15)
    assert time.seconds_since(noticed) == pytest.approx(5)


def test_a_clock_may_be_set_there_and_back(clock: SetClock, time: SteadyClock) -> None:
    """Each stamp belongs to its stretch."""
    stamps = []
    for jump in (HOUR, -HOUR, -HOUR, HOUR):
        stamps.append(clock.now())
        go_on(clock, time, 30)
        clock.ahead += jump
    clock.passed += 1
    ages = [time.seconds_since(stamp) for stamp in stamps]
    assert ages == [pytest.approx(age) for age in (121, 91, 61, 31)]


def test_a_host_that_is_a_little_ahead_is_not_taken_for_a_jump(
    clock: SetClock, time: SteadyClock
) -> None:
    """What it stamps has only just happened."""
    go_on(clock, time, 10)
    clock.ahead -= HOUR
    go_on(clock, time, 10)
    assert time.seconds_since(clock.now() + timedelta(seconds=3)) == pytest.approx(-3)
