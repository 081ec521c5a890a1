"""Changes rows of the log by hand."""

import sqlite3
from collections.abc import Callable, Sequence
from typing import Any

import psycopg

from hookflash.orchestrator.log.seal import FIRST, body, seal

Edit = Callable[[bytes], bytes]


class Tampering:
    """Edits the table of events without going through the log."""

    def __init__(self, connection: Any, parameter: str, log_position: str) -> None:
        self._connection = connection
        self._parameter = parameter
        self._log_position = log_position

    def edit(self, stream: str, position: int, edit: Edit) -> None:
        """Change the state of a row."""
        (state,) = self._rows("state", stream, position)[0]
        changed = edit(bytes(state))
        assert changed != bytes(state), "nothing to edit here"
        self._run("UPDATE hookflash_events SET state = ?", stream, position, changed)

    def set_topic(self, stream: str, position: int, topic: str) -> None:
        """Set the topic of a row."""
        self._run("UPDATE hookflash_events SET topic = ?", stream, position, topic)

    def delete(self, stream: str, *positions: int) -> None:
        """Delete rows."""
        for position in positions:
            self._run("DELETE FROM hookflash_events", stream, position)

    def swap(self, stream: str, one: int, other: int) -> None:
        """Swap two events of a stream."""
        for old, new in ((one, -1), (other, one), (-1, other)):
            self._run("UPDATE hookflash_events SET originator_version = ?", stream, old, new)

    def swap_log_positions(self, stream: str, one: int, other: int) -> None:
        """Swap the log positions of two events of a stream."""
        column = self._log_position
        (first,), (second,) = (self._rows(column, stream, place)[0] for place in (one, other))
        for place, position in ((one, 999_999), (other, first), (one, second)):
            statement = f"UPDATE hookflash_events SET {column} = ?"  # noqa: S608 - our own column
            self._run(statement, stream, place, position)

    def log_position(self, stream: str, position: int) -> int:
        """The log position of a row."""
        (found,) = self._rows(self._log_position, stream, position)[0]
        return int(found)

    def seal_anew(self, stream: str, last: int) -> None:
        """Recompute the seals of a whole stream, as a person who knows the format could."""
        before = FIRST
        for position in range(1, last + 1):
            topic, state = self._rows("topic, state", stream, position)[0]
            content = body(bytes(state))
            before = seal(before, stream, position, topic, content)
            sealed = content + b',"seal":"' + before + b'"}'
            self._run("UPDATE hookflash_events SET state = ?", stream, position, sealed)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _rows(self, columns: str, stream: str, position: int) -> Sequence[tuple[Any, ...]]:
        statement = f"SELECT {columns} FROM hookflash_events"  # noqa: S608 - our own columns
        return list(self._run(statement, stream, position).fetchall())

    def _run(self, statement: str, stream: str, position: int, *values: object) -> Any:
        statement = f"{statement} WHERE originator_id = ? AND originator_version = ?"
        query = statement.replace("?", self._parameter)
        return self._connection.execute(query, [*values, stream, position])


def tampering_with(url: str) -> Tampering:
    """Open the database at ``url``."""
    if url.startswith("sqlite"):
        path = url.removeprefix("sqlite:///")
        return Tampering(sqlite3.connect(path, isolation_level=None), "?", "rowid")
    return Tampering(psycopg.connect(url, autocommit=True), "%s", "notification_id")
