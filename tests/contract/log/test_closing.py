"""Closing the log of a file while a thread still reads it."""

from pathlib import Path
from threading import Event, Thread

from hookflash.orchestrator.log.sqlite_connections import LogDatastore, database_under

LONG = """
    WITH RECURSIVE counted (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < 2000000)
    SELECT max(n) FROM counted"""


def test_a_log_closes_after_running_reads(tmp_path: Path) -> None:
    """A read in progress still returns its result."""
    url = f"sqlite:///{tmp_path}/log.db"
    log = LogDatastore(url, database_under(url))
    begun, answers = Event(), []

    def read() -> None:
        with log.reading() as cursor:
            begun.set()
            answers.append(cursor.execute(LONG).fetchone())

    reader = Thread(target=read)
    reader.start()
    begun.wait()
    log.close()
    assert answers == [(2_000_000,)]
    reader.join()
