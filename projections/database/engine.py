"""Opens the database of the read models: the log's own, so that one backup holds both."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from pydantic_core import from_json, to_json
from sqlalchemy import Connection, Engine, QueuePool, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from hookflash.projections.database.postgres_url import read_postgres_url
from hookflash.projections.database.sqlite_wal import enable_wal

BUSY_SECONDS: Final = 10.0
"""Longest wait for another process that is writing."""
# Detect a dead host within half a minute, as the log does; the driver's default is hours.
_ALIVE: Final = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
    "application_name": "hookflash-views",
}
# Views and checkpoint commit together, so a lost commit is simply projected again; only the log
# needs to sync. The idle timeout stops a paused process from holding its locks; a batch is folded
# in a fraction of it.
_SESSION: Final = {"options": "-c synchronous_commit=off -c idle_in_transaction_session_timeout=3s"}
_LONG: Final = text("SET LOCAL idle_in_transaction_session_timeout = '10s'")


def open_database(url: str) -> Engine:
    """Create an engine for the log's ``url``, without connecting yet.

    Accepts ``sqlite:///file.db``, ``sqlite://`` (in memory) and ``postgresql://user@host/name``
    with every setting that libpq knows, including several hosts. Raises ``ValueError`` for any
    other URL.
    """
    documents = {"json_serializer": _to_json, "json_deserializer": from_json}
    if url.partition("://")[0] in ("postgresql", "postgres"):
        return _postgresql(url, documents)
    return _sqlite(_parsed(url), documents)


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Provide a connection for reading.

    On SQLite all its statements see one snapshot. On PostgreSQL each statement sees the newest
    data and releases its table locks at once, so that a rebuild can swap the tables.
    """
    if engine.dialect.name == "postgresql":
        engine = engine.execution_options(isolation_level="AUTOCOMMIT")
    with engine.begin() as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Run a write transaction, rolled back on any exception.

    On SQLite it takes the write lock at its start: a transaction that reads first cannot be
    upgraded once another process has written.
    """
    with engine.execution_options(begin="IMMEDIATE").begin() as connection:
        yield connection


@contextmanager
def writing_long(engine: Engine) -> Iterator[Connection]:
    """As :func:`writing`, for a transaction in which much is computed: a part of a rebuild."""
    with writing(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(_LONG)
        yield connection


def reads_before_writing(engine: Engine) -> bool:
    """Whether to fetch rows before the transaction that changes them.

    True on SQLite, where a write transaction blocks every other writer and should be short. On
    PostgreSQL it would only cost another round trip.
    """
    return engine.dialect.name == "sqlite"


def _postgresql(url: str, documents: dict[str, Any]) -> Engine:
    given = read_postgres_url(url)
    # SQLAlchemy URLs cannot hold several hosts, so libpq's settings are passed as arguments.
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
    except (ArgumentError, ValueError):  # ValueError: the port is not a number
        known = False
    if not known:
        scheme, colon, _ = url.partition(":")
        shown = f"{scheme}://…" if colon else repr(url)  # without the password
        raise ValueError(
            f"{shown} is not a database URL; use sqlite:///file.db or postgresql://user@host/name"
        )
    return parsed


def _sqlite(url: URL, documents: dict[str, Any]) -> Engine:
    connect = {"timeout": BUSY_SECONDS, "check_same_thread": False}
    in_memory = url.database in (None, "", ":memory:")
    # An in-memory database exists only in its one connection, so threads take turns.
    pool = {"pool_size": 1, "max_overflow": 0} if in_memory else {}
    engine = create_engine(url, connect_args=connect, poolclass=QueuePool, **pool, **documents)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _: object) -> None:
    connection.isolation_level = None  # begin transactions explicitly
    enable_wal(connection)
    connection.execute("PRAGMA synchronous = NORMAL")  # for the same reason as _SESSION


def _begin_sqlite(connection: Connection) -> None:
    kind = connection.get_execution_options().get("begin", "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {kind}")


def _to_json(value: Any) -> str:
    return to_json(value).decode()
