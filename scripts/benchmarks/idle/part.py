"""Part 11: stalls, answers and memory with thousands of idle live calls, and what breaks first."""

from collections.abc import Sequence
from statistics import median
from typing import Final

from scripts.benchmarks import history
from scripts.benchmarks.fleet import Fleet
from scripts.benchmarks.idle.process import Held, Job, hold
from scripts.benchmarks.measuring import milliseconds, stall_milliseconds
from scripts.benchmarks.places import Places
from scripts.benchmarks.report import Findings, Goal, Table, plain
from scripts.benchmarks.scale import Scale
from scripts.benchmarks.telling import Tell

BEGUN: Final = 4
"""Events of each idle call: it was answered, and greeted."""
STALL_GOAL: Final = 20.0
HEAR_GOAL: Final = 8.0
GOALS_AT: Final = (10_000, 12_000)
"""Live calls at which the sweep, and what is heard, have their goals."""
HEADINGS: Final = (
    "idle live calls", "collector", "resumed after s", "longest stall meanwhile ms",
    "CPU of a second, idle, ms", "longest stall at sweeps ms", "hear p50 ms", "p99 ms", "p99.9 ms",
    "kB a call",
)  # fmt: skip


def measure(scale: Scale, places: Places, tell: Tell) -> Findings:
    """Measure processes with more and more calls, in SQLite files."""
    rows: list[tuple[str, ...]] = []
    goals: list[Goal] = []
    for calls in scale.live:
        for tuned in (True, False):
            tell(f"11 idle: {calls:,} live calls, collector {_collector(tuned)}")
            held = [_turn(places, calls, scale.seconds, tuned=tuned) for _ in range(scale.rounds)]
            rows.append((f"{calls:,}", _collector(tuned), *_row(held)))
            if tuned:
                goals += _goals(calls, held)
    return Findings(
        [Table("11. Idle live calls in one process, SQLite", HEADINGS, tuple(rows))], goals
    )


def _collector(tuned: bool) -> str:  # noqa: FBT001 - a column's value
    return "tuned" if tuned else "as usual"


def _turn(places: Places, calls: int, seconds: float, *, tuned: bool) -> Held:
    # A process of its own: what another one left behind would be counted.
    with places.fresh("SQLite") as url, Fleet(1) as fleet:
        history.fill(url, calls, BEGUN)
        (held,) = fleet.run(hold, [Job(url, calls, seconds, tuned)])
    return held


def _row(held: Sequence[Held]) -> tuple[str, ...]:
    resumes, sweeps, hears = zip(*((one.resume, one.sweeps, one.hear) for one in held), strict=True)
    return (
        plain(median(run.seconds for run in resumes)),
        plain(stall_milliseconds(resumes)),
        plain(1_000 * median(run.cpu / run.seconds for run in sweeps)),
        plain(stall_milliseconds(sweeps)),
        *(plain(milliseconds(hears, percent)) for percent in (50, 99, 99.9)),
        plain(median(one.memory for one in held) / 1_000),
    )


def _goals(calls: int, held: Sequence[Held]) -> list[Goal]:
    sweeps, hears = [one.sweeps for one in held], [one.hear for one in held]
    found = []
    if calls == GOALS_AT[0]:
        stall = stall_milliseconds(sweeps)
        found.append(
            Goal(f"stall at a sweep, {calls:,} calls", STALL_GOAL, stall, " ms", at_most=True)
        )
    if calls == GOALS_AT[1]:
        slow = milliseconds(hears, 99)
        found.append(Goal(f"hear p99, {calls:,} live calls", HEAR_GOAL, slow, " ms", at_most=True))
    return found
