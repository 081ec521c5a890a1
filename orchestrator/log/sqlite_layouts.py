"""The two layouts of the log's tables in SQLite: wide, and compact for packed events.

A wide row has the names of its stream and topic; its stream is in an index again. A compact row has
numbers for them, which saves more bytes than packing leaves of most events. Under both, the table
or view ``hookflash_events`` has the same columns, so that readers do not know the difference.

Only a new database can get the compact layout. No database is ever converted in place.
"""

import sqlite3
from typing import Final, NamedTuple

_TOPICS: Final = (
    "CREATE TABLE IF NOT EXISTS hookflash_topics (topic TEXT PRIMARY KEY) WITHOUT ROWID"
)
_RECORDERS: Final = (
    "CREATE TABLE IF NOT EXISTS hookflash_recorders (number INTEGER PRIMARY KEY AUTOINCREMENT)"
)


class Layout(NamedTuple):
    """The statements that differ.

    ``insert`` takes stream, position, topic, state and recorder; ``name`` a stream or topic before
    it is used, ``forget`` a stream that may have no events any more. ``rewrite`` takes the new
    stream, topic and state, then stream and position as they were.
    """

    create: tuple[str, ...]
    name: str | None
    insert: str
    rewrite: str
    forget: str | None


# The rowid is declared because VACUUM renumbers undeclared ones. AUTOINCREMENT never reuses a
# number, so that rows cut off the end can be detected.
WIDE: Final = Layout(
    create=(
        """CREATE TABLE IF NOT EXISTS hookflash_events (
            rowid INTEGER PRIMARY KEY AUTOINCREMENT,
            originator_id TEXT NOT NULL,
            originator_version INTEGER NOT NULL,
            topic TEXT NOT NULL,
            state BLOB NOT NULL,
            recorder INTEGER NOT NULL,
            UNIQUE (originator_id, originator_version))""",
        _TOPICS,
        _RECORDERS,
    ),
    name=None,
    insert="""
        INSERT INTO hookflash_events (originator_id, originator_version, topic, state, recorder)
        VALUES (?, ?, ?, ?, ?)""",
    rewrite="""
        UPDATE hookflash_events SET originator_id = ?, topic = ?, state = ?
        WHERE originator_id = ? AND originator_version = ?""",
    forget=None,
)
_NUMBER: Final = "(SELECT id FROM hookflash_names WHERE name = ?)"
COMPACT: Final = Layout(
    create=(
        """CREATE TABLE IF NOT EXISTS hookflash_names (
            id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)""",
        """CREATE TABLE IF NOT EXISTS hookflash_rows (
            position INTEGER PRIMARY KEY AUTOINCREMENT,
            stream INTEGER NOT NULL,
            version INTEGER NOT NULL,
            topic INTEGER NOT NULL,
            state BLOB NOT NULL,
            recorder INTEGER NOT NULL,
            UNIQUE (stream, version))""",
        """CREATE VIEW IF NOT EXISTS hookflash_events AS
            SELECT position AS rowid, streams.name AS originator_id,
                version AS originator_version, topics.name AS topic, state, recorder
            FROM hookflash_rows
            JOIN hookflash_names AS streams ON streams.id = stream
            JOIN hookflash_names AS topics ON topics.id = topic""",
        _TOPICS,
        _RECORDERS,
    ),
    name="INSERT OR IGNORE INTO hookflash_names (name) VALUES (?)",
    insert=f"""
        INSERT INTO hookflash_rows (stream, version, topic, state, recorder)
        VALUES ({_NUMBER}, ?, {_NUMBER}, ?, ?)""",  # noqa: S608 - our own
    rewrite=f"""
        UPDATE hookflash_rows SET stream = {_NUMBER}, topic = {_NUMBER}, state = ?
        WHERE stream = {_NUMBER} AND version = ?""",  # noqa: S608 - our own
    forget=f"""
        DELETE FROM hookflash_names WHERE name = ?1 AND NOT EXISTS (
            SELECT 1 FROM hookflash_rows WHERE stream = {_NUMBER.replace("?", "?1")})""",  # noqa: S608 - our own
)


def create(cursor: sqlite3.Cursor, *, compact: bool) -> Layout:
    """Create the tables that are missing, those of a new log ``compact`` or not."""
    layout = _found(cursor) or (COMPACT if compact else WIDE)
    for statement in layout.create:
        cursor.execute(statement)
    return layout


def _found(cursor: sqlite3.Cursor) -> Layout | None:
    """The layout of an existing log; None for a new one."""
    known = {name for (name,) in cursor.execute("SELECT name FROM sqlite_master")}
    if "hookflash_rows" in known:
        return COMPACT
    return WIDE if known & {"hookflash_events", "hookflash_topics"} else None
