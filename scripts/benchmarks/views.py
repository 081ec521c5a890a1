"""Part 4: views catching up with a log that has grown, and a rebuild from all of it."""

import time
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from hookflash.orchestrator.log.store import Store, open_store
from hookflash.orchestrator.projection_runner import open_views
from scripts.benchmarks import history, shared_rebuild
from scripts.benchmarks.fleet import all_ready
from scripts.benchmarks.places import Database, Places
from scripts.benchmarks.report import Bars, Findings, Goal, Table, plain
from scripts.benchmarks.scale import Scale
from scripts.benchmarks.telling import Tell

HEADINGS: Final = ("database", "", "events", "seconds", "events a second", "µs of CPU an event")
GOAL: Final = 80_000
PAGE: Final = 10_000
"""Events read at a time, as in a rebuild."""
DATABASES: Final[tuple[Database, ...]] = ("SQLite", "PostgreSQL")


class Stage(NamedTuple):
    """What was done with how many events, in how many seconds and seconds of CPU time.

    The CPU time of PostgreSQL's own processes is not included.
    """

    events: int
    seconds: float
    processor: float

    @property
    def cost(self) -> float:
        """Microseconds of CPU time per event."""
        return self.processor / self.events * 1_000_000


Stages = Mapping[str, Stage]


def measure(scale: Scale, places: Places, tell: Tell) -> Findings:
    """Measure on both databases, in one process for each; then by two processes."""
    found = {database: _stages(scale, places, database, tell) for database in DATABASES}
    rows = [row for database, stages in found.items() for row in _rows(database, stages)]
    goals = [
        Goal(f"rebuild, {name}: events a second of a core", GOAL, 1e6 / stages["rebuild"].cost)
        for name, stages in found.items()
    ]
    shared = shared_rebuild.measure(scale, places, tell)
    return Findings(
        [Table("4. Views", HEADINGS, tuple(rows)), *shared.tables],
        [*goals, *shared.goals],
        [_bars(database, stages) for database, stages in found.items()],
    )


def _stages(scale: Scale, places: Places, database: Database, tell: Tell) -> Stages:
    stages: dict[str, Stage] = {}
    for events, work in ((scale.events, follow), (scale.rebuilt, rebuild)):
        tell(f"4 views: {database}, making {events:,} events")
        with places.fresh(database) as url:
            history.fill(url, events // history.EVENTS)
            tell(f"4 views: {database}, {work.__name__}")
            (some,) = places.fleet(1).run(work, [url])
            stages |= some
    return stages


def _rows(database: Database, stages: Stages) -> list[tuple[str, ...]]:
    return [
        (
            database,
            name,
            f"{stage.events:,}",
            plain(stage.seconds),
            plain(stage.events / stage.seconds),
            plain(stage.cost),
        )
        for name, stage in stages.items()
    ]


def _bars(database: Database, stages: Stages) -> Bars:
    rates = tuple((name, stage.events / stage.seconds) for name, stage in stages.items())
    return Bars(f"Views, {database}", "events a second", rates)


def follow(url: str) -> Stages:
    """Catch up with the whole log. Runs in a worker process."""
    with open_store(url) as store:
        views = open_views(url, store)
        all_ready()
        stage = _timed(views.catch_up)
        views.close()
    return {"catching up": stage}


def rebuild(url: str) -> Stages:
    """Rebuild, and measure reading alone for comparison. Runs in a worker process."""
    with open_store(url) as store:
        views = open_views(url, store)
        all_ready()
        stages = {
            "rebuild": _timed(views.rebuild),
            "only reading rows and decoding": _timed(lambda: _read(store)),
            "only reading rows": _timed(lambda: _read_rows(store)),
        }
        views.close()
    return stages


def _timed(work: Callable[[], int]) -> Stage:
    """Time ``work``, which returns how many events it handled."""
    begun, used = time.perf_counter(), time.process_time()
    events = work()
    return Stage(events, time.perf_counter() - begun, time.process_time() - used)


def _read(store: Store) -> int:
    position = 0
    while batch := store.read_log(position, PAGE):
        position = batch[-1][0]
    return position


def _read_rows(store: Store) -> int:
    position = 0
    while rows := store.recorder.log_rows(position, PAGE):
        position = rows[-1][0]
    return position
