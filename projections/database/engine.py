"""The database that the views are in: the log's own, so that one backup holds both."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from pydantic_core import from_json, to_json
from sqlalchemy import Connection, Engine, QueuePool, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from hookflash.projections.database.postgres_url import read_postgres_url
from hookflash.projections.database.sqlite_wal import write_ahead

PATIENCE: Final = 10.0
"""Seconds to wait for another process that is writing."""
# A dead host is noticed in half a minute, as the log notices it; the library's default is hours.
_ALIVE: Final = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
    "application_name": "hookflash-views",
}
# Views and their position commit together: losing the last commits only means making them again.
# The log itself syncs every commit. And a process that was stopped in the middle of a transaction
# holds up nobody for longer than the log allows.
_SESSION: Final = {
    "options": "-c synchronous_commit=off -c idle_in_transaction_session_timeout=10s"
}


def open_database(url: str) -> Engine:
    """Open the database under the log's ``url``; nothing is connected yet.

    ``sqlite:///file.db``, ``sqlite://`` for one in memory, ``postgresql://user@host/name`` with all
    that libpq understands in it, several hosts too. Raises ``ValueError`` for any other.
    """
    documents = {"json_serializer": _to_json, "json_deserializer": from_json}
    if url.partition("://")[0] in ("postgresql", "postgres"):
        return _postgresql(url, documents)
    return _sqlite(_parsed(url), documents)


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Lend a connection to read with.

    On SQLite its statements all see one state of the database, whoever writes. On PostgreSQL each
    sees the newest, and lets go of its tables at once, so that a rebuild can put others there.
    """
    if engine.dialect.name == "postgresql":
        engine = engine.execution_options(isolation_level="AUTOCOMMIT")
    with engine.begin() as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Run a transaction that writes, rolled back if anything is raised in it.

    On SQLite, writers queue at its start: one that had read first could not go on after another
    wrote.
    """
    with engine.execution_options(begin="IMMEDIATE").begin() as connection:
        yield connection


def looks_first(engine: Engine) -> bool:
    """Whether to look rows up before the transaction that changes them.

    On SQLite nobody else can write meanwhile; on PostgreSQL it would only be asked more often.
    """
    return engine.dialect.name == "sqlite"


def _postgresql(url: str, documents: dict[str, Any]) -> Engine:
    given = read_postgres_url(url)
    # SQLAlchemy's URLs know no list of hosts: libpq's settings go past them.
    return create_engine(
        "postgresql+psycopg://",
        connect_args=_ALIVE | _SESSION | given,
        pool_pre_ping=True,
        **documents,
    )


def _parsed(url: str) -> URL:
    try:
        parsed = make_url(url)
        known = parsed.get_backend_name() == "sqlite"
    except (ArgumentError, ValueError):  # the latter for a port that is no number
        known = False
    if not known:
        scheme, colon, _ = url.partition(":")
        shown = f"{scheme}://…" if colon else repr(url)  # without the password
        raise ValueError(
            f"{shown} names no database; write sqlite:///file.db or postgresql://user@host/name"
        )
    return parsed


def _sqlite(url: URL, documents: dict[str, Any]) -> Engine:
    connect = {"timeout": PATIENCE, "check_same_thread": False}
    in_memory = url.database in (None, "", ":memory:")
    # A database in memory is its one connection: threads take turns with it.
    pool = {"pool_size": 1, "max_overflow": 0} if in_memory else {}
    engine = create_engine(url, connect_args=connect, poolclass=QueuePool, **pool, **documents)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _: object) -> None:
    connection.isolation_level = None  # transactions begin where we say
    write_ahead(connection)
    connection.execute("PRAGMA synchronous = NORMAL")  # as _SESSION


def _begin_sqlite(connection: Connection) -> None:
    kind = connection.get_execution_options().get("begin", "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {kind}")


def _to_json(value: Any) -> str:
    return to_json(value).decode()
