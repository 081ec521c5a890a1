"""SQL for the tables of reports, for the driver: faster than SQLAlchemy for a row at a time."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, Final, Literal

from pydantic_core import to_json
from sqlalchemy import Connection, Table

_KEYS_A_STATEMENT: Final = 1_000
Keys = Sequence[tuple[int, ...]]
Rows = Iterator[Any]


@lru_cache
def insert(table: Table, dialect: str, otherwise: Literal["NOTHING", "UPDATE"]) -> str:
    """Insert a row; if its key is there, do nothing, or replace the other columns."""
    names = [column.name for column in table.columns]
    places = ", ".join(_place(dialect) for _ in names)
    keys = _keys(table)
    others = ", ".join(f"{name} = excluded.{name}" for name in names if name not in keys)
    then = f"UPDATE SET {others}" if otherwise == "UPDATE" else "NOTHING"
    return (
        f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({places}) "  # noqa: S608 - our own names
        f"ON CONFLICT ({', '.join(keys)}) DO {then}"
    )


@lru_cache
def delete(table: Table, dialect: str) -> str:
    """Delete a row by its key."""
    same = " AND ".join(f"{name} = {_place(dialect)}" for name in _keys(table))
    return f"DELETE FROM {table.name} WHERE {same}"  # noqa: S608 - our own names


def find(connection: Connection, table: Table, key: Sequence[str], keys: Keys) -> Rows:
    """Fetch the rows with the numbers ``keys`` in the columns ``key``: all of the primary key.

    The text of the query is always the same, so that the driver need not parse it.
    """
    sqlite = connection.dialect.name == "sqlite"
    for first in range(0, len(keys), _KEYS_A_STATEMENT):
        some = keys[first : first + _KEYS_A_STATEMENT]
        given = (to_json(some).decode(),) if sqlite else tuple(map(list, zip(*some, strict=True)))
        yield from connection.exec_driver_sql(_find(table, tuple(key), sqlite=sqlite), given)


@lru_cache
def _find(table: Table, key: tuple[str, ...], *, sqlite: bool) -> str:
    if sqlite:
        wanted = "json_each(?) AS wanted"
        same = (
            f"found.{name} = json_extract(wanted.value, '$[{n}]')" for n, name in enumerate(key)
        )
    else:
        types = {"BIGINT": "bigint", "INTEGER": "integer"}
        arrays = ", ".join(f"%s::{types[str(table.c[name].type)]}[]" for name in key)
        wanted = f"unnest({arrays}) AS wanted({', '.join(key)})"
        same = (f"found.{name} = wanted.{name}" for name in key)
    # A cross join has SQLite look up each wanted row by its key.
    return (
        f"SELECT found.* FROM {wanted} CROSS JOIN {table.name} AS found "  # noqa: S608 - our own names
        f"WHERE {' AND '.join(same)}"
    )


def values(rows: Sequence[tuple[int, ...]]) -> str:
    """Rows of numbers, as a query has them."""
    return "VALUES " + ", ".join(f"({', '.join(map(str, row))})" for row in rows)


def _keys(table: Table) -> list[str]:
    return [column.name for column in table.primary_key.columns]


def _place(dialect: str) -> str:
    return "?" if dialect == "sqlite" else "%s"
