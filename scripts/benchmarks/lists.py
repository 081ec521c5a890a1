"""Measures lists of calls: ``python -m scripts.benchmarks.lists [CALLS …]``, on SQLite.

Prints milliseconds of CPU time, the best of some rounds, for a page, an exact count with the counts
of all outcomes, a page in another order, and a page in the middle.
"""

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Engine, delete, select

from hookflash.orchestrator.log.store import open_store
from hookflash.orchestrator.projection_runner import open_views
from hookflash.projections.calls.filter import CallFilter
from hookflash.projections.calls.listed import LISTED
from hookflash.projections.calls.queries import CallList
from hookflash.projections.calls.table import CALLS
from hookflash.projections.conversations.table import CONVERSATIONS
from hookflash.projections.database.engine import reading, writing
from hookflash.projections.runner.bulk_write import insert
from tests.weeks import fill

USUAL: Final = (20_000, 200_000)
WORKSPACE: Final = "harbor"
ROUNDS: Final = 3
_A_TIME: Final = 10_000
FILTERS: Final = {
    "all": CallFilter(),
    "outcome": CallFilter(outcome=("text_failed",)),
    "reason": CallFilter(reason=("30006",)),
    "action": CallFilter(action=("transfer:declined",)),
    "follow-up": CallFilter(follow_up=True, test=False),
    "nothing": CallFilter(contact="+14155550000"),
    "words": CallFilter(q="when do you open"),
    "number": CallFilter(q="5551"),
    "no words": CallFilter(q="nothing of the kind"),
}


def main() -> None:
    """Measure for each number of calls."""
    for calls in [*map(int, sys.argv[1:])] or USUAL:
        with tempfile.TemporaryDirectory() as folder:
            _measure(f"sqlite:///{Path(folder) / 'lists.db'}", calls)


def _measure(url: str, calls: int) -> None:
    fill(url, WORKSPACE)
    with open_store(url) as store:
        views = open_views(url, store)
        views.catch_up()
        _copy_calls(views.engine, calls)
        print(f"{calls:>10,} calls  {'page':>8}{'count':>8}{'sorted':>8}{'middle':>8}  ms of CPU")
        for name, where in FILTERS.items():
            times = "".join(f"{_best(ask):>8.1f}" for ask in _questions(views.calls, where, calls))
            print(f"{name:>16} {times}")
        views.close()


def _questions(calls: CallList, where: CallFilter, count: int) -> Iterator[Callable[[], Any]]:
    yield lambda: calls.list(WORKSPACE, where, limit=50)
    yield lambda: calls.counts(WORKSPACE, where)
    yield lambda: calls.list(WORKSPACE, where, sort="-duration", limit=50)
    yield lambda: calls.list(WORKSPACE, where, limit=50, skip=count // 2)


def _best(ask: Callable[[], Any]) -> float:
    times = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        ask()
        times.append((time.process_time() - begun) * 1_000)
    return min(times)


def _copy_calls(engine: Engine, calls: int) -> None:
    """Replace the rows of the calls by so many copies of them."""
    tables = (CALLS, CONVERSATIONS, LISTED)
    with reading(engine) as connection:
        made = [
            [dict(row) for row in connection.execute(select(table).order_by(*key)).mappings()]
            for table, key in zip(tables, _KEYS, strict=True)
        ]
    with writing(engine) as connection:
        for table in tables:
            connection.execute(delete(table))
    for first in range(0, calls, _A_TIME):
        with writing(engine) as connection:
            for table, rows in zip(tables, made, strict=True):
                numbers = range(first, min(first + _A_TIME, calls))
                insert(connection, table, [_copy(rows[n % len(rows)], n) for n in numbers])


_KEYS: Final = ((CALLS.c.call_id,), (CONVERSATIONS.c.call_id,), (LISTED.c.log_position,))


def _copy(row: dict[str, Any], number: int) -> dict[str, Any]:
    own = {"call_id": f"{WORKSPACE}.call.{number}", "log_position": number}
    return {name: own.get(name, value) for name, value in row.items()}


if __name__ == "__main__":
    main()
