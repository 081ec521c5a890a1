"""Removes protections of the log one at a time, each with the test that notices."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from threading import Event
from typing import Any, Final
from unittest.mock import patch

import psycopg
from psycopg import Connection
from psycopg_pool import ConnectionPool

from hookflash.orchestrator.log import postgres, postgres_connections, postgres_statements
from hookflash.orchestrator.log.batch import Append, Outcome
from hookflash.orchestrator.log.mapper import Row
from hookflash.orchestrator.log.postgres import PostgresRecorder
from hookflash.orchestrator.log.postgres_connections import PostgresConnections
from hookflash.orchestrator.log.sqlite_connections import LogPool
from hookflash.orchestrator.log.store import Store
from tests.contract.log import test_postgres, test_sqlite
from tests.mutation import Mutants

MUTANTS: Final = Mutants()
mutant = MUTANTS.add


@mutant(
    "show readers whatever the table has",
    test_postgres.test_no_reader_passes_by_an_append_that_is_on_its_way,
)
def _show_unsettled_rows() -> Iterator[None]:
    def ask(_: PostgresRecorder, connection: Connection[Any]) -> Callable[[], int]:
        given = postgres._cursor(connection).execute(postgres_statements.POSITION_GIVEN)
        return lambda: int(given.fetchall()[0][0])

    with patch.object(PostgresRecorder, "_ask_settled", ask):
        yield


@mutant(
    "append without announcing it",
    test_postgres.test_no_reader_passes_by_an_append_that_is_on_its_way,
)
def _skip_announcement() -> Iterator[None]:
    with patch.object(postgres_statements, "ANNOUNCE", "SELECT %s::int"):
        yield


@mutant(
    "read first, then ask what is on its way",
    test_postgres.test_a_reader_asks_what_is_on_its_way_before_it_reads,
)
def _read_before_asking() -> Iterator[None]:
    def log_rows(self: PostgresRecorder, after: int, limit: int) -> list[Row]:
        rows: list[Row] = self._read(postgres_statements.LOG, [after, limit])
        settled = self._settled()
        return [row for row in rows if row[0] <= settled]

    with patch.object(PostgresRecorder, "_log_rows", log_rows):
        yield


@mutant(
    "leave to the URL whether PostgreSQL syncs",
    test_postgres.test_commits_are_synced_whatever_the_url_says,
)
def _do_not_force_sync() -> Iterator[None]:
    without = postgres_connections._SET_UP.partition("SELECT set_config")[0]
    with patch.object(postgres_connections, "_SET_UP", without):
        yield


@mutant(
    "sync nothing after a notification",
    test_postgres.test_only_the_notification_of_a_commit_does_without_a_sync,
)
def _never_sync_after_notify() -> Iterator[None]:
    for_good = postgres_statements.NOTIFY.replace("true", "false")
    with patch.object(postgres_statements, "NOTIFY", for_good):
        yield


@mutant(
    "let SQLite sync as it pleases",
    test_sqlite.test_every_connection_syncs_every_commit_to_the_disk,
)
def _sqlite_without_sync() -> Iterator[None]:
    connect = LogPool.connect

    def careless(self: LogPool) -> Any:
        connection = connect(self)
        connection.execute("PRAGMA synchronous = NORMAL")
        return connection

    with patch.object(LogPool, "connect", careless):
        yield


@mutant(
    "end listening with the connection",
    test_postgres.test_a_listener_that_died_is_replaced,
)
def _stop_listening() -> Iterator[None]:
    def listen(self: PostgresConnections, grown: Callable[[], None], ended: Event) -> None:
        with suppress(psycopg.Error), self.connect() as connection:
            connection.execute(postgres_statements.LISTEN)
            while not ended.is_set():
                list(connection.notifies(timeout=postgres_connections.POLL_SECONDS, stop_after=1))
                grown()

    with patch.object(PostgresConnections, "listen", listen):
        yield


@mutant(
    "keep connections that died",
    test_postgres.test_connections_that_died_are_replaced,
)
def _keep_dead_connections() -> Iterator[None]:
    def keep(_: ConnectionPool) -> None:
        return

    with (
        patch.object(ConnectionPool, "check", keep),
        patch.object(postgres, "READS_TRIED", 1),
    ):
        yield


@mutant(
    "keep connections to a server that became a standby",
    test_postgres.test_a_server_that_became_a_standby_is_left_for_another,
)
def _keep_standby_connections() -> Iterator[None]:
    with patch.object(ConnectionPool, "drain", ConnectionPool.check):
        yield


@mutant(
    "take a commit whose answer was lost for one that failed",
    test_postgres.test_a_commit_whose_answer_is_lost_on_the_network_is_recognised,
)
def _treat_lost_answer_as_failure() -> Iterator[None]:
    def outcome(_: Store, __: Append, said: Outcome) -> Outcome:
        return said

    with patch.object(Store, "_or_ours", outcome):
        yield
