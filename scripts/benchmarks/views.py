"""Part 4: the views, catching up with a log that has grown, and built anew from all of it."""

import time
from typing import Final

from hookflash.orchestrator.assembly import open_views
from hookflash.orchestrator.log.store import open_store
from scripts.benchmarks import history
from scripts.benchmarks.fleet import all_ready
from scripts.benchmarks.measuring import Run
from scripts.benchmarks.places import Places
from scripts.benchmarks.report import Bars, Findings, Goal, Table, plain
from scripts.benchmarks.scale import Scale
from scripts.benchmarks.telling import Tell

HEADINGS: Final = ("database", "", "events", "seconds", "events a second")
GOAL: Final = 300_000
PAGE: Final = 20_000
"""Events read at a time, as a rebuild does."""


def measure(scale: Scale, places: Places, tell: Tell) -> Findings:
    """Measure on both databases, in one process each."""
    rows: list[tuple[str, ...]] = []
    goals: list[Goal] = []
    bars: list[Bars] = []
    for database in ("SQLite", "PostgreSQL"):
        with places.fresh(database) as url:
            tell(f"4 views: {database}, making {scale.rebuilt:,} events")
            history.fill(url, scale.rebuilt // history.EVENTS)
            tell(f"4 views: {database}, catching up, then building anew")
            (runs,) = places.fleet(1).run(work, [url])
        for what, run in runs.items():
            count, seconds = len(run.latencies), run.seconds
            rows.append((database, what, f"{count:,}", plain(seconds), plain(run.rate)))
        goals.append(
            Goal(f"rebuild, {database}, one core: events a second", GOAL, runs["rebuild"].rate)
        )
        rates = tuple((what, run.rate) for what, run in runs.items())
        bars.append(Bars(f"Views, {database}", "events a second", rates))
    return Findings([Table("4. Views", HEADINGS, tuple(rows))], goals, bars)


def work(url: str) -> dict[str, Run]:
    """Catch up with the whole log, then build anew. Runs in a worker process."""
    with open_store(url) as store:
        views = open_views(url, store)
        all_ready()
        begun = time.perf_counter()
        count = views.catch_up()
        caught_up = time.perf_counter()
        views.rebuild()
        rebuilt = time.perf_counter()
        position = 0
        while batch := store.read_log(position, PAGE):
            position = batch[-1][0]
        read = time.perf_counter()
        views.close()
    done = [0.0] * count
    return {
        "catching up": Run(caught_up - begun, done),
        "rebuild": Run(rebuilt - caught_up, done),
        "only reading the log": Run(read - rebuilt, done),
    }
