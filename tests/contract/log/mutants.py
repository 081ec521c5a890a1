"""Removes protections of the log one at a time, each with the test that notices."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from inspect import currentframe
from threading import Event
from typing import Any, Final
from unittest.mock import patch

import psycopg
from psycopg import Connection
from psycopg_pool import ConnectionPool

from hookflash.domain.call.errors import NoSuchCall
from hookflash.orchestrator import inbox_reader
from hookflash.orchestrator.log import (
    awaiting,
    postgres,
    postgres_connections,
    postgres_statements,
)
from hookflash.orchestrator.log.batch import Append, Outcome
from hookflash.orchestrator.log.mapper import EventMapper, Row
from hookflash.orchestrator.log.postgres import PostgresRecorder
from hookflash.orchestrator.log.postgres_connections import PostgresConnections
from hookflash.orchestrator.log.sqlite import SqliteRecorder
from hookflash.orchestrator.log.sqlite_connections import LogDatastore, LogPool
from hookflash.orchestrator.log.sqlite_files import OpenFiles
from hookflash.orchestrator.log.store import Store
from hookflash.orchestrator.projection_runner import ProjectionRunner
from hookflash.orchestrator.reading import CallReader
from hookflash.projections.runner import batch
from tests.contract.integrity import test_damaged_rows
from tests.contract.log import (
    test_awaiting,
    test_history,
    test_postgres,
    test_postgres_readers,
    test_sqlite,
    test_stalled,
)
from tests.contract.reading import test_own_writes
from tests.mutation import Mutants

MUTANTS: Final = Mutants()
mutant = MUTANTS.add


@mutant(
    "show readers whatever the table has",
    test_postgres_readers.test_no_reader_passes_by_an_append_that_is_on_its_way,
)
def _show_unsettled_rows() -> Iterator[None]:
    def ask(_: PostgresRecorder, connection: Connection[Any]) -> Callable[[], int]:
        given = postgres._cursor(connection).execute(postgres_statements.POSITION_GIVEN)
        return lambda: int(given.fetchall()[0][0])

    with patch.object(PostgresRecorder, "_ask_settled", ask):
        yield


@mutant(
    "append without announcing it",
    test_postgres_readers.test_no_reader_passes_by_an_append_that_is_on_its_way,
)
def _skip_announcement() -> Iterator[None]:
    with patch.object(postgres_statements, "ANNOUNCE", "SELECT %s::int"):
        yield


@mutant(
    "read first, then ask what is on its way",
    test_postgres_readers.test_a_reader_asks_what_is_on_its_way_before_it_reads,
)
def _read_before_asking() -> Iterator[None]:
    def log_rows(self: PostgresRecorder, query: Any, params: list[Any]) -> list[Row]:
        rows: list[Row] = self._read(query, params)
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


@mutant(
    "leave an append to the worker that has left it",
    test_stalled.test_an_append_that_was_left_is_ended_and_stored_once,
)
def _leave_stalled_appends() -> Iterator[None]:
    with patch.object(PostgresRecorder, "end_stalled", lambda _: []):
        yield


@mutant(
    "end an append that waits for a lock",
    test_stalled.test_an_append_that_works_or_waits_is_left_alone,
)
def _end_working_appends() -> Iterator[None]:
    anyone = postgres_statements.STALLED.replace("wait_event = 'ClientRead'", "true")
    with patch.object(postgres_statements, "STALLED", anyone):
        yield


@mutant(
    "stop at an event that cannot be read",
    test_history.test_readers_of_the_whole_log_pass_an_event_that_cannot_be_read,
    topic="test.struck.v9",
    state=test_history._OLD + "}",
    reason="unknown",
)
def _stop_at_damage() -> Iterator[None]:
    with patch.object(EventMapper, "read", EventMapper.decode):
        yield


@mutant(
    "pass an event that cannot be read without parking it",
    test_damaged_rows.test_the_views_are_built_and_other_calls_go_on,
    damage=test_damaged_rows.cut_off,
)
def _park_nothing() -> Iterator[None]:
    with patch.object(batch, "_park_unreadable", lambda *_: None):
        yield


@mutant(
    "trust the list of topics alone",
    test_history.test_a_log_without_its_list_of_topics_is_looked_through,
    lost="DELETE FROM",
)
def _trust_the_list() -> Iterator[None]:
    with patch.object(SqliteRecorder, "topics_since", lambda *_: set()):
        yield


@mutant(
    "take a wiped log for a new one",
    test_damaged_rows.test_a_wiped_log_is_not_taken_for_a_new_one,
    lost="DELETE FROM hookflash_events",
    views="lost",
)
def _forget_what_was_stored() -> Iterator[None]:
    with patch.object(SqliteRecorder, "topics", lambda _: set()):
        yield


@mutant(
    "acknowledge what went to a file that is not in its place",
    test_sqlite.test_what_was_acknowledged_before_outlives_a_deleted_write_ahead_log,
)
def _trust_open_files() -> Iterator[None]:
    with patch.object(OpenFiles, "check", lambda _: None):
        yield


@mutant(
    "look for the files before a commit only",
    test_sqlite.test_a_commit_during_which_a_file_is_lost_is_not_acknowledged,
)
def _look_before_only() -> Iterator[None]:
    check = LogDatastore._check_files

    def outside_writing(self: LogDatastore, raw: Any) -> None:
        if currentframe().f_back.f_code.co_name != "writing":  # type: ignore[union-attr]
            check(self, raw)

    with patch.object(LogDatastore, "_check_files", outside_writing):
        yield


@mutant(
    "lose what only a deleted write-ahead log held",
    test_sqlite.test_what_was_acknowledged_before_outlives_a_deleted_write_ahead_log,
)
def _lose_the_write_ahead_log() -> Iterator[None]:
    with patch.object(OpenFiles, "only_the_log_is_gone", new=False):
        yield


@mutant(
    "start on a database that does not answer",
    test_awaiting.test_a_locked_file_is_waited_for,
)
def _start_at_once() -> Iterator[None]:
    with patch.object(awaiting, "_reason_to_wait", lambda _: None):
        yield


@mutant(
    "answer a write from the views",
    test_own_writes.test_a_call_is_shown_although_an_earlier_append_is_not_finished,
)
def _answer_from_views() -> Iterator[None]:
    async def call(self: CallReader, call_id: str) -> Any:
        get = self._runner.views.calls.get
        found = await self._runner.fresh(get, call_id.partition(".")[0], call_id)
        if found is None:
            raise NoSuchCall(call_id)
        return found

    with patch.object(CallReader, "call", call):
        yield


@mutant(
    "show a thread without its newest marks",
    test_own_writes.test_the_answer_to_a_mark_shows_the_mark,
)
def _forget_marks() -> Iterator[None]:
    with patch.object(inbox_reader, "with_marks", lambda thread, _: thread):
        yield


@mutant(
    "call missing what readers cannot see yet",
    test_own_writes.test_what_may_be_in_the_log_is_never_said_to_be_missing,
)
def _call_it_missing() -> Iterator[None]:
    with patch.object(ProjectionRunner, "find", ProjectionRunner.fresh):
        yield


@mutant(
    "measure readiness by what readers can see",
    test_own_writes.test_the_check_of_readiness_says_what_readers_really_see,
)
def _flatter_readiness() -> Iterator[None]:
    with patch.object(PostgresRecorder, "newest_position", PostgresRecorder.last_position):
        yield
