"""Part 2: the same whole call on Hookflash, on Restate, on DBOS and on Temporal."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Final, NamedTuple

from scripts.benchmarks.fleet import Fleet
from scripts.benchmarks.measuring import (
    Run,
    cpu_milliseconds,
    cpu_ratio,
    milliseconds,
    rate,
    ratio,
    stall_milliseconds,
    take_turns,
)
from scripts.benchmarks.places import Database, Places
from scripts.benchmarks.report import Bars, Findings, Goal, Table, plain, times
from scripts.benchmarks.scale import Scale
from scripts.benchmarks.telling import Tell
from scripts.benchmarks.whole_call import (
    hookflash,
    on_dbos,
    on_restate,
    on_temporal,
    playback,
    workers,
)
from scripts.benchmarks.whole_call.job import Job

PERCENTILES: Final = (50, 99, 99.9)
HEADINGS: Final = (
    "calls at once", "", "calls a second", "p50 ms", "p99 ms", "p99.9 ms", "longest stall, ms",
    "CPU ms per call", "ours: calls", "ours: CPU",
)  # fmt: skip
OURS: Final[dict[Database, str]] = {
    "SQLite": "Hookflash, SQLite",
    "PostgreSQL": "Hookflash, PostgreSQL",
}
RESTATE: Final = "Restate, awakeables, 2 partitions"
DBOS_ON_SERVER: Final = "DBOS, PostgreSQL"


class Contender(NamedTuple):
    """A system, and the database in which it keeps calls, or that it is compared beside."""

    name: str
    work: Callable[[Job], Run]
    database: Database


CONTENDERS: Final = (
    Contender(OURS["SQLite"], hookflash.work, "SQLite"),
    Contender(RESTATE, on_restate.awakeables, "SQLite"),
    Contender("Restate, awakeables, as it comes", on_restate.stock, "SQLite"),
    Contender("Restate, a handler per message, 2 partitions", on_restate.steps, "SQLite"),
    Contender("Restate, named promises, 2 partitions", on_restate.promises, "SQLite"),
    Contender("DBOS, SQLite", on_dbos.work, "SQLite"),
    Contender("Temporal dev server, SQLite", on_temporal.work, "SQLite"),
    Contender(OURS["PostgreSQL"], hookflash.work, "PostgreSQL"),
    Contender(DBOS_ON_SERVER, on_dbos.work, "PostgreSQL"),
)
Runs = dict[str, list[Run]]
COSTS: Final = {1: 10.0, 4: 7.0, 16: 6.0, 64: 4.5}
"""Goals: milliseconds of CPU for a call, by calls at once."""
FASTER_THAN_RESTATE: Final = {1: (1.2, 1.2), 16: (1.5, 2.0), 64: (2.0, 3.0)}
"""Goals: how many times as many calls, and how many times less CPU, by calls at once."""
FASTER_THAN_DBOS: Final = 17.0


def measure(scale: Scale, places: Places, tell: Tell) -> Findings:
    """Measure all systems, in turns."""
    found: dict[int, Runs] = {}
    for at_once in scale.whole_calls:
        turns = [
            partial(_turn, places, contender, at_once, 2 * scale.seconds, tell)
            for contender in CONTENDERS
        ]
        found[at_once] = take_turns(turns, scale.rounds)
    rows = tuple(row for at_once, runs in found.items() for row in _rows(at_once, runs))
    goals = [goal for at_once, runs in found.items() for goal in _goals(at_once, runs)]
    most = max(found)
    values = tuple((name, rate(runs)) for name, runs in found[most].items())
    bars = Bars(f"Whole calls, {most} at once", "a second", values)
    spent = tuple((name, cpu_milliseconds(runs)) for name, runs in found[most].items())
    costs = Bars(f"CPU of a whole call, {most} at once, all processes", "ms", spent)
    table = Table("2. The whole call: a text, a confirmed transfer, the inbox", HEADINGS, rows)
    shared = workers.measure(scale, places, tell)
    heard = playback.measure(scale, places, tell, found[most][RESTATE])
    return Findings([table, *shared.tables, *heard.tables], [*goals, *shared.goals], [bars, costs])


def _turn(
    places: Places, contender: Contender, at_once: int, seconds: float, tell: Tell
) -> dict[str, Run]:
    tell(f"2 whole call: {contender.name}, {at_once} at once")
    # Each in its own process, since they keep threads and connections until the process ends.
    with places.fresh(contender.database) as url, Fleet(1) as fleet:
        (run,) = fleet.run(contender.work, [Job(url, at_once, seconds)])
    return {contender.name: run}


def _rows(at_once: int, runs: Runs) -> Iterator[tuple[str, ...]]:
    for contender in CONTENDERS:
        some, ours = runs[contender.name], runs[OURS[contender.database]]
        spread = [plain(milliseconds(some, percent)) for percent in PERCENTILES]
        beside = (
            ("", "") if some is ours else (times(ratio(ours, some)), times(cpu_ratio(ours, some)))
        )
        yield (
            str(at_once),
            contender.name,
            plain(rate(some)),
            *spread,
            plain(stall_milliseconds(some)),
            plain(cpu_milliseconds(some)),
            *beside,
        )


def _goals(at_once: int, runs: Runs) -> Iterator[Goal]:
    ours, restate = runs[OURS["SQLite"]], runs[RESTATE]
    if at_once in COSTS:
        what = f"CPU of a whole call, SQLite, {at_once} at once"
        yield Goal(what, COSTS[at_once], cpu_milliseconds(ours), " ms", at_most=True)
    if at_once in FASTER_THAN_RESTATE:
        wall, cpu = FASTER_THAN_RESTATE[at_once]
        what = f"whole calls, {at_once} at once: {RESTATE}"
        yield Goal(f"{what}, calls", wall, ratio(ours, restate), " times")
        yield Goal(f"{what}, CPU of all processes", cpu, cpu_ratio(ours, restate), " times")
    if at_once == max(COSTS):
        reached = ratio(runs[OURS["PostgreSQL"]], runs[DBOS_ON_SERVER])
        what = f"whole calls, {at_once} at once: {DBOS_ON_SERVER}"
        yield Goal(what, FASTER_THAN_DBOS, reached, " times")
