"""One log in one database: stores and reads events synchronously."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from operator import itemgetter
from types import TracebackType
from typing import Any, Self, TypeVar

from hookflash.domain.event import Event
from hookflash.domain.unreadable import Entry
from hookflash.domain.upcasting import is_readable, resolve_topic
from hookflash.orchestrator.log import packing
from hookflash.orchestrator.log.batch import Append, Encoded, Outcome, Stored
from hookflash.orchestrator.log.errors import (
    AnswerLost,
    BadLogUrl,
    Conflict,
    LogUnavailable,
    UnknownTopic,
    UnreadableEvent,
)
from hookflash.orchestrator.log.mapper import EventMapper, Row
from hookflash.orchestrator.log.recorder import LogRecorder
from hookflash.orchestrator.log.seal import is_packed
from hookflash.orchestrator.log.tail import Tail
from hookflash.projections.database.gc_pause import collector_paused

R = TypeVar("R")
Fold = Callable[[Iterator[Event]], Any]
Wanted = tuple[str, Fold]
"""A stream, and how to fold its events."""

NEWEST = 10_000
"""How many events are looked at when a log is opened, whatever the list of topics says."""
RETRIES = 3
"""How often a commit is retried after its answer was lost."""


class Store:
    """Reads and writes the log directly; safe to use from several threads.

    Every method raises :class:`LogUnavailable` when the database does not answer.
    """

    def __init__(self, recorder: LogRecorder, mapper: EventMapper) -> None:
        self.mapper = mapper
        self.is_local = recorder.is_local
        self.tail = Tail()
        """The newest of the events appended through this object."""
        self._recorder = recorder

    def append(self, events: Sequence[Event], reads: Mapping[str, int] | None = None) -> int:
        """Store all of ``events`` or none; return the log position of the last, 0 without events.

        Raises :class:`Conflict` if a stream has grown meanwhile, or would get a gap; also if one of
        ``reads`` does not end at the position given there (0: is empty).
        """
        if not events:
            return 0
        outcome = self.commit([self.encode(events, reads)])[0]
        if isinstance(outcome, Conflict):
            raise outcome
        return outcome

    def encode(self, events: Sequence[Event], reads: Mapping[str, int] | None = None) -> Encoded:
        """Encode ``events`` for one append, which verifies ``reads``."""
        return Encoded(map(self.mapper.encode, events), events, reads or {})

    def commit(self, appends: Sequence[Append]) -> list[Outcome]:
        """Store many appends in one commit, leaving out those that conflict.

        A commit whose answer was lost is retried. If it was stored, the retry conflicts with
        itself, and the events are recognised as our own.
        """
        outcomes = self._try(appends)
        for _ in range(RETRIES):
            if outcomes is not None:
                return outcomes
            outcomes = self._try(appends)
            if outcomes is not None:
                outcomes = [self._or_ours(*pair) for pair in zip(appends, outcomes, strict=True)]
        if outcomes is None:
            raise LogUnavailable("every commit attempt failed; check the database")
        return outcomes

    def commit_now(self, append: Append) -> Outcome | None:
        """Store one append unless that has to wait for another writer, or for a server."""
        stored = self._recorder.commit_now(append)
        return None if stored is None else self._noted([append], [stored])[0]

    def read_stream(self, stream: str, after: int = 0) -> list[Event]:
        """Read the events of ``stream`` after position ``after``, in order."""
        rows = self._recorder.stream_rows(stream, after)
        return [event for _, event in self.mapper.decode(rows)]

    def fold_stream(self, stream: str, fold: Callable[[Iterator[Event]], R]) -> R:
        """Return ``fold`` applied to the events of ``stream``, in order.

        Events are decoded lazily, so each can be freed before the next: a third faster than a list.
        """
        rows = self._recorder.stream_rows(stream, 0)
        with collector_paused():
            return fold(_in_order(event for _, event in self.mapper.decoded(rows)))

    def fold_streams(self, wanted: Sequence[Wanted]) -> list[Any]:
        """Run :meth:`fold_stream` for several streams with one read.

        If a stream cannot be read or folded, its result is the exception.
        """
        rows: dict[str, list[Row]] = {stream: [] for stream, _ in wanted}
        for row in self._recorder.rows_of(rows):
            rows[row[1]].append(row)
        with collector_paused():
            return [self._folded(rows[stream], fold) for stream, fold in wanted]

    def _folded(self, rows: Sequence[Row], fold: Fold) -> Any:
        try:
            return fold(_in_order(event for _, event in self.mapper.decoded(rows)))
        except Exception as error:  # noqa: BLE001 - returned to the caller it concerns
            return error

    def streams(self, prefix: str) -> list[str]:
        """List the streams whose names start with ``prefix``, sorted."""
        return self._recorder.streams(prefix, prefix[:-1] + chr(ord(prefix[-1]) + 1))

    def read_placed(self, stream: str) -> list[tuple[int, Entry]]:
        """Read all of ``stream``, in order, with log positions; also what cannot be decoded.

        Unlike :meth:`read_log`, it sees everything that is committed.
        """
        return self.mapper.read(self._recorder.stream_rows(stream, 0))

    def read_log(self, after: int = 0, limit: int = 1_000) -> list[tuple[int, Entry]]:
        """Read up to ``limit`` events after log position ``after``, with their positions.

        Positions grow and may have gaps. No event ever appears before one already read. What
        cannot be decoded is an ``Unreadable`` in its place.
        """
        return self.mapper.read(self._recorder.log_rows(after, limit))

    def skim_log(self, after: int, limit: int) -> list[tuple[int, Entry]]:
        """Read like :meth:`read_log`, several times as fast: for reading all of a log."""
        return self.mapper.skim(self._recorder.log_rows(after, limit))

    def skim_where(
        self, wanted: Callable[[str], bool], after: int, limit: int
    ) -> list[tuple[int, Entry]]:
        """Read like :meth:`skim_log`, but only events whose topic of today is ``wanted``."""
        topics = [one for one in self._recorder.topics() if wanted(resolve_topic(one)[0])]
        return self.mapper.skim(self._recorder.log_rows_of(topics, after, limit))

    def skim_rest(self, heads: Mapping[str, int], after: int, to: int) -> list[tuple[int, Entry]]:
        """Skim what log positions ``after`` to ``to`` have of streams beyond their ``heads``."""
        now = self._recorder.heads(heads)
        longer = [stream for stream, head in heads.items() if now.get(stream, 0) > head]
        rows = self._recorder.rows_of(longer) if longer else []
        later = sorted((row for row in rows if after < row[0] <= to), key=itemgetter(0))
        return self.mapper.skim(later)

    def read_on(self, after: int, limit: int = 1_000) -> list[tuple[int, Entry]]:
        """Read like :meth:`read_log`, but from memory where the events are of this process.

        For those who follow the log from its beginning or end, and so see an erasure after what it
        erased: events in memory are as they were appended.
        """
        own = self.tail.after(after, limit)
        return [*own] if own else self.read_log(after, limit)

    def read_log_of(
        self, workspace: str, after: int = 0, limit: int = 1_000
    ) -> tuple[int, list[tuple[int, Entry]]]:
        """Read like :meth:`read_log`, but return only the events of one workspace.

        Also returns the log position reached. Events of other workspaces are not decoded, so a
        reader far behind skips them many times faster.
        """
        rows = self._recorder.log_rows(after, limit)
        own = [row for row in rows if str(row[1]).partition(".")[0] == workspace]
        return (rows[-1][0] if rows else after), self.mapper.read(own)

    def read_log_where(
        self, wanted: Callable[[str], bool], after: int = 0, limit: int = 1_000
    ) -> tuple[int, list[tuple[int, Entry]]]:
        """Read like :meth:`read_log_of`, but the events of the streams that are ``wanted``."""
        rows = self._recorder.log_rows(after, limit)
        some = [row for row in rows if wanted(str(row[1]))]
        return (rows[-1][0] if rows else after), self.mapper.read(some)

    @property
    def recorder(self) -> LogRecorder:
        """Access to the rows, for verification, copies and erasure."""
        return self._recorder

    def rewrite(self, streams: Mapping[str, Sequence[Event]], done: Sequence[Event]) -> None:
        """Replace all events of ``streams``, and append ``done``, which records the change.

        All in one commit. Raises :class:`Conflict` without any change if one of the streams has
        grown meanwhile.
        """
        encode = self.mapper.encode
        changed = {stream: [encode(e) for e in events] for stream, events in streams.items()}
        self.tail.clear()
        self._recorder.rewrite(changed, [encode(event) for event in done])
        self.tail.clear()  # again: an append may have come in between

    def now(self) -> datetime | None:
        """Return the time by the database's clock, UTC; None if that is this host's clock."""
        return self._recorder.now()

    def last_position(self) -> int:
        """Return the last log position that :meth:`read_log` can read now; 0 if empty."""
        return self._recorder.last_position()

    def newest_position(self) -> int:
        """Return the log position of the newest committed event; 0 if empty.

        It is beyond :meth:`last_position` while an earlier append is not committed yet.
        """
        return self._recorder.newest_position()

    def end_stalled(self) -> list[str]:
        """End appends that other processes began and left; says which."""
        return self._recorder.end_stalled()

    def check_topics(self) -> None:
        """Raise :class:`UnknownTopic` if the log has events that this version cannot read.

        The list of topics is not trusted alone: it is compared with the newest events, and made
        again from all of them if it was lost. Every module that declares events must have been
        imported.
        """
        known = self._recorder.topics()
        found = self._recorder.topics_since(NEWEST if known else None)
        if missing := found - known:
            self._recorder.add_topics(missing)
        unknown = sorted(topic for topic in known | found if not is_readable(topic))
        if unknown:
            raise UnknownTopic(*unknown)

    def watch(self, grown: Callable[[], None]) -> Callable[[], None]:
        """Call ``grown`` from another thread when the log may have grown, by any process.

        Returns the function that stops it.
        """
        return self._recorder.watch(grown)

    def close(self) -> None:
        """Close the database connections."""
        self._recorder.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, e: BaseException | None, tb: TracebackType | None
    ) -> None:
        self.close()

    def _try(self, appends: Sequence[Append]) -> list[Outcome] | None:
        try:
            stored = self._recorder.commit(appends)
        except AnswerLost:
            return None
        return self._noted(appends, stored)

    def _noted(self, appends: Sequence[Append], stored: Sequence[Stored]) -> list[Outcome]:
        self.tail.note(_placed(appends, stored))
        return [one if isinstance(one, Conflict) else max(one) for one in stored]

    def _or_ours(self, append: Append, outcome: Outcome) -> Outcome:
        if isinstance(outcome, Conflict):
            return self._recorder.find(append) or outcome
        return outcome


def open_store(url: str, mapper: EventMapper | None = None, *, compress: bool = False) -> Store:
    """Open the log at ``url``, creating it if it does not exist.

    ``url`` is ``sqlite:///file.db`` (``sqlite:////abs/file.db``), ``sqlite://`` for one in memory,
    or ``postgresql://user@host/name``. With ``compress``, events are packed; where the newest one
    is, they are anyway. Raises :class:`BadLogUrl`, :class:`LogUnavailable`, or
    :class:`CompressionMissing`.
    """
    if compress:
        packing.require()
    recorder = _recorder(url, compact=compress)
    if mapper is not None:
        return Store(recorder, mapper)
    try:
        packs = compress or _is_packed(recorder)
        if packs:
            packing.require()
    except BaseException:
        recorder.close()
        raise
    return Store(recorder, EventMapper(packs=packs))


def _recorder(url: str, *, compact: bool) -> LogRecorder:
    scheme, colon, _ = url.partition(":")
    if scheme == "sqlite":
        from hookflash.orchestrator.log import sqlite  # noqa: PLC0415 - one backend is enough

        return sqlite.open_recorder(url, compact=compact)
    if scheme in ("postgresql", "postgres"):
        return _postgres_recorder(url)
    shown = f"{scheme}://…" if colon else repr(url)  # without the password
    raise BadLogUrl(
        f"{shown} is not a log URL; use sqlite:///file.db or postgresql://user@host/name"
    )


def _is_packed(recorder: LogRecorder) -> bool:
    """Whether the log was made for packed events, or its newest event is one."""
    if recorder.is_compact:
        return True
    newest = recorder.log_rows(recorder.last_position() - 1, 1)
    return any(is_packed(state) for *_, state in newest)


def _placed(appends: Sequence[Append], stored: Sequence[Stored]) -> Iterator[tuple[int, Event]]:
    """The events that were stored, with their log positions."""
    for append, positions in zip(appends, stored, strict=True):
        if isinstance(append, Encoded) and not isinstance(positions, Conflict):
            yield from zip(positions, append.events, strict=True)


def _in_order(events: Iterator[Event]) -> Iterator[Event]:
    """The events of a stream; raises :class:`UnreadableEvent` where one is missing.

    A state folded without it would be wrong, and what is decided on it could never be appended.
    """
    for position, event in enumerate(events, 1):
        if event.position != position:
            reason = "no event is stored at this position"
            raise UnreadableEvent("missing", event.stream, position, reason)
        yield event


def _postgres_recorder(url: str) -> LogRecorder:
    try:
        from hookflash.orchestrator.log import postgres  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise BadLogUrl(
            f"postgresql://… needs {error.name}: pip install 'hookflash[postgres]'"
        ) from error
    return postgres.open_recorder(url)
