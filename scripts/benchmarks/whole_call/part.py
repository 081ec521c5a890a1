"""Part 2: the same whole call on Hookflash, on DBOS and on Temporal."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Final, NamedTuple

from scripts.benchmarks.fleet import Fleet
from scripts.benchmarks.measuring import Run, milliseconds, rate, ratio, take_turns
from scripts.benchmarks.places import Database, Places
from scripts.benchmarks.report import Bars, Findings, Goal, Table, plain, times
from scripts.benchmarks.scale import Scale
from scripts.benchmarks.telling import Tell
from scripts.benchmarks.whole_call import hookflash, on_dbos, on_temporal
from scripts.benchmarks.whole_call.job import Job

AT_ONCE: Final = (1, 16, 64)
GOAL: Final = 20
HEADINGS: Final = ("calls at once", "", "calls a second", "p50 ms", "p99 ms", "Hookflash")
OURS: Final[dict[Database, str]] = {
    "SQLite": "Hookflash, SQLite",
    "PostgreSQL": "Hookflash, PostgreSQL",
}


class Contender(NamedTuple):
    """A system, and the database in which it keeps calls."""

    name: str
    work: Callable[[Job], Run]
    database: Database


CONTENDERS: Final = (
    Contender(OURS["SQLite"], hookflash.work, "SQLite"),
    Contender("DBOS, SQLite", on_dbos.work, "SQLite"),
    Contender("Temporal dev server, SQLite", on_temporal.work, "SQLite"),
    Contender(OURS["PostgreSQL"], hookflash.work, "PostgreSQL"),
    Contender("DBOS, PostgreSQL", on_dbos.work, "PostgreSQL"),
)
Runs = dict[str, list[Run]]


def measure(scale: Scale, places: Places, tell: Tell) -> Findings:
    """Measure all systems, in turns."""
    found: dict[int, Runs] = {}
    for at_once in AT_ONCE[: len(scale.at_once)]:
        turns = [
            partial(_turn, places, contender, at_once, 2 * scale.seconds, tell)
            for contender in CONTENDERS
        ]
        found[at_once] = take_turns(turns, scale.rounds)
    rows = tuple(row for at_once, runs in found.items() for row in _rows(at_once, runs))
    most = max(found)
    values = tuple((name, rate(runs)) for name, runs in found[most].items())
    return Findings(
        [Table("2. The whole call: a text, a confirmed transfer, the inbox", HEADINGS, rows)],
        list(_goals(most, found[most])),
        [Bars(f"Whole calls, {most} at once", "a second", values)],
    )


def _turn(
    places: Places, contender: Contender, at_once: int, seconds: float, tell: Tell
) -> dict[str, Run]:
    tell(f"2 whole call: {contender.name}, {at_once} at once")
    # Each in its own process, since they keep threads and connections until the process ends.
    with places.fresh(contender.database) as url, Fleet(1) as fleet:
        (run,) = fleet.run(contender.work, [Job(url, at_once, seconds)])
    return {contender.name: run}


def _beside(contender: Contender) -> str:
    return OURS[contender.database]


def _rows(at_once: int, runs: Runs) -> Iterator[tuple[str, ...]]:
    for contender in CONTENDERS:
        some, ours = runs[contender.name], runs[_beside(contender)]
        spread = [plain(milliseconds(some, percent)) for percent in (50, 99)]
        by = "" if some is ours else times(ratio(ours, some))
        yield str(at_once), contender.name, plain(rate(some)), *spread, by


def _goals(at_once: int, runs: Runs) -> Iterator[Goal]:
    for contender in CONTENDERS:
        ours = _beside(contender)
        if contender.name != ours:
            what = f"whole calls, {at_once} at once: {contender.name}"
            yield Goal(what, GOAL, ratio(runs[ours], runs[contender.name]), " times")
