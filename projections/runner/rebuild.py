"""Rebuilds the views beside those in use, then swaps them in one transaction."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from typing import Final

from sqlalchemy import Connection, Engine, MetaData, inspect, quoted_name, text
from sqlalchemy.schema import CreateTable

from hookflash.domain.errors import HookflashError
from hookflash.projections.database.engine import (
    reading,
    writing_long,
)
from hookflash.projections.database.gc_pause import collector_paused
from hookflash.projections.parked.table import PARKED
from hookflash.projections.reports.views import repoint_views
from hookflash.projections.runner import checkpoint
from hookflash.projections.runner.batch import Batch, Tables
from hookflash.projections.runner.bulk_write import RowsRefused, insert, insert_cells
from hookflash.projections.runner.model import ReadModel
from hookflash.projections.runner.portion import NoPortions, Portions
from hookflash.projections.runner.projector import Projector, Reading, Writing
from hookflash.projections.runner.registry import LAYOUT, tables_of
from hookflash.projections.runner.shared_rows import SharedRows
from hookflash.projections.runner.source import EventSource, read_beyond

BATCH: Final = 10_000
Progress = Callable[[int, int], None]
"""Called with the log position done and the one to reach."""


class RebuildOvertaken(HookflashError, RuntimeError):
    """Another rebuild was started while this one ran, and replaced it."""


class Rebuild:
    """One rebuild, in tables named with its number so that rebuilds cannot collide."""

    def __init__(
        self,
        source: EventSource,
        engine: Engine,
        models: Sequence[ReadModel],
        portions: Portions | None = None,
    ) -> None:
        self._source = source
        self._engine = engine
        self._models = models
        self._portions = portions
        live = tables_of(models)
        with writing_long(engine) as connection:
            self._number = checkpoint.begin_rebuild(connection)
            _drop_left_over(connection, live)
            self._tables = _copies(live, self._number)
            self._used = {model.name: model.found_by for model in models}
            for table in self._tables.values():
                connection.execute(CreateTable(table))
            self._index(connection, used=True)
        self._projector = Projector(models, self._tables)

    def run(self, progress: Progress) -> None:
        """Build the tables and swap them in. Raises :class:`RebuildOvertaken`."""
        try:
            with collector_paused():
                position = self._build(progress)
                with writing_long(self._engine) as connection:
                    self._index(connection, used=False)
            self._swap(position)
        except Exception as error:
            # A later rebuild drops the tables of this one, which then fails in some way.
            with reading(self._engine) as connection:
                if checkpoint.read(connection).rebuilds != self._number:
                    raise RebuildOvertaken("another rebuild was started; wait for it") from error
            raise

    def _build(self, progress: Progress) -> int:
        """Build up to the end of the log as of the start; it may grow as fast as we read."""
        goal = self._source.last_position()
        if self._portions is not None:
            try:
                return self._build_in_portions(self._portions, goal, progress)
            except (RowsRefused, NoPortions):
                self._empty()  # one event after the other, then: it says which one is to blame
        return self._build_in_order(goal, progress)

    def _build_in_portions(self, portions: Portions, goal: int, progress: Progress) -> int:
        """Build from portions, in the order in which they are done, then what they share."""
        done = skipped = fetched = 0
        parked = False
        for positions, portion in portions(goal):
            with self._write(0) as connection:
                for name, rows in portion.rows.items():
                    insert_cells(connection, self._tables[name], rows)
                insert(connection, self._tables[PARKED.name], portion.parked)
                portion.tally.post(connection, self._tables)
            done, skipped = done + positions, skipped + portion.skipped
            fetched, parked = fetched + portion.fetched, parked or bool(portion.parked)
            progress(min(done, goal - 1), goal)
        if skipped != fetched:
            raise NoPortions("events of calls without a beginning")
        self._share(goal, parked=parked)
        progress(goal, goal)
        return goal

    def _share(self, goal: int, *, parked: bool) -> None:
        """Project what calls share, in the order of the log."""
        shared, position = SharedRows(self._models, self._tables, parked=parked), 0
        read = partial(self._source.skim_where, shared.topics.__contains__)
        while batch := [
            placed for placed in read_beyond(read, position, BATCH) if placed[0] <= goal
        ]:
            with self._write(0) as connection:
                shared.project(connection, batch)
            position = batch[-1][0]

    def _empty(self) -> None:
        with writing_long(self._engine) as connection:
            for table in self._tables.values():
                connection.execute(table.delete())

    def _build_in_order(self, goal: int, progress: Progress) -> int:
        """Build one event after the other; nothing else changes these tables between two writes."""
        position = 0
        read = partial(reading, self._engine)
        while batch := read_beyond(self._source.skim_log, position, BATCH):
            position = self._project(batch, self._write, read)
            progress(position, max(position, goal))
            if position >= goal:
                break
        return position

    def _index(self, connection: Connection, *, used: bool) -> None:
        """Create the indexes by which a rebuild finds rows, or the others.

        These are made in less time once the rows are there.
        """
        for name, table in self._tables.items():
            for index in table.indexes:
                if (index.columns[0].name == self._used.get(name)) == used:
                    index.create(connection)

    def _swap(self, position: int) -> None:
        with writing_long(self._engine) as connection:
            # The lock stops all other updates. The new views must not be behind the old ones.
            seen = checkpoint.lock(connection)
            inside = _nested(connection)
            while position < seen.position:
                batch = read_beyond(self._source.skim_log, position, BATCH)
                if not batch:
                    break  # the old views were ahead of this log: another log, or a truncated one
                position = self._project(batch, inside)
            repoint_views(connection, self._tables)
            for name, built in self._tables.items():
                connection.execute(text(f'DROP TABLE IF EXISTS "{name}"'))
                connection.execute(text(f'ALTER TABLE "{built.name}" RENAME TO "{name}"'))
            checkpoint.finish_rebuild(connection, position, LAYOUT)

    def _project(self, batch: Batch, write: Writing, read: Reading | None = None) -> int:
        handled, _ = self._projector.project(batch, write, read)
        return batch[handled - 1][0]

    def _write(self, _to: int) -> AbstractContextManager[Connection]:
        return writing_long(self._engine)


def _nested(connection: Connection) -> Writing:
    @contextmanager
    def nested(_to: int) -> Iterator[Connection]:
        with connection.begin_nested():
            yield connection

    return nested


def _copies(live: Tables, number: int) -> Tables:
    """Define tables like ``live`` under other names, with indexes under other names too."""
    metadata = MetaData()
    copies = {
        name: table.to_metadata(metadata, name=f"{name}__{number}") for name, table in live.items()
    }
    for copy in copies.values():
        for index in copy.indexes:
            index.name = quoted_name(f"{index.name}__{number}", None)
    return copies


def _drop_left_over(connection: Connection, live: Tables) -> None:
    """Drop the tables of rebuilds that did not finish."""
    left_over = re.compile(rf"({'|'.join(live)})__\d+")
    for name in inspect(connection).get_table_names():
        if left_over.fullmatch(name):
            connection.execute(text(f'DROP TABLE "{name}"'))
