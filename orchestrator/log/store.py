"""One log in one database: events in, events out, synchronously."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import TracebackType
from typing import Any, Self, TypeVar

from hookflash.domain.event import Event
from hookflash.domain.upcasting import is_readable
from hookflash.orchestrator.log.batch import Append, Outcome
from hookflash.orchestrator.log.errors import (
    AnswerLost,
    BadLogUrl,
    Conflict,
    LogUnavailable,
    UnknownTopic,
)
from hookflash.orchestrator.log.mapper import EventMapper, Row
from hookflash.orchestrator.log.recorder import LogRecorder
from hookflash.projections.database.gc_pause import collector_paused

R = TypeVar("R")
Fold = Callable[[Iterator[Event]], Any]
Wanted = tuple[str, Fold]
"""A stream, and what to make of its events."""

ANSWERS_AWAITED = 3
"""How often a commit is repeated whose answer was lost."""


class Store:
    """The log, read and written directly; safe to use from several threads.

    Every method raises :class:`LogUnavailable` when the database does not answer.
    """

    def __init__(self, recorder: LogRecorder, mapper: EventMapper) -> None:
        self.mapper = mapper
        self.at_hand = recorder.at_hand
        self._recorder = recorder

    def append(self, events: Sequence[Event]) -> int:
        """Store ``events`` all or none; return the log position of the last (0 if there is none).

        Raises :class:`Conflict` when a stream has moved on, or would get a gap.
        """
        if not events:
            return 0
        outcome = self.commit([[self.mapper.encode(event) for event in events]])[0]
        if isinstance(outcome, Conflict):
            raise outcome
        return outcome

    def commit(self, appends: Sequence[Append]) -> list[Outcome]:
        """Store many appends in one commit, leaving out each that conflicts.

        A commit whose answer was lost is repeated: what it had stored then conflicts with
        itself, and is recognised as ours (fault 21).
        """
        outcomes = self._try(appends)
        for _ in range(ANSWERS_AWAITED):
            if outcomes is not None:
                return outcomes
            outcomes = self._try(appends)
            if outcomes is not None:
                outcomes = [self._or_ours(*pair) for pair in zip(appends, outcomes, strict=True)]
        if outcomes is None:
            raise LogUnavailable("the database broke off every attempt to commit; look to it")
        return outcomes

    def read_stream(self, stream: str, after: int = 0) -> list[Event]:
        """Read the events of ``stream`` beyond position ``after``, in order."""
        rows = self._recorder.stream_rows(stream, after)
        return [event for _, event in self.mapper.decode(rows)]

    def fold_stream(self, stream: str, fold: Callable[[Iterator[Event]], R]) -> R:
        """Give what ``fold`` makes of the events of ``stream``, in order.

        Each is made when it is asked for, and can be gone before the next: that takes a third off
        what a list of them costs.
        """
        rows = self._recorder.stream_rows(stream, 0)
        with collector_paused():
            return fold(event for _, event in self.mapper.decoded(rows))

    def fold_streams(self, wanted: Sequence[Wanted]) -> list[Any]:
        """Do :meth:`fold_stream` for several, read in one go.

        Where one cannot be read or folded, the exception stands in its place.
        """
        rows: dict[str, list[Row]] = {stream: [] for stream, _ in wanted}
        for row in self._recorder.rows_of(rows):
            rows[row[1]].append(row)
        with collector_paused():
            return [self._folded(rows[stream], fold) for stream, fold in wanted]

    def _folded(self, rows: Sequence[Row], fold: Fold) -> Any:
        try:
            return fold(event for _, event in self.mapper.decoded(rows))
        except Exception as error:  # noqa: BLE001 - answered, to whom it belongs
            return error

    def streams(self, prefix: str) -> list[str]:
        """Name the streams that begin with ``prefix``, in order."""
        return self._recorder.streams(prefix, prefix[:-1] + chr(ord(prefix[-1]) + 1))

    def read_log(self, after: int = 0, limit: int = 1_000) -> list[tuple[int, Event]]:
        """Read up to ``limit`` events beyond log position ``after``, each with its position.

        Positions grow and may have gaps; no event ever appears behind one already read.
        """
        return self.mapper.decode(self._recorder.log_rows(after, limit))

    def read_log_of(
        self, workspace: str, after: int = 0, limit: int = 1_000
    ) -> tuple[int, list[tuple[int, Event]]]:
        """Read as :meth:`read_log`, and keep only a workspace's own events of it.

        Also gives the position up to which was read. The others are not even decoded: whoever
        goes on from far behind passes them by many times faster.
        """
        rows = self._recorder.log_rows(after, limit)
        own = [row for row in rows if row[1].partition(".")[0] == workspace]
        return (rows[-1][0] if rows else after), self.mapper.decode(own)

    @property
    def recorder(self) -> LogRecorder:
        """The rows themselves, for who checks, copies or erases them."""
        return self._recorder

    def rewrite(self, streams: Mapping[str, Sequence[Event]], done: Sequence[Event]) -> None:
        """Put other events in the place of all those of ``streams``; ``done`` records it.

        All in one commit. Raises :class:`Conflict`, and has changed nothing, if one of the
        streams has moved on.
        """
        encode = self.mapper.encode
        changed = {stream: [encode(e) for e in events] for stream, events in streams.items()}
        self._recorder.rewrite(changed, [encode(event) for event in done])

    def last_position(self) -> int:
        """Return the log position up to which :meth:`read_log` reads now; 0 for an empty log."""
        return self._recorder.last_position()

    def check_topics(self) -> None:
        """Refuse a log that holds events today's code cannot read (fault 28).

        Raises :class:`UnknownTopic`. Import every module that declares events first.
        """
        unknown = sorted(topic for topic in self._recorder.topics() if not is_readable(topic))
        if unknown:
            raise UnknownTopic(*unknown)

    def watch(self, grown: Callable[[], None]) -> Callable[[], None]:
        """Call ``grown`` from another thread when the log may have grown, by whatever process.

        Returns the function that ends it.
        """
        return self._recorder.watch(grown)

    def close(self) -> None:
        """Let go of the database."""
        self._recorder.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, e: BaseException | None, tb: TracebackType | None
    ) -> None:
        self.close()

    def _try(self, appends: Sequence[Append]) -> list[Outcome] | None:
        try:
            return self._recorder.commit(appends)
        except AnswerLost:
            return None

    def _or_ours(self, append: Append, outcome: Outcome) -> Outcome:
        if isinstance(outcome, Conflict):
            return self._recorder.find(append) or outcome
        return outcome


def open_store(url: str, mapper: EventMapper | None = None) -> Store:
    """Open the log under ``url``, making it if it is not there.

    ``sqlite:///file.db`` (``sqlite:////abs/file.db``), ``sqlite://`` for one in memory, or
    ``postgresql://user@host/name``. Raises :class:`BadLogUrl` or :class:`LogUnavailable`.
    """
    scheme, colon, _ = url.partition(":")
    if scheme == "sqlite":
        from hookflash.orchestrator.log import sqlite  # noqa: PLC0415 - one backend is enough

        return Store(sqlite.open_recorder(url), mapper or EventMapper())
    if scheme in ("postgresql", "postgres"):
        return Store(_postgres_recorder(url), mapper or EventMapper())
    shown = f"{scheme}://…" if colon else repr(url)  # without the password
    raise BadLogUrl(f"{shown} names no log; write sqlite:///file.db or postgresql://user@host/name")


def _postgres_recorder(url: str) -> LogRecorder:
    try:
        from hookflash.orchestrator.log import postgres  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise BadLogUrl(
            f"postgresql://… needs {error.name}: pip install 'hookflash[postgres]'"
        ) from error
    return postgres.open_recorder(url)
