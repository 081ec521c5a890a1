"""SQLite's write-ahead log: readers and the writer do not wait for each other."""

import sqlite3
from contextlib import suppress
from typing import Final

_TRIES: Final = 100


def write_ahead(connection: sqlite3.Connection) -> None:
    """Switch a database to it; where it cannot be had, do without.

    Of several who open a new file at once, all but one are told that it is locked: SQLite does
    not wait for whoever else switches or writes. It does wait to begin a transaction, and then
    one may look again.
    """
    for _ in range(_TRIES):
        if connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
            return
        with suppress(sqlite3.OperationalError):
            connection.execute("PRAGMA journal_mode = WAL")
            return
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("COMMIT")
