"""Projects batches of events into one set of tables: those in use or those of a rebuild."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack
from functools import cache, partial

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
from hookflash.projections.runner.kept_rows import KeptRows
from hookflash.projections.runner.model import ReadModel, Work

Reading = Callable[[], AbstractContextManager[Connection]]
Writing = Callable[[int], AbstractContextManager[Connection]]
"""Opens the transaction that advances the views to a log position."""


class Projector:
    """Projects events with ``models`` into ``tables``, which includes one for parked events.

    ``kept`` are rows that need not be fetched; the caller puts those of a batch back.
    """

    def __init__(
        self, models: Sequence[ReadModel], tables: Tables, kept: KeptRows | None = None
    ) -> None:
        self._models = models
        self._tables = tables
        self._plan = plan_of(models)
        self._kept = kept

    def project(
        self, batch: Batch, write: Writing, read: Reading | None = None
    ) -> tuple[int, Work]:
        """Project ``batch`` in one transaction; returns how many events were handled, and the rows.

        Fewer than all are handled while bisecting for an event that the database refuses, which is
        then parked. With ``read``, rows are fetched in a transaction of its own beforehand.
        """
        refused: dict[tuple[str, int], Exception] = {}
        while True:
            work = None
            if read is not None:
                with ExitStack() as reading:
                    connect = cache(partial(reading.enter_context, read()))
                    work = self._work(connect, batch, refused)
            try:
                with write(batch[-1][0]) as connection:
                    work = work or self._work(partial(_same, connection), batch, refused)
                    self._store(connection, work)
            except RowsRefused as error:
                culprit = error.model, batch[0][0]
                if culprit in refused:
                    raise
                if len(batch) == 1:
                    refused[culprit] = error
                batch = batch[: (len(batch) + 1) // 2]
            else:
                return len(batch), work

    def _work(self, connect: Callable[[], Connection], batch: Batch, refused: Refused) -> Work:
        work = load(connect, self._models, self._tables, batch, self._kept)
        if not refused:
            try:
                apply_all(work, self._plan, batch)
            except Exception:  # noqa: BLE001 - raised again below, one event at a time
                work = load(connect, self._models, self._tables, batch)
            else:
                return work
        apply_or_park(work, self._plan, batch, refused)
        return work

    def _store(self, connection: Connection, work: Work) -> None:
        work.list_calls()
        for model in self._models:
            save(connection, self._tables[model.name], work.rows[model.name])
        insert(connection, self._tables[PARKED.name], work.parked)
        reports = self._kept.reports if self._kept else None
        work.posted = work.tally().post(connection, self._tables, reports)


def _same(connection: Connection) -> Connection:
    return connection
