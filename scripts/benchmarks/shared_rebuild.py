"""Part 4, too: a rebuild by two processes, beside one."""

import time
from typing import Final

from hookflash import maintenance
from scripts.benchmarks import history
from scripts.benchmarks.places import Database, Places
from scripts.benchmarks.report import Findings, Goal, Table, plain, times
from scripts.benchmarks.scale import Scale
from scripts.benchmarks.telling import Tell

DATABASES: Final[tuple[Database, ...]] = ("SQLite", "PostgreSQL")
PROCESSES: Final = (1, 2)
ROUNDS: Final = 2
LONGER: Final = 4
"""Times the events of the other rebuilds: starting processes takes a second or two."""
HEADINGS: Final = "database", "events", "processes", "seconds", "of one process"
GOAL: Final = 1.8
"""How many times the events of one process two are to handle, where two processors are free."""


def measure(scale: Scale, places: Places, tell: Tell) -> Findings:
    """Measure on both databases, in turns; the time of each is the best of the rounds."""
    rows: list[tuple[str, ...]] = []
    goals: list[Goal] = []
    calls = LONGER * scale.rebuilt // history.EVENTS
    for database in DATABASES:
        with places.fresh(database) as url:
            tell(f"4 views: {database}, making {calls * history.EVENTS:,} events")
            history.fill(url, calls)
            tell(f"4 views: {database}, rebuild by one process and by two")
            seconds = _in_turns(url)
        alone, shared = (seconds[processes] for processes in PROCESSES)
        rows += [
            (
                database,
                f"{calls * history.EVENTS:,}",
                str(processes),
                plain(taken),
                times(alone / taken) if processes > 1 else "",
            )
            for processes, taken in seconds.items()
        ]
        goals.append(
            Goal(f"rebuild, {database}: two processes, of one", GOAL, alone / shared, " times")
        )
    return Findings([Table("4. A rebuild by several processes", HEADINGS, tuple(rows))], goals)


def _in_turns(url: str) -> dict[int, float]:
    """The seconds of a rebuild, by the number of processes."""
    best: dict[int, float] = {}
    for _ in range(ROUNDS):
        for processes in PROCESSES:
            begun = time.perf_counter()
            maintenance.rebuild(url, processes=processes)
            taken = time.perf_counter() - begun
            best[processes] = min(taken, best.get(processes, taken))
    return best
