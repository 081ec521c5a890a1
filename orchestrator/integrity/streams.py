"""Verifies one stream: no gaps, in order, every event sealed and readable."""

from collections.abc import Iterable, Iterator
from typing import Final

from hookflash.domain.event import Event
from hookflash.orchestrator.integrity.findings import Finding, Kind
from hookflash.orchestrator.integrity.rows import Stored
from hookflash.orchestrator.log.seal import FIRST, body, is_sealed, seal, seal_of

RESTORE: Final = "the event as it was stored; restore it from a backup"


class StreamCheck:
    """Checks the rows of one stream, in their order."""

    def __init__(self, stream: str) -> None:
        self.stream = stream
        self.whole = True
        """Whether every event so far was present and readable, so that the stream can be folded."""
        self._position = 0
        self._log_position = 0
        self._seal = FIRST

    def look(self, row: Stored) -> Iterable[Finding]:
        """Return the findings about the next row."""
        if self._is_sound(row):
            self._position, self._log_position = row.position, row.log_position
            self._seal = seal_of(row.state)
            return ()
        if not _is_position(row.position):
            self.whole = False
            return [_nowhere(row)]
        return [*self._place(row), *self._sealing(row), *self._reading(row)]

    def _is_sound(self, row: Stored) -> bool:
        """Whether nothing is wrong: a quick check, since this is the usual case."""
        event = row.event
        return (
            row.position == self._position + 1
            and row.log_position > self._log_position
            and is_sealed(row.state)
            and seal_of(row.state) == self._expected_seal(self._seal, row)
            and isinstance(event, Event)
            and not row.retyped
            and event.position == row.position
            and event.stream == row.stream
        )

    def _place(self, row: Stored) -> Iterator[Finding]:
        expected, self._position = self._position + 1, row.position
        if row.position != expected:
            self.whole = False
            last = row.position - 1
            lost = f"position {expected}" if last == expected else f"positions {expected} to {last}"
            # The seal before this one is lost with them; checking continues from its own.
            self._seal = b""
            wrong = f"{lost} of the stream missing"
            yield _found("missing", row, wrong, "no gap", position=expected)
        before, self._log_position = self._log_position, row.log_position
        if row.log_position <= before:
            right = f"a log position greater than {before}, that of the event before it"
            yield _found("moved", row, f"log position {row.log_position}", right)

    def _sealing(self, row: Stored) -> Iterator[Finding]:
        before, self._seal = self._seal, seal_of(row.state)
        if row.retyped:
            yield _found("altered", row, "a state that is no longer bytes", RESTORE)
        elif not is_sealed(row.state):
            yield _found("altered", row, "no seal", RESTORE)
        elif before and self._seal != self._expected_seal(before, row):
            yield _found("altered", row, "a seal that does not match the event", RESTORE)

    def _expected_seal(self, before: bytes, row: Stored) -> bytes:
        return seal(before, row.stream, row.position, row.topic, body(row.state))

    def _reading(self, row: Stored) -> Iterator[Finding]:
        event = row.event
        if not isinstance(event, Event):
            self.whole = False
            yield _found("unreadable", row, f"{row.topic}: {event.reason}", RESTORE)
        elif (event.stream, event.position) != (row.stream, row.position):
            self.whole = False
            there = f"{event.stream}, position {event.position}"
            yield _found("moved", row, f"the event of {there}", RESTORE)


def _is_position(stored: object) -> bool:
    """Whether ``stored`` can be a position: SQLite does not enforce column types."""
    return isinstance(stored, int) and stored > 0


def _nowhere(row: Stored) -> Finding:
    right = row.event.position if isinstance(row.event, Event) else 1
    stated = f"position {row.position!r}"
    return _found("moved", row, stated, "a whole number, 1 or greater", position=right)


def _found(kind: Kind, row: Stored, wrong: str, right: str, position: int = 0) -> Finding:
    return Finding(
        kind=kind,
        log_position=row.log_position,
        stream=row.stream,
        position=position or row.position,
        wrong=wrong,
        right=right,
    )
