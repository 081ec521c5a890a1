"""Reads all rows of all views, to compare them."""

from typing import Any

from sqlalchemy import Engine, inspect, select

from hookflash.projections.database.engine import reading
from hookflash.projections.runner.registry import MODELS, tables_of

Shelves = dict[str, list[dict[str, Any]]]


def shelves(engine: Engine) -> Shelves:
    """Every row of every view, ordered by key."""
    with reading(engine) as connection:
        return {
            name: [
                dict(row)
                for row in connection.execute(
                    select(table).order_by(*table.primary_key.columns)
                ).mappings()
            ]
            for name, table in tables_of(MODELS).items()
        }


def table_names(engine: Engine) -> set[str]:
    """The names of all tables."""
    return set(inspect(engine).get_table_names())
