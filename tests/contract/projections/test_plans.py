"""How the databases find what recovery asks for every two seconds."""

from contextlib import closing
from typing import Any

from sqlalchemy import event

from hookflash.projections.database.engine import open_database
from hookflash.projections.projections import Projections
from tests.contract.projections.memory_log import MemoryLog

UNLIKELY = ("SET enable_sort = off", "SET enable_seqscan = off")
"""PostgreSQL reads an empty table as a whole, and sorts it, unless that is expensive."""


def test_a_page_of_open_calls_comes_from_an_index_in_order(url: str) -> None:
    """Nothing is sorted, however many calls are open."""
    engine = open_database(url)
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, query: str, values: Any, *_: Any) -> None:
        asked.append((query, values))

    with closing(Projections(MemoryLog(), engine)) as views:
        event.listen(engine, "before_cursor_execute", note)
        views.calls.open_page(0, 500)
        query, values = asked[-1]
        with engine.connect() as connection:
            file = engine.dialect.name == "sqlite"
            for setting in () if file else UNLIKELY:
                connection.exec_driver_sql(setting)
            ask = "EXPLAIN QUERY PLAN" if file else "EXPLAIN"
            rows = connection.exec_driver_sql(f"{ask} {query}", values).all()
    plan = "\n".join(str(row[-1]) for row in rows)
    assert "ix_calls_open_since" in plan
    assert "Sort" not in plan
    assert "ORDER BY" not in plan
