"""The views of a log: kept up with it, built anew, asked."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from sqlalchemy import Engine

from hookflash.projections import checkpoint
from hookflash.projections.calls.queries import CallList
from hookflash.projections.checkpoint import Checkpoint
from hookflash.projections.database import reading, writing
from hookflash.projections.inbox.queries import Inbox
from hookflash.projections.model import ReadModel
from hookflash.projections.models import LAYOUT, MODELS, tables_of
from hookflash.projections.parked.queries import ParkedEvent, parked_events
from hookflash.projections.projector import Projector
from hookflash.projections.rebuild import Progress, Rebuild
from hookflash.projections.rebuild import RebuildOvertaken as RebuildOvertaken
from hookflash.projections.reports.queries import Reports
from hookflash.projections.reports.views import make_views
from hookflash.projections.source import EventSource, read_beyond
from hookflash.projections.transfers.queries import Trails

BATCH: Final = 1_000
"""Events a transaction: 68,000 a second at this size, 180 at one (MEASURED.md)."""


class NewerViews(RuntimeError):
    """The views were built by a newer Hookflash, and only it can keep them up."""


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
        with writing(engine) as connection:
            checkpoint.create(connection, LAYOUT)
            if checkpoint.read(connection).layout == LAYOUT:
                make_views(connection)

    def catch_up(self) -> int:
        """Take the views to where the log ends now; returns how many events this call handled.

        Views of an older layout are built anew first. Raises :class:`NewerViews`.
        """
        handled, goal = 0, self._source.last_position()
        seen = self._seen()
        if seen.layout < LAYOUT:
            self._rebuild(lambda _done, _all: None)
            seen = self._seen()
        while seen.position < goal:
            batch = read_beyond(self._source, seen.position, BATCH)
            if not batch:
                break
            taken = self._projector.project(
                batch,
                lambda: reading(self._engine),
                lambda: writing(self._engine),
                partial(checkpoint.move, seen),
            )
            handled += taken
            # Whoever took none was not the first to this batch.
            seen = seen._replace(position=batch[taken - 1][0]) if taken else self._seen()
        return handled

    def rebuild(self, progress: Progress = lambda _done, _all: None) -> int:
        """Build the views anew, then put them in the old ones' place; returns the log position.

        ``progress`` is told how far of how far, as log positions. Until the end everybody sees
        the old views, which are kept up meanwhile. Raises :class:`RebuildOvertaken` if another
        rebuild was begun in the meantime, :class:`NewerViews` if this one would be a step back.
        """
        self._seen()
        self._rebuild(progress)
        self.catch_up()
        return self._seen().position

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def behind(self) -> int:
        """How far the views are behind the log, in log positions."""
        return max(0, self._source.last_position() - self._seen().position)

    def parked(self, workspace: str) -> tuple[ParkedEvent, ...]:
        """The events of a workspace that a read model could not handle."""
        return parked_events(self._engine, workspace)

    def _seen(self) -> Checkpoint:
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
