"""Part: a report by day over many calls, added up from counts and counted row by row."""

import random
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Engine, delete, select

from hookflash.orchestrator.log.store import open_store
from hookflash.orchestrator.projection_runner import open_views
from hookflash.projections.calls.table import CALLS
from hookflash.projections.database.engine import reading, writing
from hookflash.projections.reports.by_rows import figures_by_rows
from hookflash.projections.reports.counts import REPORT_TABLES
from hookflash.projections.reports.question import Question
from hookflash.projections.reports.tally import FACTS, Tally
from hookflash.projections.runner.bulk_write import insert
from hookflash.projections.runner.registry import MODELS, tables_of
from hookflash.projections.texts.table import TEXTS
from hookflash.projections.transfers.table import TRANSFERS
from scripts.benchmarks import history
from scripts.benchmarks.places import Places
from scripts.benchmarks.report import Findings, Goal, Table, plain
from scripts.benchmarks.scale import Scale
from scripts.benchmarks.telling import Tell

CALLS_MADE: Final = 200_000
DAYS: Final = 90
GOAL_MILLISECONDS: Final = 50
ROUNDS: Final = 2
ZONES: Final = ("UTC", "America/New_York", "Asia/Kathmandu")
HEADINGS: Final = ("report by day", "calls", "ms of CPU, counts", "ms of CPU, rows", "times")
_FIRST: Final = datetime(2026, 1, 1, tzinfo=UTC)
_A_TIME: Final = 10_000
Row = dict[str, Any]


def measure(_: Scale, places: Places, tell: Tell) -> Findings:
    """Measure on SQLite, where all CPU time is that of this process."""
    with places.fresh("SQLite") as url:
        tell(f"reports: making {CALLS_MADE:,} calls")
        history.fill(url, 0)
        with open_store(url) as store:
            views = open_views(url, store)
            views.catch_up()
            _copy_call(views.engine, CALLS_MADE)
            tell("reports: asking")
            rows = [_ask(views.reports.ask, views.engine, zone) for zone in ZONES]
            views.close()
    worst = max(counts for _, counts, _ in rows)
    goal = Goal("report by day: ms of CPU over the goal's, in times", 1, GOAL_MILLISECONDS / worst)
    lines = tuple(
        (zone, f"{CALLS_MADE:,}", plain(counts), plain(slow), plain(slow / counts))
        for zone, counts, slow in rows
    )
    return Findings([Table("Reports", HEADINGS, lines)], [goal], [])


def _ask(ask: Callable[..., Any], engine: Engine, zone: str) -> tuple[str, float, float]:
    """Milliseconds of CPU time of both ways, the best of some rounds in turn."""
    question = Question(workspace="harbor-dental", zone=zone, tests=True)

    def by_rows() -> None:
        with reading(engine) as connection:
            figures_by_rows(connection, "day", question)

    ways: tuple[Callable[[], Any], ...] = (lambda: ask("day", question), by_rows)
    turns = [[_milliseconds(way) for way in ways] for _ in range(ROUNDS)]
    counts, slow = (min(times) for times in zip(*turns, strict=True))
    return zone, counts, slow


def _milliseconds(work: Callable[[], Any]) -> float:
    begun = time.process_time()
    work()
    return (time.process_time() - begun) * 1_000


def _copy_call(engine: Engine, calls: int) -> None:
    """Replace the rows of the one call by those of many, spread over days at any second."""
    tables = tables_of(MODELS)
    with reading(engine) as connection:
        made = {
            table.name: [dict(row) for row in connection.execute(select(table)).mappings()]
            for table in (CALLS, TEXTS, TRANSFERS)
        }
    chance = random.Random(1)  # noqa: S311 - the same calls in each run
    with writing(engine) as connection:
        for table in (CALLS, TEXTS, TRANSFERS, *REPORT_TABLES):
            connection.execute(delete(table))
    for first in range(0, calls, _A_TIME):
        tally = Tally()
        copies: dict[str, list[Row]] = {name: [] for name in made}
        for number in range(first, min(first + _A_TIME, calls)):
            _add_call(made, copies, tally, f"{number}", chance)
        with writing(engine) as connection:
            _store(connection, copies)
            tally.post(connection, tables)


def _store(connection: Connection, copies: dict[str, list[Row]]) -> None:
    for table in (CALLS, TEXTS, TRANSFERS):
        insert(connection, table, copies[table.name])


def _add_call(
    made: dict[str, list[Row]],
    copies: dict[str, list[Row]],
    tally: Tally,
    number: str,
    chance: random.Random,
) -> None:
    received = _FIRST + timedelta(seconds=chance.randrange(DAYS * 86_400))
    (call,) = (row | {"call_id": number, "received_at": received} for row in made[CALLS.name])
    fact = FACTS[CALLS.name](call)
    tally.call(fact, 1)
    copies[CALLS.name].append(call)
    for table in (TEXTS, TRANSFERS):
        for n, row in enumerate(made[table.name]):
            copy = row | {"effect_key": f"{number}/{n}", "call_id": number}
            if copy.get("seconds_to_answer") is not None:
                copy["seconds_to_answer"] = float(chance.randrange(30))
            copies[table.name].append(copy)
            tally.act(table.name, fact, FACTS[table.name](copy), 1)
