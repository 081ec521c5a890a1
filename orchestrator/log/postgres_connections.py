"""Connections to PostgreSQL: set up for the log, replaced when they die, errors by name."""

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

PATIENCE = 10.0
"""Seconds to wait for a connection while the server is away."""
RECONNECT = 2.0
"""Seconds after which an attempt to connect, and its growing waits, give way to a fresh one: the
longer a pool waits, the later it sees that the server is back."""
POLL = 0.25
"""Seconds between looks at the log when no notification comes."""
PAUSE = 0.005
"""Seconds between two wake-ups, so that a thousand commits a second wake nobody as often."""

# A dead host is noticed in half a minute; the library's default is hours.
_ALIVE = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
    "application_name": "hookflash",
}
# What readers see must be as new as their statement, and what writers were told must be durable.
# What is stricter than that stays. A statement is planned once, often while
# the log is almost empty, and runs as long as its connection: it must not scan.
_SET_UP = """
    SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL READ COMMITTED;
    SET idle_in_transaction_session_timeout = '10s';
    SET enable_seqscan = off;
    SELECT set_config('synchronous_commit', 'on', false)
    WHERE current_setting('synchronous_commit') IN ('off', 'local')"""


class PostgresConnections(PostgresDatastore):
    """The library's datastore under a URL, with all that libpq understands in it."""

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
            timeout=PATIENCE,
            reconnect_timeout=RECONNECT,
            reconnect_failed=lambda pool: pool.check(),  # which tries again
        )

    def connect(self) -> "Connection[Any]":
        """Open one more connection, outside the pool."""
        try:
            connection = Connection.connect(self._conninfo, autocommit=True, **self._kwargs)
        except psycopg.Error as error:
            raise self._named(error) from error
        _set_up(connection)
        return connection

    @contextmanager
    def connection(self) -> Iterator["Connection[Any]"]:
        """Lend a connection. Raises :class:`AnswerLost` if it dies meanwhile."""
        lent = None
        try:
            with self.pool.connection() as lent:
                yield lent
        except ReadOnlySqlTransaction as error:
            self.pool.drain()  # whichever were made meanwhile lead to the same standby
            raise AnswerLost(f"{self.url} became a standby") from error
        except (psycopg.OperationalError, psycopg.InterfaceError) as error:
            if lent is not None and lent.closed:
                self.pool.check()
                raise AnswerLost(f"{self.url}: {error}") from error
            raise self._named(error) from error

    def listen(self, grown: Callable[[], None], ended: Event) -> None:
        """Call ``grown`` at each notification, and every now and then without, until ``ended``.

        A connection that died is replaced; until then there are the looks without.
        """
        while not ended.is_set():
            try:
                with self.connect() as connection:
                    connection.execute(LISTEN)
                    while not ended.is_set():
                        for _ in connection.notifies(timeout=POLL, stop_after=1):
                            pass
                        grown()
                        ended.wait(PAUSE)
            except (psycopg.Error, LogFault):
                grown()
                ended.wait(POLL)

    def register_type_adapters(self) -> None:
        """Register nothing: the log's statements need no types of their own."""

    def _named(self, error: Exception) -> LogFault:
        match error:
            case PoolClosed():
                return LogClosed(f"{self.url} was closed")
            case PoolTimeout():
                return LogUnavailable(f"{self.url}: no connection within {PATIENCE:.0f} s")
            case DiskFull():
                return LogFull(
                    f"{self.url}: the server's disk is full, nothing of this was stored; free "
                    "some space there and try again"
                )
            case _:
                return LogUnavailable(f"{self.url}: {str(error).strip()}")


def _set_up(connection: "Connection[Any]") -> None:
    connection.autocommit = True
    connection.execute(_SET_UP)
