"""Writes the scopes of reports."""

from collections.abc import Mapping
from functools import lru_cache
from hashlib import blake2b
from typing import Final, NamedTuple

from pydantic_core import to_json
from sqlalchemy import Connection, Table

from hookflash.projections.reports.counts import SCOPES
from hookflash.projections.reports.statements import insert

Act = tuple[str, str]
"""The job and the action of a text or a transfer."""
_CACHED: Final = 16_384


class Scope(NamedTuple):
    """What sums are of; see the table ``report_scopes``."""

    workspace: str
    test: bool
    number: str | None = None
    job: str | None = None
    action: str | None = None


@lru_cache(maxsize=_CACHED)
def scopes_of(
    workspace: str,
    test: bool,  # noqa: FBT001 - a column's value
    number: str,
    acts: tuple[Act, ...],
) -> Mapping[int, Scope]:
    """The scopes in which a call counts on which ``acts`` were done, by their keys."""
    under: set[tuple[str | None, str | None]] = {(None, None), *acts}
    for job, action in acts:
        under |= {(job, None), (None, action)}
    found = [Scope(workspace, test, number, job, action) for job, action in under]
    return {digest(scope): scope for scope in (Scope(workspace, test), *found)}


def digest(scope: Scope) -> int:
    """The key of a scope: the same in every process, without asking the database."""
    return int.from_bytes(blake2b(to_json(scope), digest_size=8).digest(), signed=True)


def add(connection: Connection, tables: Mapping[str, Table], scopes: Mapping[int, Scope]) -> None:
    """Add those scopes that are not there yet, by their keys."""
    if rows := [(key, *scope) for key, scope in sorted(scopes.items())]:
        statement = insert(tables[SCOPES.name], connection.dialect.name, "NOTHING")
        connection.exec_driver_sql(statement, rows)
