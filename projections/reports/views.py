"""The facts of reports as database views, with stable names and columns.

Columns are only ever added, at the end. So a rebuild can point a view at other tables without
dropping it, which keeps its permissions and the views that depend on it.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from sqlalchemy import (
    URL,
    Connection,
    CreateView,
    Date,
    FromClause,
    Select,
    String,
    Table,
    and_,
    func,
    inspect,
    select,
    text,
    type_coerce,
)
from sqlalchemy.sql.elements import KeyedColumnElement

from hookflash.projections.reports import facts, figures
from hookflash.projections.reports.facts import SOURCES

_DAY: Final = ("workspace", "day", "test")
_ORDER: Final = (*_DAY, *figures.Figures.model_fields)
NAMES: Final = frozenset({"report_calls", "report_texts", "report_transfers", "report_days"})


def make_views(connection: Connection) -> None:
    """Create missing views, on the tables in use."""
    missing = NAMES - set(inspect(connection).get_view_names())
    if missing:
        for name, statement in _creation(connection.engine.url.drivername).items():
            if name in missing:
                connection.exec_driver_sql(statement)


@cache
def _creation(driver: str) -> dict[str, str]:
    """The statement that creates each view, written once: it takes as long as many small calls."""
    dialect = URL.create(driver).get_dialect()()
    return {
        name: str(CreateView(query, name).compile(dialect=dialect))
        for name, query in views(SOURCES, dialect.name).items()
    }


def repoint_views(connection: Connection, tables: Mapping[str, Table]) -> None:
    """Point the views at other tables, which may be renamed afterwards: views follow them."""
    sqlite = connection.dialect.name == "sqlite"
    for name, query in views(tables, connection.dialect.name).items():
        if sqlite:
            connection.execute(text(f"DROP VIEW IF EXISTS {name}"))
        connection.execute(CreateView(query, name, or_replace=not sqlite))


def views(tables: Mapping[str, Table], dialect: str) -> dict[str, Select[Any]]:
    """The query of each view over ``tables``, by the view's name."""
    calls, texts, transfers = (fact(tables) for fact in (facts.calls, facts.texts, facts.transfers))
    return {
        "report_calls": calls,
        "report_texts": texts,
        "report_transfers": transfers,
        "report_days": _days(*(_with_day(fact, dialect) for fact in (calls, texts, transfers))),
    }


def _days(calls: FromClause, texts: FromClause, transfers: FromClause) -> Select[Any]:
    """One row per day (UTC) of a workspace, and another for that day's test calls."""
    of_calls = figures.counted(calls, _DAY, figures.CALLS).subquery()
    others = [
        figures.counted(texts, _DAY, figures.TEXTS).subquery(),
        figures.counted(transfers, _DAY, figures.TRANSFERS).subquery(),
        figures.times(transfers, _DAY).subquery(),
    ]
    rows: FromClause = of_calls
    columns: list[KeyedColumnElement[Any]] = list(of_calls.c)
    for other in others:
        same = and_(*(other.c[key] == of_calls.c[key] for key in _DAY))
        rows = rows.join(other, same, isouter=True)
        columns += [_or_zero(column) for column in other.c if column.name not in _DAY]
    columns.sort(key=lambda column: _ORDER.index(column.key))
    return select(*columns).select_from(rows)


def _or_zero(figure: KeyedColumnElement[Any]) -> KeyedColumnElement[Any]:
    """Replace NULL by 0, except in seconds, where it means unknown."""
    seconds = figure.name.startswith("seconds")
    return figure if seconds else func.coalesce(figure, 0).label(figure.name)


def _with_day(fact: Select[Any], dialect: str) -> FromClause:
    received = fact.selected_columns["received_at"]
    day = (
        func.substr(type_coerce(received, String), 1, len("2026-03-02"))
        if dialect == "sqlite"
        else func.timezone("UTC", received).cast(Date)
    )
    return fact.add_columns(day.label("day")).subquery()
