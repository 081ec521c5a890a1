"""Projects batches of events into one set of tables: those in use or those of a rebuild."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager

from sqlalchemy import Connection

from hookflash.projections.parked.table import PARKED
from hookflash.projections.runner.batch import (
    Batch,
    Refused,
    Tables,
    apply_all,
    apply_or_park,
    load,
    plan_of,
)
from hookflash.projections.runner.bulk_write import RowsRefused, insert, save
from hookflash.projections.runner.model import ReadModel, Work

Reading = Callable[[], AbstractContextManager[Connection]]
Writing = Callable[[int], AbstractContextManager[Connection]]
"""Opens the transaction that advances the views to a log position."""


class Projector:
    """Projects events with ``models`` into ``tables``, which includes one for parked events."""

    def __init__(self, models: Sequence[ReadModel], tables: Tables) -> None:
        self._models = models
        self._tables = tables
        self._plan = plan_of(models)

    def project(self, batch: Batch, write: Writing, read: Reading | None = None) -> int:
        """Project ``batch`` in one transaction; returns how many of its events were handled.

        Fewer than all are handled while bisecting for an event that the database refuses, which is
        then parked. With ``read``, rows are fetched in a transaction of its own beforehand.
        """
        refused: dict[tuple[str, int], Exception] = {}
        while True:
            work = None
            if read is not None:
                with read() as connection:
                    work = self._work(connection, batch, refused)
            try:
                with write(batch[-1][0]) as connection:
                    self._store(connection, work or self._work(connection, batch, refused))
            except RowsRefused as error:
                culprit = error.model, batch[0][0]
                if culprit in refused:
                    raise
                if len(batch) == 1:
                    refused[culprit] = error
                batch = batch[: (len(batch) + 1) // 2]
            else:
                return len(batch)

    def _work(self, connection: Connection, batch: Batch, refused: Refused) -> Work:
        work = load(connection, self._models, self._tables, batch)
        if not refused:
            try:
                apply_all(work, self._plan, batch)
            except Exception:  # noqa: BLE001 - raised again below, one event at a time
                work = load(connection, self._models, self._tables, batch)
            else:
                return work
        apply_or_park(work, self._plan, batch, refused)
        return work

    def _store(self, connection: Connection, work: Work) -> None:
        for model in self._models:
            save(connection, self._tables[model.name], work.rows[model.name])
        insert(connection, self._tables[PARKED.name], work.parked)
        work.tally().post(connection, self._tables)
