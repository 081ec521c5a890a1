"""Rows into a table, as many at once as there are."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from operator import itemgetter
from typing import Any, Final

from pydantic_core import to_json
from sqlalchemy import JSON, Column, Connection, Delete, Table, bindparam, delete
from sqlalchemy.exc import DataError, IntegrityError

from hookflash.projections.columns import UtcTime, as_text
from hookflash.projections.model import Row, Rows

KEYS_A_STATEMENT: Final = 1_000


class RowsRefused(Exception):
    """The database does not take what a row holds, e.g. a NUL in a text on PostgreSQL."""

    def __init__(self, model: str, reason: object) -> None:
        super().__init__(f"{model}: {reason}")
        self.model = model


def chunks(keys: Iterable[str]) -> Iterator[list[str]]:
    """Cut ``keys`` into what one statement takes."""
    rest = iter(keys)
    while some := list(islice(rest, KEYS_A_STATEMENT)):
        yield some


def save(connection: Connection, table: Table, rows: Rows) -> None:
    """Store what changed: rows that the database has are taken out and put in anew.

    Raises :class:`RowsRefused`; what was written before stays for the caller to roll back.
    """
    for known in chunks(rows.changed & rows.stored):
        connection.execute(_deletion(table), {"keys": known})
    changed = [row for key, row in rows.by_key.items() if key in rows.changed]
    dbapi = connection.dialect.loaded_dbapi
    try:
        insert(connection, table, changed)
    except (DataError, IntegrityError, dbapi.DataError, dbapi.IntegrityError, ValueError) as error:
        raise RowsRefused(rows.model, error) from error


@lru_cache
def _deletion(table: Table) -> Delete:
    return delete(table).where(table.primary_key.columns[0].in_(bindparam("keys", expanding=True)))


def insert(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Put new rows in."""
    if rows and connection.dialect.name == "postgresql":
        _copy(connection, table, rows)
    elif rows:
        places = ", ".join("?" for _ in table.columns)
        statement = f"INSERT INTO {table.name} ({_names(table)}) VALUES ({places})"  # noqa: S608 - our own names
        connection.exec_driver_sql(statement, _cells(connection, table, rows))


def _copy(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    cursor = connection.connection.cursor()
    with cursor.copy(f"COPY {table.name} ({_names(table)}) FROM STDIN") as copy:
        for cells in _cells(connection, table, rows):
            copy.write_row(cells)


def _names(table: Table) -> str:
    return ", ".join(f'"{column.name}"' for column in table.columns)


def _cells(connection: Connection, table: Table, rows: Sequence[Row]) -> list[tuple[Any, ...]]:
    """Turn rows into what the driver takes."""
    pick = itemgetter(*(column.name for column in table.columns))
    columns = zip(*map(pick, rows), strict=True)
    sqlite = connection.dialect.name == "sqlite"
    ready = (
        _ready(column, values, sqlite=sqlite)
        for column, values in zip(table.columns, columns, strict=True)
    )
    return list(zip(*ready, strict=True))


def _ready(column: Column[Any], values: Sequence[Any], *, sqlite: bool) -> Sequence[Any]:
    """Turn the values of one column, all at once: what the types' own processors do one by one."""
    if isinstance(column.type, JSON):
        return [None if value is None else to_json(value).decode() for value in values]
    if isinstance(column.type, UtcTime) and sqlite:
        return as_text(values)
    return values
