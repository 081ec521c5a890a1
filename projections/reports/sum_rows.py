"""Adds to the sums of figures."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from sqlalchemy import Connection, Table

from hookflash.projections.reports.counts import DAY, SLOT, SUMS
from hookflash.projections.reports.kept_sums import SumKey
from hookflash.projections.reports.packing import to_bytes
from hookflash.projections.reports.statements import delete, find, insert

Changes = Mapping[tuple[int, int], int]
"""What is added to the packed figures of a scope, by quarter of an hour."""
Sums = Mapping[SumKey, int]
_KEY: Final = ("scope", "length", "first")


def add(
    connection: Connection, tables: Mapping[str, Table], changes: Changes, kept: Sums
) -> tuple[Sums, Iterable[int]]:
    """Add to the sums, and drop those that come to nothing.

    Returns the changed sums, and the scopes that have a day which was not there before.
    """
    if not changes:
        return {}, ()
    by_key: Counter[SumKey] = Counter()
    for (scope, slot), change in changes.items():
        by_key[scope, SLOT, slot] += change
        by_key[scope, DAY, slot // DAY * DAY] += change
    keys = sorted(key for key, change in by_key.items() if change)
    table, dialect = tables[SUMS.name], connection.dialect.name
    before = _before(connection, table, keys, kept)
    sums = {key: before[key] + by_key[key] for key in keys}
    if stored := [(*key, to_bytes(figures)) for key, figures in sums.items() if figures]:
        connection.exec_driver_sql(insert(table, dialect, "UPDATE"), stored)
    if empty := [key for key, figures in sums.items() if not figures]:
        connection.exec_driver_sql(delete(table, dialect), empty)
    return sums, {scope for scope, length, _ in keys if length == DAY} - {
        scope for (scope, length, _), figures in before.items() if length == DAY and figures
    }


def _before(
    connection: Connection, table: Table, keys: Iterable[SumKey], kept: Sums
) -> Mapping[SumKey, int]:
    sums = {key: kept.get(key, 0) for key in keys}
    missing = [key for key in keys if key not in kept]
    for scope, length, first, figures in find(connection, table, _KEY, missing):
        sums[scope, length, first] = int.from_bytes(figures, "little")
    return sums
