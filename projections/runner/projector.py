"""Plays batches of events into one set of tables: those in use, or those of a rebuild."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager

from sqlalchemy import Connection

from hookflash.projections.parked.table import PARKED
from hookflash.projections.runner.batch import (
    Batch,
    Refused,
    Tables,
    load,
    plan_of,
    play,
    play_parking,
)
from hookflash.projections.runner.bulk_write import RowsRefused, insert, save
from hookflash.projections.runner.model import ReadModel, Work

Reading = Callable[[], AbstractContextManager[Connection]]
Writing = Callable[[int], AbstractContextManager[Connection]]
"""Opens the transaction that takes the views to a log position."""


class Projector:
    """``tables`` has the table of each of ``models``, and the one for parked events, by name."""

    def __init__(self, models: Sequence[ReadModel], tables: Tables) -> None:
        self._models = models
        self._tables = tables
        self._plan = plan_of(models)

    def project(self, batch: Batch, write: Writing, read: Reading | None = None) -> int:
        """Store what ``batch`` leads to, in one transaction; returns how many events it took.

        Those are fewer than there are while an event is sought that the database does not take; it
        is then parked. With ``read``, rows are looked up there, before the transaction begins.
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
                play(work, self._plan, batch)
            except Exception:  # noqa: BLE001 - it is met again below, one event at a time
                work = load(connection, self._models, self._tables, batch)
            else:
                return work
        play_parking(work, self._plan, batch, refused)
        return work

    def _store(self, connection: Connection, work: Work) -> None:
        for model in self._models:
            save(connection, self._tables[model.name], work.rows[model.name])
        insert(connection, self._tables[PARKED.name], work.parked)
