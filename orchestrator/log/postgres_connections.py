"""PostgreSQL connections: configured for the log, replaced when they die, errors translated."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event
from typing import Any

import psycopg
from eventsourcing.postgres import ConnectionPool, PostgresDatastore
from psycopg import Connection
from psycopg.errors import DiskFull, ReadOnlySqlTransaction
from psycopg.rows import dict_row
from psycopg_pool import PoolClosed, PoolTimeout

from hookflash.orchestrator.log.errors import (
    AnswerLost,
    BadLogUrl,
    LogClosed,
    LogFault,
    LogFull,
    LogUnavailable,
)
from hookflash.orchestrator.log.postgres_statements import LISTEN
from hookflash.projections.database.postgres_url import read_postgres_url, without_password

CONNECTION_SECONDS = 10.0
"""Longest wait for a connection while the server is unreachable."""
RECONNECT_SECONDS = 2.0
"""Duration after which the pool's growing back-off starts again from its shortest wait. The longer
a pool waits, the later it notices that the server is back."""
POLL_SECONDS = 0.25
"""Interval at which to look for growth without a notification."""
PAUSE_SECONDS = 0.005
"""Shortest interval between two notifications, so that a thousand commits a second do not cause
as many."""

# Detect a dead host within half a minute; the driver's default is hours.
_ALIVE = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
    "application_name": "hookflash",
}
# Readers must see data as new as their statement, and acknowledged writes must be durable; stricter
# settings of the server are kept. Statements are planned once per connection, often while the log
# is almost empty, so the planner must not choose a sequential scan.
_SET_UP = """
    SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL READ COMMITTED;
    SET idle_in_transaction_session_timeout = '10s';
    SET enable_seqscan = off;
    SELECT set_config('synchronous_commit', 'on', false)
    WHERE current_setting('synchronous_commit') IN ('off', 'local')"""


class PostgresConnections(PostgresDatastore):
    """The library's datastore for a URL with any setting that libpq knows."""

    def __init__(self, url: str) -> None:
        try:
            given = read_postgres_url(url)
        except ValueError as error:
            raise BadLogUrl(str(error)) from None
        super().__init__("", "", "", "", "", originator_id_type="text")
        self.url = without_password(given)
        self._conninfo = url
        self._kwargs: dict[str, Any] = {k: v for k, v in _ALIVE.items() if k not in given}
        self.pool = ConnectionPool(
            url,
            connection_class=Connection[dict[str, Any]],
            kwargs=self._kwargs | {"row_factory": dict_row},
            min_size=1,
            max_size=10,
            open=False,
            configure=_set_up,
            timeout=CONNECTION_SECONDS,
            reconnect_timeout=RECONNECT_SECONDS,
            reconnect_failed=lambda pool: pool.check(),  # which tries again
        )

    def connect(self) -> "Connection[Any]":
        """Open a connection outside the pool."""
        try:
            connection = Connection.connect(self._conninfo, autocommit=True, **self._kwargs)
        except psycopg.Error as error:
            raise self._translated(error) from error
        _set_up(connection)
        return connection

    def probe(self) -> None:
        """Raise ``psycopg.OperationalError`` unless the server takes connections."""
        Connection.connect(self._conninfo, **self._kwargs).close()

    @contextmanager
    def connection(self) -> Iterator["Connection[Any]"]:
        """Provide a connection. Raises :class:`AnswerLost` if it dies in use."""
        lent = None
        try:
            with self.pool.connection() as lent:
                yield lent
        except ReadOnlySqlTransaction as error:
            self.pool.drain()  # newer connections lead to the same standby
            raise AnswerLost(f"{self.url} became a standby") from error
        except (psycopg.OperationalError, psycopg.InterfaceError) as error:
            if lent is not None and lent.closed:
                self.pool.check()
                raise AnswerLost(f"{self.url}: {error}") from error
            raise self._translated(error) from error

    def listen(self, grown: Callable[[], None], stopped: Event) -> None:
        """Call ``grown`` at each notification, and regularly without, until ``stopped`` is set.

        A connection that died is replaced; until then, ``grown`` is called regularly.
        """
        while not stopped.is_set():
            try:
                with self.connect() as connection:
                    connection.execute(LISTEN)
                    while not stopped.is_set():
                        for _ in connection.notifies(timeout=POLL_SECONDS, stop_after=1):
                            pass
                        grown()
                        stopped.wait(PAUSE_SECONDS)
            except (psycopg.Error, LogFault):
                grown()
                stopped.wait(POLL_SECONDS)

    def register_type_adapters(self) -> None:
        """Register nothing: the log's statements need no custom types."""

    def _translated(self, error: Exception) -> LogFault:
        match error:
            case PoolClosed():
                return LogClosed(f"{self.url} was closed")
            case PoolTimeout():
                return LogUnavailable(
                    f"{self.url}: no connection within {CONNECTION_SECONDS:.0f} s"
                )
            case DiskFull():
                return LogFull(
                    f"{self.url}: the server's disk is full, so nothing was stored; free some "
                    "space there and try again"
                )
            case _:
                return LogUnavailable(f"{self.url}: {str(error).strip()}")


def _set_up(connection: "Connection[Any]") -> None:
    connection.autocommit = True
    connection.execute(_SET_UP)
