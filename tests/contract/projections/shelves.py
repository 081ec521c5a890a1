"""Reads all rows of all views, to compare them."""

from collections import Counter, defaultdict
from typing import Any

from sqlalchemy import Engine, inspect, select

from hookflash.projections.database.engine import reading
from hookflash.projections.reports.counts import REASONS, SCOPES, SUMS, WAITS
from hookflash.projections.reports.packing import Reason, unpack
from hookflash.projections.reports.waits import Wait, entries, full
from hookflash.projections.runner.registry import MODELS, tables_of

Shelves = dict[str, list[dict[str, Any]]]


def shelves(engine: Engine) -> Shelves:
    """Every row of every view, ordered by key; what reports add up, as far as they tell."""
    with reading(engine) as connection:
        found: Shelves = {
            name: [
                dict(row)
                for row in connection.execute(
                    select(table).order_by(*table.primary_key.columns)
                ).mappings()
            ]
            for name, table in tables_of(MODELS).items()
        }
    return plainly(found)


def plainly(found: Shelves) -> Shelves:
    """The same rows, with reasons by name and waits as such.

    Which number a reason has, and how waits are split into chunks, depends on the batches.
    """
    reasons = defaultdict[str, dict[int, Reason]](dict)
    for row in found.pop(REASONS.name):
        reasons[row["workspace"]][row["n"]] = row["figure"], row["reason"]
    workspaces = {row["scope"]: row["workspace"] for row in found[SCOPES.name]}
    found[SUMS.name] = [
        row | {"figures": _figures(row["figures"], reasons[workspaces[row["scope"]]])}
        for row in found[SUMS.name]
    ]
    waited = defaultdict[tuple[int, int], Counter[Wait]](Counter)
    for row in found[WAITS.name]:
        chunk = row["waits"] if row["chunk"] else full(row["waits"])
        for wait, n in entries(chunk):
            waited[row["scope"], row["block"]][wait] += n
    found[WAITS.name] = [
        {"scope": scope, "block": block, "waits": left}
        for (scope, block), waits in waited.items()
        if (left := {wait: n for wait, n in sorted(waits.items()) if n})
    ]
    return found


def _figures(stored: bytes, reasons: dict[int, Reason]) -> dict[str, Any]:
    values = unpack(int.from_bytes(stored, "little"), reasons)
    return {
        name: dict(sorted(value.items())) if isinstance(value, dict) else value
        for name, value in sorted(values.items())
    }


def table_names(engine: Engine) -> set[str]:
    """The names of all tables."""
    return set(inspect(engine).get_table_names())
