"""Part 3: loading a call and scanning the log, compared with doing so by hand."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Final

from scripts.benchmarks import history
from scripts.benchmarks.measuring import Run, rate, ratio, take_turns
from scripts.benchmarks.places import Places
from scripts.benchmarks.reading import floor, ours
from scripts.benchmarks.reading.job import Job
from scripts.benchmarks.report import Bars, Findings, Goal, Table, plain, times
from scripts.benchmarks.scale import Scale
from scripts.benchmarks.telling import Tell

Works = Mapping[str, Callable[[Job], Run]]
FLOOR: Final = "by hand"
HEADINGS: Final = ("database", "", "", "a second", "of that by hand")
LOADS: Final[Works] = {
    FLOOR: floor.load,
    "one after another": ours.load_one_by_one,
    "64 at once": ours.load_at_once,
}
SCANS: Final[Works] = {FLOOR: floor.scan, "as a follower": ours.scan}


def measure(scale: Scale, places: Places, tell: Tell) -> Findings:
    """Measure both, on both databases."""
    found: dict[tuple[str, str], dict[str, list[Run]]] = {}
    for database in ("SQLite", "PostgreSQL"):
        tell(f"3 reading: {database}, {scale.events:,} events")
        with places.fresh(database) as url:
            job = Job(url, scale.events // history.EVENTS)
            history.fill(url, job.calls)
            for what, works in {"calls loaded": LOADS, "events scanned": SCANS}.items():
                turns = [partial(_turn, places, *named, job) for named in works.items()]
                found[database, what] = take_turns(turns, scale.rounds)
    rows = [row for (database, what), runs in found.items() for row in _rows(database, what, runs)]
    return Findings(
        [Table("3. Reading", HEADINGS, tuple(rows))],
        [_goal(*named, runs) for named, runs in found.items()],
        [_bars(*named, runs) for named, runs in found.items()],
    )


def _turn(places: Places, name: str, work: Callable[[Job], Run], job: Job) -> dict[str, Run]:
    (run,) = places.fleet(1).run(work, [job])
    return {name: run}


def _rows(database: str, what: str, runs: Mapping[str, list[Run]]) -> Iterator[tuple[str, ...]]:
    for name, some in runs.items():
        by = "" if name == FLOOR else times(ratio(some, runs[FLOOR]))
        yield database, what, name, plain(rate(some)), by


def _goal(database: str, what: str, runs: Mapping[str, list[Run]]) -> Goal:
    *_, ours_ = runs
    aim = 0.8
    return Goal(
        f"{what}, {ours_}, {database}: of that by hand", aim, ratio(runs[ours_], runs[FLOOR])
    )


def _bars(database: str, what: str, runs: Mapping[str, list[Run]]) -> Bars:
    return Bars(
        f"{what}, {database}", "a second", tuple((n, rate(some)) for n, some in runs.items())
    )
