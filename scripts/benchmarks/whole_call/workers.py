"""Part 2, too: several workers on one PostgreSQL, beside one worker."""

from functools import partial
from typing import Final

from scripts.benchmarks.fleet import Fleet
from scripts.benchmarks.measuring import (
    Run,
    cpu_milliseconds,
    milliseconds,
    rate,
    ratio,
    take_turns,
    together,
)
from scripts.benchmarks.places import Places
from scripts.benchmarks.report import Findings, Goal, Table, plain, times
from scripts.benchmarks.scale import Scale
from scripts.benchmarks.telling import Tell
from scripts.benchmarks.whole_call import hookflash
from scripts.benchmarks.whole_call.job import Job

AT_ONCE: Final = (16, 64)
WORKERS: Final = (1, 2, 4)
HEADINGS: Final = (
    "calls at once", "workers", "calls a second", "p50 ms", "p99 ms", "CPU ms per call",
    "of one worker",
)  # fmt: skip
GOAL: Final = 1.8
"""How many times the calls of one worker two are to make, where two processors are free."""


def measure(scale: Scale, places: Places, tell: Tell) -> Findings:
    """Measure numbers of workers in turns, each time with as many calls at once in all."""
    rows: list[tuple[str, ...]] = []
    goals: list[Goal] = []
    for at_once in AT_ONCE:
        turns = [
            partial(_turn, places, workers, at_once, 2 * scale.seconds, tell) for workers in WORKERS
        ]
        runs = take_turns(turns, scale.rounds)
        one, two, four = (runs[str(workers)] for workers in WORKERS)
        rows += [_row(at_once, workers, some, one) for workers, some in runs.items()]
        what = f"whole calls, PostgreSQL, {at_once} at once"
        goals += [
            Goal(f"{what}: 2 workers, of one", GOAL, ratio(two, one), " times"),
            Goal(f"{what}: 4 workers, of two", 1.0, ratio(four, two), " times"),
        ]
    title = "2. Several workers on one PostgreSQL, the server on the same machine"
    return Findings([Table(title, HEADINGS, tuple(rows))], goals)


def _turn(places: Places, workers: int, at_once: int, seconds: float, tell: Tell) -> dict[str, Run]:
    tell(f"2 whole call: {workers} workers, {at_once} at once")
    with places.fresh("PostgreSQL") as url, Fleet(workers) as fleet:
        jobs = [Job(url, at_once // workers, seconds, worker) for worker in range(workers)]
        return {str(workers): together(fleet.run(hookflash.work, jobs))}


def _row(at_once: int, workers: str, some: list[Run], one: list[Run]) -> tuple[str, ...]:
    return (
        str(at_once),
        workers,
        plain(rate(some)),
        plain(milliseconds(some, 50)),
        plain(milliseconds(some, 99)),
        plain(cpu_milliseconds(some)),
        "" if some is one else times(ratio(some, one)),
    )
