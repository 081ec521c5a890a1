"""The views of a log: kept up with it, built anew, asked."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from sqlalchemy import Connection, Engine

from hookflash.domain.errors import HookflashError
from hookflash.projections.calls.queries import CallList
from hookflash.projections.database.engine import looks_first, reading, writing
from hookflash.projections.database.gc_pause import collector_paused
from hookflash.projections.inbox.queries import Inbox
from hookflash.projections.parked.queries import ParkedEvent, parked_events
from hookflash.projections.reports.queries import Reports
from hookflash.projections.reports.views import make_views
from hookflash.projections.runner import checkpoint
from hookflash.projections.runner.batch import Batch
from hookflash.projections.runner.checkpoint import Checkpoint
from hookflash.projections.runner.model import ReadModel
from hookflash.projections.runner.projector import Projector
from hookflash.projections.runner.rebuild import Progress, Rebuild
from hookflash.projections.runner.rebuild import RebuildOvertaken as RebuildOvertaken
from hookflash.projections.runner.registry import LAYOUT, MODELS, tables_of
from hookflash.projections.runner.source import EventSource, read_beyond
from hookflash.projections.transfers.queries import Trails

BATCH: Final = 1_000
"""Events a transaction: 68,000 a second at this size, 180 at one (MEASURED.md)."""


class NewerViews(HookflashError, RuntimeError):
    """The views were built by a newer Hookflash, and only it can keep them up."""


class _Overtaken(Exception):
    """Somebody else has moved the views."""


class Projections:
    """Views in ``engine`` of what is in ``source``. Safe to use from several threads.

    Several processes may keep up the same views: whoever comes second to a batch drops it.
    """

    def __init__(
        self, source: EventSource, engine: Engine, models: Sequence[ReadModel] = MODELS
    ) -> None:
        self.calls = CallList(engine)
        self.inbox = Inbox(engine)
        self.transfers = Trails(engine)
        self.reports = Reports(engine)
        self._source = source
        self._engine = engine
        self._models = models
        self._projector = Projector(models, tables_of(models))
        self._seen: Checkpoint | None = None
        """How far the views were when this last looked or moved them."""
        with writing(engine) as connection:
            checkpoint.create(connection, LAYOUT)
            if checkpoint.read(connection).layout == LAYOUT:
                make_views(connection)

    def catch_up(self, goal: int | None = None) -> int:
        """Take the views to log position ``goal``, as far as it can be read by now.

        Without it, to where the log ends. Returns how many events this call handled. Views of an
        older layout are built anew first. Raises :class:`NewerViews`.
        """
        if goal is None:
            goal = self._source.last_position()
        try:
            with collector_paused():
                self._seen, handled = self._take_on(goal)
        except Exception:
            self._seen = None
            raise
        return handled

    def _take_on(self, goal: int) -> tuple[Checkpoint, int]:
        """Take the views to ``goal``; returns where they are, and how many events this handled."""
        handled, seen = 0, self._seen
        if seen is None or seen.position > goal:
            seen = self._look()
        while seen.position < goal:
            batch = read_beyond(self._source, seen.position, BATCH)
            if not batch:
                break
            try:
                taken = self._project(batch, seen)
            except _Overtaken:
                seen = self._look()
            else:
                handled += taken
                seen = seen._replace(position=batch[taken - 1][0])
        return seen, handled

    def rebuild(self, progress: Progress = lambda _done, _all: None) -> int:
        """Build the views anew, then put them in the old ones' place; returns the log position.

        ``progress`` is told how far of how far, as log positions. Until the end everybody sees
        the old views, which are kept up meanwhile. Raises :class:`RebuildOvertaken` if another
        rebuild was begun in the meantime, :class:`NewerViews` if this one would be a step back.
        """
        self._look_at_any()
        self._rebuild(progress)
        self._seen = None
        self.catch_up()
        return self.position

    @property
    def position(self) -> int:
        """The log position that the views have certainly reached."""
        return self._seen.position if self._seen else 0

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def behind(self) -> int:
        """How far the views are behind the log, in log positions."""
        return max(0, self._source.last_position() - self._look_at_any().position)

    def parked(self, workspace: str) -> tuple[ParkedEvent, ...]:
        """The events of a workspace that a read model could not handle."""
        return parked_events(self._engine, workspace)

    def _project(self, batch: Batch, seen: Checkpoint) -> int:
        """Take the views on from ``seen``. Raises :class:`_Overtaken`."""

        @contextmanager
        def read() -> Iterator[Connection]:
            with reading(self._engine) as connection:
                if checkpoint.read(connection) != seen:
                    raise _Overtaken
                yield connection

        @contextmanager
        def write(to: int) -> Iterator[Connection]:
            with writing(self._engine) as connection:
                if not checkpoint.move(seen, connection, to):
                    raise _Overtaken
                yield connection

        return self._projector.project(batch, write, read if looks_first(self._engine) else None)

    def _look(self) -> Checkpoint:
        """See how far the views are; they are of today's layout then."""
        seen = self._look_at_any()
        if seen.layout < LAYOUT:
            self._rebuild(lambda _done, _all: None)
            seen = self._look_at_any()
        return seen

    def _look_at_any(self) -> Checkpoint:
        with reading(self._engine) as connection:
            seen = checkpoint.read(connection)
        if seen.layout > LAYOUT:
            raise NewerViews(
                f"the views have layout {seen.layout}, this Hookflash knows {LAYOUT}: "
                "use the newer one"
            )
        return seen

    def _rebuild(self, progress: Progress) -> None:
        Rebuild(self._source, self._engine, self._models).run(progress)
