"""Part 12: a report by day over many varied calls, added up from counts and counted row by row."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, Final

from sqlalchemy import Engine

from hookflash.orchestrator.log.store import Store, open_store
from hookflash.orchestrator.projection_runner import open_views
from hookflash.projections.database.engine import reading
from hookflash.projections.reports.by_rows import figures_by_rows
from hookflash.projections.reports.question import By, Question
from scripts.benchmarks import history, varied_calls
from scripts.benchmarks.meter import Meter
from scripts.benchmarks.places import Database, Places
from scripts.benchmarks.report import Findings, Goal, Table, plain, times
from scripts.benchmarks.scale import Scale
from scripts.benchmarks.telling import Tell

GOAL: Final = 50.0
"""Milliseconds of CPU time for a report by day, in any time zone."""
ROUNDS: Final = 3
REPEATED: Final = 5
"""Reports in a turn: CPU time is counted in hundredths of a second."""
ZONES: Final = ("UTC", "America/New_York", "Asia/Tokyo", "Asia/Kathmandu", "Australia/Lord_Howe")
OTHERS: Final[tuple[By, ...]] = ("number", "job", "action")
DATABASES: Final[tuple[Database, ...]] = ("SQLite", "PostgreSQL")
HEADINGS: Final = (
    "database", "calls", "report", "time zone", "ms of CPU", "row by row, ms of CPU", "ratio",
)  # fmt: skip


def measure(scale: Scale, places: Places, tell: Tell) -> Findings:
    """Measure on both databases; the CPU time of PostgreSQL's own processes counts."""
    rows: list[tuple[str, ...]] = []
    goals: list[Goal] = []
    for database in DATABASES:
        tell(f"12 reports: {database}, making {scale.reported:,} calls")
        with places.fresh(database) as url, _filled(url) as store:
            views = open_views(url, store)
            views.catch_up()
            varied_calls.fill(views.engine, scale.reported)
            tell(f"12 reports: {database}, asking")
            asked = _Asked(url, views.engine, views.reports.ask)
            found = [(zone, *asked.both("day", zone)) for zone in ZONES]
            others = [(by, asked.fast(by)) for by in OTHERS]
            views.close()
        known = database, f"{scale.reported:,}"
        rows += [(*known, *_by_day(*one)) for one in found]
        rows += [(*known, f"by {by}", "", plain(fast), "", "") for by, fast in others]
        worst = max(fast for _, fast, _ in found)
        goals.append(Goal(_promise(database, scale), GOAL, worst, " ms", at_most=True))
    return Findings([Table("12. Reports over varied calls", HEADINGS, tuple(rows))], goals)


@contextmanager
def _filled(url: str) -> Iterator[Store]:
    """A log with the call whose rows are copied."""
    history.fill(url, 0)
    with open_store(url) as store:
        yield store


def _promise(database: str, scale: Scale) -> str:
    return f"report by day, {database}, {scale.reported:,} varied calls, the slowest time zone: CPU"


def _by_day(zone: str, fast: float, slow: float) -> tuple[str, ...]:
    return "by day", zone, plain(fast), plain(slow), times(slow / fast)


class _Asked:
    """Asks for reports, and takes the CPU time of the best of some rounds."""

    def __init__(self, url: str, engine: Engine, ask: Callable[..., Any]) -> None:
        self._url = url
        self._engine = engine
        self._ask = ask

    def fast(self, by: By, zone: str = "UTC") -> float:
        """Milliseconds of a report as it is asked for."""
        ask = partial(self._ask, by, _question(zone))
        return min(self._milliseconds(ask, REPEATED) for _ in range(ROUNDS))

    def both(self, by: By, zone: str) -> tuple[float, float]:
        """Milliseconds of a report as it is asked for, and of one counted row by row."""
        slow = self._milliseconds(partial(self._by_rows, by, _question(zone)))
        return self.fast(by, zone), slow

    def _by_rows(self, by: By, question: Question) -> None:
        with reading(self._engine) as connection:
            figures_by_rows(connection, by, question)

    def _milliseconds(self, work: Callable[[], Any], repeated: int = 1) -> float:
        meter = Meter(self._url)
        for _ in range(repeated):
            work()
        return 1_000 * meter.seconds / repeated


def _question(zone: str = "UTC") -> Question:
    return Question(workspace=varied_calls.WORKSPACE, zone=zone)
