"""Switches SQLite to write-ahead logging, so that readers and the writer do not block."""

import sqlite3
from contextlib import suppress
from typing import Final

_TRIES: Final = 100


def enable_wal(connection: sqlite3.Connection) -> None:
    """Switch a database to write-ahead logging; keep its journal mode where that is impossible.

    If several processes open a new file at once, SQLite reports it as locked to all but one: the
    switch ignores the busy timeout. Beginning a transaction respects it, so an empty transaction
    waits for the other process before the next attempt.
    """
    for _ in range(_TRIES):
        if connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
            return
        with suppress(sqlite3.OperationalError):
            connection.execute("PRAGMA journal_mode = WAL")
            return
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("COMMIT")
