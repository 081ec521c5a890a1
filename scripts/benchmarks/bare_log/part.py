"""Part 10: appends to the bare log, beside UmaDB's conditional append."""

from collections.abc import Callable
from functools import partial
from typing import Final

from scripts.benchmarks.bare_log import ours, uma
from scripts.benchmarks.bare_log.workload import Job
from scripts.benchmarks.fleet import Fleet
from scripts.benchmarks.measuring import (
    Run,
    cpu_milliseconds,
    cpu_ratio,
    milliseconds,
    rate,
    ratio,
    take_turns,
)
from scripts.benchmarks.places import Places
from scripts.benchmarks.report import Bars, Findings, Goal, Table, plain, times
from scripts.benchmarks.scale import Scale
from scripts.benchmarks.telling import Tell

HOOKFLASH: Final = "Hookflash's log, SQLite"
UMADB: Final = "UmaDB, conditional append"
CONTENDERS: Final[dict[str, Callable[[Job], Run]]] = {HOOKFLASH: ours.work, UMADB: uma.work}
GOALS: Final = {1: 1.5, 8: 2.0, 64: 2.0}
"""How many times as many appends as UmaDB, by callers at once."""
HEADINGS: Final = (
    "callers at once", "", "appends a second", "p50 ms", "p99 ms", "p99.9 ms", "CPU µs each",
    "ours", "ours: CPU",
)  # fmt: skip


def measure(scale: Scale, places: Places, tell: Tell) -> Findings:
    """Measure both in turns."""
    rows: list[tuple[str, ...]] = []
    goals: list[Goal] = []
    bars: list[Bars] = []
    for at_once, aim in GOALS.items():
        turns = [partial(_turn, places, name, at_once, scale.seconds, tell) for name in CONTENDERS]
        runs = take_turns(turns, scale.rounds)
        beside = ratio(runs[HOOKFLASH], runs[UMADB])
        rows += [_row(at_once, name, some, runs[HOOKFLASH]) for name, some in runs.items()]
        goals.append(Goal(f"appends, {at_once} at once: UmaDB", aim, beside, " times"))
        values = tuple((name, rate(some)) for name, some in runs.items())
        bars.append(Bars(f"Appends, {at_once} at once", "a second", values))
    table = Table("10. The bare log: single events, each append conditional", HEADINGS, (*rows,))
    return Findings([table], goals, bars[-1:])


def _turn(places: Places, name: str, at_once: int, seconds: float, tell: Tell) -> dict[str, Run]:
    tell(f"10 bare log: {name}, {at_once} at once")
    with places.fresh("SQLite") as url, Fleet(1) as fleet:
        (run,) = fleet.run(CONTENDERS[name], [Job(url, at_once, seconds)])
    return {name: run}


def _row(at_once: int, name: str, some: list[Run], ours_: list[Run]) -> tuple[str, ...]:
    beside = (
        ("", "") if some is ours_ else (times(ratio(ours_, some)), times(cpu_ratio(ours_, some)))
    )
    return (
        str(at_once),
        name,
        plain(rate(some)),
        *(plain(milliseconds(some, percent)) for percent in (50, 99, 99.9)),
        plain(1_000 * cpu_milliseconds(some)),
        *beside,
    )
