"""The read models of one log: catch them up, rebuild them, query them."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import OperationalError

from hookflash.domain.errors import HookflashError
from hookflash.domain.event import Event
from hookflash.projections.calls.queries import CallList
from hookflash.projections.contacts.queries import Cards
from hookflash.projections.database.engine import reading, reads_before_writing, writing
from hookflash.projections.database.gc_pause import collector_paused
from hookflash.projections.inbox.queries import Inbox
from hookflash.projections.parked.queries import (
    ParkedEvent,
    parked_count,
    parked_events,
    unreadable_positions,
)
from hookflash.projections.received_texts.queries import ReceivedTexts
from hookflash.projections.reports.queries import Reports
from hookflash.projections.reports.views import make_views
from hookflash.projections.runner import checkpoint
from hookflash.projections.runner.batch import Batch
from hookflash.projections.runner.checkpoint import Checkpoint
from hookflash.projections.runner.kept_rows import KeptRows
from hookflash.projections.runner.model import ReadModel
from hookflash.projections.runner.portion import Portions
from hookflash.projections.runner.projector import Projector
from hookflash.projections.runner.rebuild import Progress, Rebuild
from hookflash.projections.runner.rebuild import RebuildOvertaken as RebuildOvertaken
from hookflash.projections.runner.registry import LAYOUT, MODELS, tables_of
from hookflash.projections.runner.source import EventSource, read_beyond
from hookflash.projections.texts.queries import SentTexts
from hookflash.projections.transfers.queries import Trails
from hookflash.projections.voicemails.queries import Recordings

BATCH: Final = 1_000
"""Events per transaction. One event per transaction is several hundred times slower."""

LOOK_SECONDS: Final = 0.2
LOOKS: Final = 3_000
"""For ten minutes a rebuild by another process is waited for, before this one begins again."""
UNREADABLE: Final = 10
"""How many unreadable events are listed; all of them are counted."""
BLOCKED: Final = 10
"""How often the database may end a rebuild that another one blocks."""


class NewerViews(HookflashError, RuntimeError):
    """A newer version of Hookflash built these views; this version cannot update them."""


class _Overtaken(Exception):
    """Another process has advanced the checkpoint."""


class Projections:
    """The read models of ``source``, stored in ``engine``. Safe to use from several threads.

    Several processes may update the same views. Each batch is committed by the first process
    that gets there; the others drop theirs.
    """

    def __init__(
        self, source: EventSource, engine: Engine, models: Sequence[ReadModel] = MODELS
    ) -> None:
        self.calls = CallList(engine)
        self.inbox = Inbox(engine)
        self.transfers = Trails(engine)
        self.recordings = Recordings(engine)
        self.reports = Reports(engine)
        self.cards = Cards(engine)
        self.texts = SentTexts(engine)
        self.received_texts = ReceivedTexts(engine)
        self._source = source
        self._engine = engine
        self._models = models
        self._kept = KeptRows(models)
        self._projector = Projector(models, tables_of(models), self._kept)
        self._catching_up = threading.Lock()
        """Two threads would project the same events, and all but one for nothing."""
        self._upgrading = threading.Lock()
        """Held by the thread that rebuilds views of an older layout; the others wait for it."""
        self._closing = threading.Event()
        self.overtaken = 0
        """How often another process was first, so that work of this one was in vain."""
        self._seen: Checkpoint | None = None
        """The checkpoint as last read or written by this object."""
        with writing(engine) as connection:
            checkpoint.create(connection, LAYOUT)
            if checkpoint.read(connection).layout == LAYOUT:
                make_views(connection)

    @property
    def engine(self) -> Engine:
        """The database of the views, which is the log's."""
        return self._engine

    def know(self, contact: str, workspace: str | None) -> bool:
        """Whether ``contact`` has a thread or a card in ``workspace`` (None: in any)."""
        return self.inbox.has_contact(contact, workspace) or self.cards.has(contact, workspace)

    def catch_up(self, goal: int | None = None) -> int:
        """Bring the views up to log position ``goal``, by default the current end of the log.

        Stops earlier if the log cannot be read that far yet. Returns the number of events handled
        by this call. Views with an older layout are rebuilt first. Raises :class:`NewerViews`.
        """
        if goal is None:
            goal = self._source.last_position()
        with self._catching_up, collector_paused():
            try:
                self._seen, handled = self._advance(goal)
            except Exception:
                self._seen = None
                raise
        return handled

    def _advance(self, goal: int) -> tuple[Checkpoint, int]:
        """Advance to ``goal``; return the new checkpoint and the number of events handled."""
        handled, seen = 0, self._seen
        if seen is None or seen.position > goal:
            seen = self._read_current()
        while seen.position < goal:
            batch = read_beyond(self._source.read_on, seen.position, BATCH)
            if not batch:
                break
            try:
                taken, seen = self._project(batch, seen)
            except _Overtaken:
                self.overtaken += 1
                seen = self._read_current()
            else:
                handled += taken
        return seen, handled

    def look(self) -> int:
        """Return how far another process has brought the views by now, at the cost of a query."""
        with self._catching_up:
            self._seen = self._read_current()
            return self._seen.position

    def rebuild(
        self,
        progress: Progress = lambda _done, _all: None,
        portions: Portions | None = None,
    ) -> int:
        """Rebuild all views from the log and swap them in; returns the log position reached.

        ``progress`` is called with the log position done and the one to reach. ``portions``
        projects the log where one event after the other is too slow. Until the swap,
        readers see the old views, which are still updated. Raises :class:`RebuildOvertaken` if
        another rebuild was started meanwhile, :class:`NewerViews` if a newer version built the
        views.
        """
        self._read_checkpoint()
        self._rebuild(progress, portions)
        self._seen = None
        self.catch_up()
        return self.position

    @property
    def position(self) -> int:
        """A log position that the views are known to have reached."""
        return self._seen.position if self._seen else 0

    def close(self) -> None:
        """Close the database connections."""
        self._closing.set()
        self._engine.dispose()

    def behind(self) -> int:
        """The lag of the views behind what can be read of the log, in log positions."""
        return max(0, self._source.last_position() - self.shown())

    def shown(self) -> int:
        """The log position up to which the views show the log, by any process."""
        return self._read_checkpoint().position

    def parked(self, workspace: str) -> tuple[ParkedEvent, ...]:
        """Events of a workspace that a read model could not handle, in log order."""
        return parked_events(self._engine, workspace)

    def parked_count(self) -> int:
        """How many events of all workspaces a read model could not handle."""
        return parked_count(self._engine)

    def unreadable(self, limit: int = UNREADABLE) -> tuple[int, ...]:
        """The log positions of the first events that could not be read at all."""
        return unreadable_positions(self._engine, limit)

    def retry_unreadable(self) -> None:
        """Rebuild the views if an event can be read now that could not be when it was due."""
        if any(self._is_readable(position) for position in self.unreadable()):
            self.rebuild()

    def _is_readable(self, position: int) -> bool:
        found = self._source.read_log(position - 1, 1)
        return bool(found) and found[0][0] == position and isinstance(found[0][1], Event)

    def _project(self, batch: Batch, seen: Checkpoint) -> tuple[int, Checkpoint]:
        """Project ``batch`` onto views at checkpoint ``seen``.

        Returns how many events were handled, and the new checkpoint. Raises :class:`_Overtaken`.
        """

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

        read_first = read if reads_before_writing(self._engine) else None
        self._kept.begin(seen)
        taken, work = self._projector.project(batch, write, read_first)
        now = seen._replace(position=batch[taken - 1][0])
        self._kept.put(work, now)
        return taken, now

    def _read_current(self) -> Checkpoint:
        """Read the checkpoint, after a rebuild if the views have an older layout."""
        seen = self._read_checkpoint()
        if seen.layout < LAYOUT:
            with self._upgrading:
                seen = self._upgraded()
        return seen

    def _upgraded(self) -> Checkpoint:
        """Read the checkpoint once the views are rebuilt, here or by another process.

        Of two rebuilds the later one wins, and the other one waits for it, unless it seems to have
        died. They may also block each other in the database, which then ends one of them.
        """
        blocked = 0
        while (seen := self._read_checkpoint()).layout < LAYOUT:
            try:
                self._rebuild(lambda _done, _all: None)
            except RebuildOvertaken:
                self._wait_for_another_rebuild()
            except OperationalError:
                blocked += 1
                if blocked == BLOCKED:
                    raise
                self._closing.wait(LOOK_SECONDS)
        return seen

    def _wait_for_another_rebuild(self) -> None:
        for _ in range(LOOKS):
            if self._read_checkpoint().layout >= LAYOUT or self._closing.wait(LOOK_SECONDS):
                return

    def _read_checkpoint(self) -> Checkpoint:
        with reading(self._engine) as connection:
            seen = checkpoint.read(connection)
        if seen.layout > LAYOUT:
            raise NewerViews(
                f"the views have layout {seen.layout}, but this version of Hookflash supports only "
                f"{LAYOUT}; use the newer one"
            )
        return seen

    def _rebuild(self, progress: Progress, portions: Portions | None = None) -> None:
        Rebuild(self._source, self._engine, self._models, portions).run(progress)
