"""Projects the rows that several calls share, once the rows of all calls are there."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from sqlalchemy import Connection

from hookflash.domain.unreadable import Unreadable
from hookflash.projections.parked.table import PARKED
from hookflash.projections.runner.batch import (
    Batch,
    Tables,
    apply_all,
    apply_or_park,
    load,
    plan_of,
)
from hookflash.projections.runner.bulk_write import insert, save
from hookflash.projections.runner.model import ReadModel, Work


class SharedRows:
    """Projects what calls share of ``models`` into ``tables``. Rows of calls are only read.

    ``parked``: events of calls were, which may have to be parked in what calls share, too.
    """

    def __init__(self, models: Sequence[ReadModel], tables: Tables, *, parked: bool) -> None:
        self._tables = tables
        self._shared = [model for model in models if model.found_by != "call_id"]
        self._read = [_reduced(model, parked=parked) for model in models]
        self._plan = plan_of(self._read)
        self.topics = frozenset(kind.TOPIC for model in self._read for kind in model.handlers)
        """The topics of the events that matter."""

    def project(self, connection: Connection, batch: Batch) -> None:
        """Project ``batch``. What is unreadable was parked with its portion."""
        readable = [placed for placed in batch if not isinstance(placed[1], Unreadable)]
        work = self._work(partial(_same, connection), readable)
        for model in self._shared:
            save(connection, self._tables[model.name], work.rows[model.name])
        shared = {model.name for model in self._shared}
        parked = [row for row in work.parked if row["projection"] in shared]
        insert(connection, self._tables[PARKED.name], parked)

    def _work(self, connect: Callable[[], Connection], batch: Batch) -> Work:
        work = load(connect, self._read, self._tables, batch, begun=True)
        try:
            apply_all(work, self._plan, batch)
        except Exception:  # noqa: BLE001 - whatever it is, it is parked
            work = load(connect, self._read, self._tables, batch, begun=True)
            apply_or_park(work, self._plan, batch, {})
        return work


def _reduced(model: ReadModel, *, parked: bool) -> ReadModel:
    """A model of calls without handlers: its rows are there, as they are at the end."""
    if model.found_by == "call_id":
        return replace(model, handlers={})
    settled = None if parked else model.settled
    return model if settled is None else replace(model, handlers=settled)


def _same(connection: Connection) -> Connection:
    return connection
