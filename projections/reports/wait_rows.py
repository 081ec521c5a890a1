"""Adds to the seconds to a human, and takes them back."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from sqlalchemy import Connection, Table

from hookflash.projections.reports import waits
from hookflash.projections.reports.counts import WAITS
from hookflash.projections.reports.kept_sums import BlockKey, Growing
from hookflash.projections.reports.statements import find, insert
from hookflash.projections.reports.waits import Wait

Changes = Mapping[tuple[int, int, Wait], int]
"""How often a wait is added to a block of a scope; negative: taken back."""
Chunks = Mapping[BlockKey, Growing]
GROWING: Final = 0
"""The number of the chunk that grows. The full ones begin at 1."""
_KEY: Final = ("scope", "block", "chunk")


def add(
    connection: Connection, tables: Mapping[str, Table], changes: Changes, kept: Chunks
) -> Chunks:
    """Add to the chunks that grow, and return them. A full one is kept under the next number."""
    if not changes:
        return {}
    by_key: dict[BlockKey, dict[Wait, int]] = defaultdict(dict)
    for (scope, block, wait), n in changes.items():
        by_key[scope, block][wait] = n
    table = tables[WAITS.name]
    before = _before(connection, table, sorted(by_key), kept)
    now: dict[BlockKey, Growing] = {}
    rows: list[tuple[int, int, int, int, bytes]] = []
    for key, (others, chunk) in before.items():
        now[key] = Growing(others, chunk + waits.to_bytes(by_key[key]))
        if len(now[key].chunk) > waits.MOST_BYTES:
            rows.append((*key, others + 1, 0, waits.full(now[key].chunk)))
            now[key] = Growing(others + 1)
        rows.append((*key, GROWING, *now[key]))
    connection.exec_driver_sql(insert(table, connection.dialect.name, "UPDATE"), rows)
    return now


def _before(connection: Connection, table: Table, keys: Iterable[BlockKey], kept: Chunks) -> Chunks:
    chunks = {key: kept.get(key, Growing()) for key in keys}
    missing = [(*key, GROWING) for key in keys if key not in kept]
    for scope, block, _, others, chunk in find(connection, table, _KEY, missing):
        chunks[scope, block] = Growing(others, bytes(chunk))
    return chunks
