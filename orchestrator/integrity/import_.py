"""Imports JSON lines into a log. The whole file is checked before anything is stored.

Events that the log already has are skipped, so an interrupted import is completed by repeating it.
"""

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from eventsourcing.persistence import StoredEvent
from pydantic import ValidationError
from pydantic_core import from_json, to_json

from hookflash.domain.call.events import CallReceived
from hookflash.domain.carrying.events import STREAM, DatabaseSimulated
from hookflash.domain.problem import Problem
from hookflash.domain.upcasting import is_readable, resolve_topic
from hookflash.orchestrator.carrying import has_live_calls, is_simulated
from hookflash.orchestrator.log.errors import Conflict, UnreadableEvent
from hookflash.orchestrator.log.store import Store
from hookflash.orchestrator.workspaces.file.problems import FileProblem, InvalidFile

BATCH: Final = 1_000
"""Events per commit."""
MOST: Final = 20
"""Problems after which checking stops."""
STREAMS: Final = 1_000
"""Streams of the log that are cached for comparison."""
FORM: Final = 'Write one event per line, {"topic": "…", "event": {…}}, as “hookflash export” does.'


class InvalidLog(InvalidFile):
    """A file that cannot be imported."""


@dataclass(slots=True)
class Imported:
    """Counts: events new to the log, streams new to it, and events that it had ``already``."""

    events: int = 0
    streams: int = 0
    already: int = 0


def import_log(store: Store, file: Path) -> Imported:
    """Store the events of ``file``, in its order.

    Raises :class:`InvalidLog` with the problems by line, or ``OSError`` if the file cannot be read;
    then nothing is stored. Raises :class:`Conflict` if another writer appends to one of the streams
    during the import; repeat it.
    """
    check = _Check(store)
    problems: list[FileProblem] = []
    number = 0
    for number, line in _lines(file):
        if (problem := check.look(line)) is not None:
            problems.append(_at(file, number, problem))
        if len(problems) == MOST:
            break
    if not problems and (problem := check.mixed()) is not None:
        problems.append(_at(file, number, problem))
    if problems:
        raise InvalidLog(problems)
    _store(store, file, check)
    return check.imported


def _at(file: Path, line: int, problem: Problem) -> FileProblem:
    return FileProblem(file=str(file), line=line, wrong=problem.wrong, right=problem.right)


def _lines(file: Path) -> Iterator[tuple[int, bytes]]:
    with file.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield number, line


def _store(store: Store, file: Path, check: "_Check") -> None:
    batch: list[StoredEvent] = []
    for number, line in _lines(file):
        written = _parse(store, line)
        if isinstance(written, Problem):  # the file was changed after it was checked
            raise InvalidLog([_at(file, number, written)])
        if written.position > check.heads[written.stream]:
            batch.append(written.stored(store))
        if len(batch) == BATCH:
            _commit(store, batch)
            batch = []
    _commit(store, batch)


def _commit(store: Store, batch: list[StoredEvent]) -> None:
    if batch and isinstance(outcome := store.commit([batch])[0], Conflict):
        raise outcome


class _Written(NamedTuple):
    """An event as written in a line."""

    stream: str
    position: int
    topic: str
    json: bytes
    is_live_call: bool
    """Whether it is the beginning of a call that is no test call."""

    def stored(self, store: Store) -> StoredEvent:
        return StoredEvent(
            self.stream, self.position, self.topic, store.mapper.close(self.json, self.stream)
        )


class _Check:
    """Checks lines in their order, against each other and against the log."""

    def __init__(self, store: Store) -> None:
        self.imported = Imported()
        self.heads: dict[str, int] = {}
        """The last position that the log has of each stream in the file."""
        self._store = store
        self._live_call = self._simulated = False
        """Whether the file has a new live call, and whether it has the simulator's mark."""
        self._reached: dict[str, int] = {}
        self._known: OrderedDict[str, dict[int, tuple[str, bytes]]] = OrderedDict()

    def look(self, line: bytes) -> Problem | None:
        written = _parse(self._store, line)
        if isinstance(written, Problem):
            return written
        stream, position = written.stream, written.position
        if stream not in self.heads:
            self.heads[stream] = self._store.recorder.heads([stream]).get(stream, 0)
            self._reached[stream] = 0
        if position != self._reached[stream] + 1:
            return self._out_of_order(stream, position)
        self._reached[stream] = position
        self._simulated |= resolve_topic(written.topic)[0] == DatabaseSimulated.TOPIC
        if position <= self.heads[stream]:
            self.imported.already += 1
            return self._same(written)
        self.imported.streams += position == self.heads[stream] + 1
        self.imported.events += 1
        self._live_call |= written.is_live_call
        return None

    def mixed(self) -> Problem | None:
        """What is wrong if the log would have both live calls and the simulator's mark."""
        right = "Import into another database: --db sqlite:///other.db"
        if self._live_call and not self._simulated and is_simulated(self._store):
            wrong = "the file has live calls, and the calls in this database are simulated"
            return Problem(wrong=wrong, right=right)
        if self._simulated and not is_simulated(self._store) and has_live_calls(self._store):
            wrong = "the calls in the file are simulated, and this database has live calls"
            return Problem(wrong=wrong, right=right)
        return None

    def _out_of_order(self, stream: str, position: int) -> Problem:
        reached = self._reached[stream]
        if position <= reached:
            wrong = f"position {position} of {stream} appears twice"
            return Problem(wrong=wrong, right="Remove one of the two lines.")
        self._reached[stream] = position
        before = f"comes after position {reached}" if reached else "comes first"
        missing = f"{reached + 1} to {position - 1}" if position > reached + 2 else f"{reached + 1}"
        return Problem(
            wrong=f"position {position} of {stream} {before}",
            right=f"Add position {missing} before it.",
        )

    def _same(self, written: _Written) -> Problem | None:
        known = self._rows(written.stream).get(written.position)
        if known == (written.topic, written.json) or self._is_marked_alike(written, known):
            return None
        place = f"position {written.position} of {written.stream}"
        return Problem(
            wrong=f"the log has a different event at {place}",
            right="Import into another database: --db sqlite:///other.db",
        )

    def _is_marked_alike(self, written: _Written, known: tuple[str, bytes] | None) -> bool:
        """Whether both databases are simulated, or both live, whenever they were marked."""
        return written.stream == STREAM and known is not None and known[0] == written.topic

    def _rows(self, stream: str) -> dict[int, tuple[str, bytes]]:
        """The topic and content of a stream's events in the log, by position."""
        if stream not in self._known:
            rows = self._store.recorder.stream_rows(stream, 0)
            mapper = self._store.mapper
            self._known[stream] = {row[2]: (row[3], mapper.open(row[4], row[1])) for row in rows}
            if len(self._known) > STREAMS:
                self._known.popitem(last=False)
        self._known.move_to_end(stream)
        return self._known[stream]


def _parse(store: Store, line: bytes) -> _Written | Problem:
    try:
        written = from_json(line)
    except ValueError as error:
        return Problem(wrong=f"this is not JSON: {error}", right=FORM)
    match written:
        case {"topic": str(topic), "event": dict(event)} if len(written) == 2:  # noqa: PLR2004
            return _read(store, topic, to_json(event))
        case _:
            return Problem(wrong="this is not an event with its topic", right=FORM)


def _read(store: Store, topic: str, json: bytes) -> _Written | Problem:
    if not is_readable(topic):
        right = "Import it with the version of Hookflash that exported it, or a newer one."
        return Problem(wrong=f"unknown event topic “{topic}”", right=right)
    try:
        event = store.mapper.decode([(0, "", 0, topic, store.mapper.close(json, ""))])[0][1]
    except UnreadableEvent as error:
        wrong = f"{topic}: {_why(error)}"
        return Problem(wrong=wrong, right="Write the event as it was exported.")
    live = isinstance(event, CallReceived) and not event.test
    return _Written(event.stream, event.position, topic, json, live)


def _why(error: UnreadableEvent) -> str:
    cause = error.__cause__
    if not isinstance(cause, ValidationError):
        return error.reason
    return "; ".join(
        f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in cause.errors(include_url=False)
    )
