"""Runs are compared by rounds; CPU time counts every process that takes part."""

import asyncio
import subprocess
import sys
import time

import pytest

from scripts.benchmarks.measuring import Run, cpu_ratio, ratio, take_turns, together
from scripts.benchmarks.meter import Meter, stalls
from scripts.benchmarks.report import plain


def test_a_ratio_is_the_median_of_rounds() -> None:
    """A round in which the machine was slow for both changes nothing."""
    ours = [Run(1.0, [0.1] * 10), Run(10.0, [0.1] * 10), Run(1.0, [0.1] * 30)]
    theirs = [Run(1.0, [0.1] * 5), Run(10.0, [0.1] * 5), Run(1.0, [0.1] * 5)]

    assert ratio(ours, theirs) == pytest.approx(2.0)


def test_a_cpu_ratio_says_how_much_more_the_others_take() -> None:
    """For each operation, not for each second."""
    ours, theirs = Run(1.0, [0.1] * 10, cpu=1.0), Run(9.0, [0.1] * 2, cpu=1.0)

    assert cpu_ratio([ours], [theirs]) == pytest.approx(5.0)


def test_percentiles_are_those_of_the_operations() -> None:
    """The last one of a thousand is beyond 99.9 %."""
    run = Run(1.0, [float(number) for number in range(1_000)])

    assert [run.percentile(percent) for percent in (50, 99, 99.9)] == [500.0, 990.0, 999.0]
    assert Run(1.0, []).percentile(99) == 0.0


def test_processes_that_measured_together_are_one_run() -> None:
    """Their CPU time adds up; the longest stall is that of the worst."""
    both = together([Run(1.0, [0.1], 2.0, 0.3), Run(2.0, [0.2, 0.3], 1.0, 0.1)])

    assert both == Run(2.0, [0.1, 0.2, 0.3], 3.0, 0.3)


def test_every_other_round_is_taken_in_reverse() -> None:
    """So that a machine that becomes slower does so for all."""
    order: list[str] = []

    def turn(name: str) -> dict[str, Run]:
        order.append(name)
        return {name: Run(1.0, [])}

    take_turns([lambda: turn("a"), lambda: turn("b")], 2)
    assert order == ["a", "b", "b", "a"]


@pytest.mark.slow
def test_the_cpu_time_of_a_child_counts_even_once_it_has_ended() -> None:
    """A contender's server is a child."""
    meter = Meter()
    subprocess.run([sys.executable, "-c", "sum(range(20_000_000))"], check=True)

    assert meter.seconds > 0.05


def test_a_blocked_event_loop_is_a_stall() -> None:
    """It lasts as long as the loop could do nothing else."""

    async def block() -> float:
        async with stalls() as watched:
            await asyncio.sleep(0.01)
            time.sleep(0.1)  # noqa: ASYNC251 - the stall itself
            await asyncio.sleep(0.01)
        return watched.longest

    assert asyncio.run(block()) >= 0.09


@pytest.mark.parametrize(
    ("value", "shown"), [(0.123, "0.12"), (1.25, "1.2"), (123.4, "123"), (12_345.0, "12,300")]
)
def test_figures_have_significant_digits_only(value: float, shown: str) -> None:
    """As in the tables."""
    assert plain(value) == shown
