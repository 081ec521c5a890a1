"""Writes many rows at once."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from operator import itemgetter
from typing import Any, Final

from pydantic_core import to_json
from sqlalchemy import JSON, Column, Connection, Table
from sqlalchemy.exc import DataError, IntegrityError

from hookflash.projections.database.columns import UtcTime, as_text
from hookflash.projections.runner.model import Row, Rows

Cells = tuple[Any, ...]
"""The values of a row in the order of its table's columns, ready for the driver."""
KEYS_A_STATEMENT: Final = 1_000
FEW: Final = 20
"""Up to this many rows, INSERT is faster on PostgreSQL than COPY with its three round trips."""


class RowsRefused(Exception):
    """The database refused a value, e.g. a NUL character in a text on PostgreSQL."""

    def __init__(self, model: str, reason: object) -> None:
        super().__init__(f"{model}: {reason}")
        self.model = model


def chunks(keys: Iterable[str]) -> Iterator[list[str]]:
    """Split ``keys`` into lists that fit into one statement."""
    rest = iter(keys)
    while some := list(islice(rest, KEYS_A_STATEMENT)):
        yield some


def save(connection: Connection, table: Table, rows: Rows) -> None:
    """Store the changed rows, replacing stored ones.

    Raises :class:`RowsRefused`; the caller must then roll back.
    """
    changed = [(key in rows.stored, row) for key, row in rows.by_key.items() if key in rows.changed]
    dbapi = connection.dialect.loaded_dbapi
    try:
        _replace(connection, table, [row for known, row in changed if known])
        insert(connection, table, [row for known, row in changed if not known])
    except (DataError, IntegrityError, dbapi.DataError, dbapi.IntegrityError, ValueError) as error:
        raise RowsRefused(rows.model, error) from error


def insert(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert new rows."""
    if rows:
        _insert(connection, table, _cells(connection, table, rows))


def insert_cells(connection: Connection, table: Table, rows: Sequence[Cells]) -> None:
    """Insert new rows, as :func:`cells_of` gives them. Raises :class:`RowsRefused`."""
    dbapi = connection.dialect.loaded_dbapi
    try:
        if rows:
            _insert(connection, table, rows)
    except (DataError, IntegrityError, dbapi.DataError, dbapi.IntegrityError, ValueError) as error:
        raise RowsRefused(table.name, error) from error


def _insert(connection: Connection, table: Table, rows: Sequence[Cells]) -> None:
    if connection.dialect.name == "postgresql" and len(rows) > FEW:
        _copy(connection, table, rows)
    else:
        connection.exec_driver_sql(_statement(table, connection.dialect.name, replace=False), rows)


def _replace(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Replace the rows that have the same keys."""
    if rows:
        statement = _statement(table, connection.dialect.name, replace=True)
        connection.exec_driver_sql(statement, _cells(connection, table, rows))


@lru_cache
def _statement(table: Table, dialect: str, *, replace: bool) -> str:
    place = "?" if dialect == "sqlite" else "%s"
    places = ", ".join(place for _ in table.columns)
    insert = f"INSERT INTO {table.name} ({_names(table)}) VALUES ({places})"  # noqa: S608 - our own names
    if not replace:
        return insert
    others = (column.name for column in table.columns if not column.primary_key)
    changes = ", ".join(f'"{name}" = excluded."{name}"' for name in others)
    key = ", ".join(f'"{column.name}"' for column in table.primary_key.columns)
    return f"{insert} ON CONFLICT ({key}) DO UPDATE SET {changes}"


def _copy(connection: Connection, table: Table, rows: Sequence[Cells]) -> None:
    cursor = connection.connection.cursor()
    with cursor.copy(f"COPY {table.name} ({_names(table)}) FROM STDIN") as copy:
        for cells in rows:
            copy.write_row(cells)


def _names(table: Table) -> str:
    return ", ".join(f'"{column.name}"' for column in table.columns)


def _cells(connection: Connection, table: Table, rows: Sequence[Row]) -> list[Cells]:
    return cells_of(table, rows, sqlite=connection.dialect.name == "sqlite")


def cells_of(table: Table, rows: Sequence[Row], *, sqlite: bool) -> list[Cells]:
    """Convert rows to tuples for the driver of SQLite, or of PostgreSQL."""
    pick = itemgetter(*(column.name for column in table.columns))
    columns = zip(*map(pick, rows), strict=True)
    ready = (
        _ready(column, values, sqlite=sqlite)
        for column, values in zip(table.columns, columns, strict=True)
    )
    return list(zip(*ready, strict=True))


def _ready(column: Column[Any], values: Sequence[Any], *, sqlite: bool) -> Sequence[Any]:
    """Convert the values of one column at once, faster than SQLAlchemy does one by one."""
    if isinstance(column.type, JSON):
        return [None if value is None else to_json(value).decode() for value in values]
    if isinstance(column.type, UtcTime) and sqlite:
        return as_text(values)
    return values
