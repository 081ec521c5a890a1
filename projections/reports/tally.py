"""Keeps the counts of reports in step with the rows of calls, texts and transfers.

A batch subtracts what its rows stood for before it, and adds what they stand for now. So counts
follow from rows alone, whatever the order, the batches or the parked events.
"""

from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from hashlib import blake2b
from typing import Any, Final, NamedTuple

from pydantic_core import to_json
from sqlalchemy import Connection, Table

from hookflash.projections.calls.table import CALLS
from hookflash.projections.reports.counts import CELLS, COUNTS, SLOT_SECONDS, TIMES
from hookflash.projections.texts.table import TEXTS
from hookflash.projections.transfers.table import TRANSFERS

Row = Mapping[str, Any]
Changes = dict[tuple[Any, ...], int]
"""What is added to each count, by the values of its row."""
Act = tuple[str, str]
"""The job and the action of a text or a transfer."""


class Cell(NamedTuple):
    """What a count counts; see the table ``report_cells``."""

    workspace: str
    test: bool
    number: str
    kind: str
    job: str | None = None
    action: str | None = None
    outcome: str = ""
    reason: str = ""
    needs_follow_up: bool = False
    promises_flagged: int = 0
    confirmed: bool = False


class CallFact(NamedTuple):
    """What reports know of a call; ``acts`` are what its jobs did, each once."""

    workspace: str
    test: bool
    number: str
    slot: int
    outcome: str
    needs_follow_up: bool
    promises_flagged: int
    acts: tuple[Act, ...]


class ActFact(NamedTuple):
    """What reports know of a text or a transfer, beyond what its call says."""

    act: Act
    outcome: str
    reason: str
    confirmed: bool = False
    seconds: float | None = None


def call_fact(row: Row) -> CallFact:
    """The fact of a row of ``calls``, as in ``facts.calls``."""
    return CallFact(
        row["workspace"],
        row["test"],
        row["number"],
        int(row["received_at"].timestamp() // SLOT_SECONDS),
        row["outcome"] or "live",
        row["needs_follow_up"],
        int(row["promises_flagged"] > 0),
        tuple(sorted({(job, action) for _, job, action, *_ in row["acts"].values()})),
    )


def text_fact(row: Row) -> ActFact:
    """The fact of a row of ``texts``, as in ``facts.texts``."""
    act = row["job"], f"Send SMS: {row['saved_body']}"
    return ActFact(act, row["status"], row["code"] or row["reason"])


def transfer_fact(row: Row) -> ActFact:
    """The fact of a row of ``transfers``, as in ``facts.transfers``."""
    confirmed = row["confirmed_at"] is not None
    refused = row["outcome"] == "failed" and not confirmed
    return ActFact(
        (row["job"], f"Transfer call: {row['destination']}"),
        "refused" if refused else row["outcome"],
        row["code"] or row["cause"],
        confirmed,
        row["seconds_to_answer"],
    )


FACTS: Final = {CALLS.name: call_fact, TEXTS.name: text_fact, TRANSFERS.name: transfer_fact}
"""How a row becomes a fact, by table."""


class Tally:
    """What changes in the counts."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[Cell, int]] = Counter()
        self._times: Counter[tuple[Cell, int, float]] = Counter()

    def call(self, fact: CallFact | None, n: int) -> None:
        """Count a call ``n`` times: in all, and once for each job and each action."""
        if fact is None:
            return
        acts = fact.acts
        scopes = {(None, None), *acts}
        scopes |= {(job, None) for job, _ in acts} | {(None, action) for _, action in acts}
        place = fact.workspace, fact.test, fact.number, CALLS.name
        for job, action in scopes:
            how = fact.outcome, "", fact.needs_follow_up, fact.promises_flagged
            self._counts[Cell(*place, job, action, *how), fact.slot] += n

    def act(self, kind: str, call: CallFact, fact: ActFact | None, n: int) -> None:
        """Count a text or a transfer ``n`` times."""
        if fact is None:
            return
        place = call.workspace, call.test, call.number, kind
        cell = Cell(*place, *fact.act, fact.outcome, fact.reason, confirmed=fact.confirmed)
        self._counts[cell, call.slot] += n
        if fact.seconds is not None:
            self._times[cell, call.slot, fact.seconds] += n

    def post(self, connection: Connection, tables: Mapping[str, Table]) -> None:
        """Add the changes to the stored counts, in the order of their keys."""
        counts: Changes = {
            (_digest(cell), slot): n for (cell, slot), n in self._counts.items() if n
        }
        times: Changes = {
            (_digest(cell), *rest): n for (cell, *rest), n in self._times.items() if n
        }
        totals = Counter[Cell]()
        for (cell, _), n in self._counts.items():
            totals[cell] += n
        cells: Changes = {(_digest(cell), *cell): n for cell, n in totals.items() if n}
        for table, changes in ((CELLS, cells), (COUNTS, counts), (TIMES, times)):
            _add(connection, tables[table.name], changes)


@lru_cache(maxsize=65_536)
def _digest(cell: Cell) -> int:
    """The key of a cell: the same in every process, without asking the database."""
    return int.from_bytes(blake2b(to_json(cell), digest_size=8).digest(), signed=True)


def _add(connection: Connection, table: Table, changes: Changes) -> None:
    """Add to the counts of ``table``, and drop those that come to nothing."""
    if not changes:
        return
    add, drop = _statements(table, connection.dialect.name)
    ordered = sorted(changes.items())
    connection.exec_driver_sql(add, [(*key, n) for key, n in ordered])
    keys = len(table.primary_key.columns)
    if less := [tuple(key[:keys]) for key, n in ordered if n < 0]:
        connection.exec_driver_sql(drop, less)


@lru_cache
def _statements(table: Table, dialect: str) -> tuple[str, str]:
    place = "?" if dialect == "sqlite" else "%s"
    names = [column.name for column in table.columns]
    key = [column.name for column in table.primary_key.columns]
    places = ", ".join(place for _ in names)
    add = (
        f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({places}) "  # noqa: S608 - our own names
        f"ON CONFLICT ({', '.join(key)}) DO UPDATE SET n = {table.name}.n + excluded.n"
    )
    same = " AND ".join(f"{name} = {place}" for name in key)
    return add, f"DELETE FROM {table.name} WHERE {same} AND n = 0"  # noqa: S608 - our own names
