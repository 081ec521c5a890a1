"""Numbers the reasons and causes of a workspace, so that their counts can be packed."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache

from sqlalchemy import Connection, Table

from hookflash.projections.reports.counts import REASONS
from hookflash.projections.reports.packing import Reason, packed_reason
from hookflash.projections.reports.scope_rows import Scope
from hookflash.projections.reports.statements import insert

Counts = Mapping[tuple[int, int, Reason], int]
"""What is added to the counts of reasons, by scope and quarter of an hour."""


def packed(
    connection: Connection,
    tables: Mapping[str, Table],
    scopes: Mapping[int, Scope],
    counts: Counts,
) -> Counter[tuple[int, int]]:
    """Pack ``counts``. A reason that is new to its workspace gets the next number."""
    needed: dict[str, set[Reason]] = defaultdict(set)
    for scope, _, reason in counts:
        needed[scopes[scope].workspace].add(reason)
    numbers = {
        workspace: _numbers(connection, tables[REASONS.name], workspace, reasons)
        for workspace, reasons in needed.items()
    }
    found: Counter[tuple[int, int]] = Counter()
    for (scope, slot, reason), n in counts.items():
        found[scope, slot] += packed_reason(numbers[scopes[scope].workspace][reason], n)
    return found


def _numbers(
    connection: Connection, table: Table, workspace: str, reasons: Iterable[Reason]
) -> Mapping[Reason, int]:
    rows = connection.exec_driver_sql(_of_workspace(table, connection.dialect.name), (workspace,))
    known = {(figure, reason): n for n, figure, reason in rows}
    new = sorted({*reasons} - known.keys())
    added = {reason: n for n, reason in enumerate(new, len(known))}
    if added:
        statement = insert(table, connection.dialect.name, "NOTHING")
        given = [(workspace, n, *reason) for reason, n in added.items()]
        connection.exec_driver_sql(statement, given)
    return known | added


@lru_cache
def _of_workspace(table: Table, dialect: str) -> str:
    place = "?" if dialect == "sqlite" else "%s"
    return f"SELECT n, figure, reason FROM {table.name} WHERE workspace = {place}"  # noqa: S608 - our own names
