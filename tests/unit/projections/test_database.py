"""The database of the views, and how it stores times."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from hookflash.projections.database.columns import UtcTime, as_text
from hookflash.projections.database.engine import open_database, reading, writing

ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
TIMES = st.datetimes(
    datetime(1970, 1, 2),  # noqa: DTZ001 - the zone is drawn beside it
    datetime(2200, 1, 1),  # noqa: DTZ001
    timezones=ZONES,
)


@pytest.mark.parametrize("url", ["mysql://host/name", "nonsense", "", "sqlite", "redis://"])
def test_a_url_that_names_no_database_is_named(url: str) -> None:
    """With the right form."""
    with pytest.raises(ValueError, match=r"use sqlite:///file.db or postgresql://") as raised:
        open_database(url)
    assert url.partition("://")[0] in str(raised.value)


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("mysql://me:secret@host/name", "is not a database URL"),
        ("mysql://me:secret@host:port/name", "is not a database URL"),
        ("postgresql://me:secret@a,b/name?sslmod=off", "sslmod.*use postgresql://user@host"),
    ],
)
def test_a_password_in_a_wrong_url_is_not_repeated(url: str, says: str) -> None:
    """Error messages may end up in logs."""
    with pytest.raises(ValueError, match=says) as raised:
        open_database(url)
    assert "secret" not in str(raised.value)


def test_a_transaction_that_fails_leaves_nothing(tmp_path: Path) -> None:
    """Not even tables it created: a rebuild's swap is atomic."""
    engine = open_database(f"sqlite:///{tmp_path / 'v.db'}")

    def make_and_fail() -> None:
        with writing(engine) as connection:
            connection.execute(text("CREATE TABLE t (x INTEGER)"))
            raise RuntimeError("stop")

    with pytest.raises(RuntimeError, match="stop"):
        make_and_fail()
    with reading(engine) as connection:
        assert connection.execute(text("SELECT count(*) FROM sqlite_master")).scalar() == 0
    engine.dispose()


def test_one_reader_sees_one_state_of_the_database(tmp_path: Path) -> None:
    """Even if another connection writes in between."""
    engine = open_database(f"sqlite:///{tmp_path / 'v.db'}")
    count = text("SELECT count(*) FROM t")
    with writing(engine) as connection:
        connection.execute(text("CREATE TABLE t (x INTEGER)"))
    with reading(engine) as reader:
        assert reader.execute(count).scalar() == 0
        with writing(engine) as writer:
            writer.execute(text("INSERT INTO t VALUES (1)"))
        assert reader.execute(count).scalar() == 0
    with reading(engine) as reader:
        assert reader.execute(count).scalar() == 1
    engine.dispose()


@given(st.lists(TIMES, max_size=8))
def test_times_are_written_so_that_they_sort(times: list[datetime]) -> None:
    """In UTC with equal length; reading returns the same time."""
    dialect = open_database("sqlite://").dialect
    written = as_text(times)
    assert as_text([None, *times]) == [None, *written]
    read = [UtcTime().process_result_value(time, dialect) for time in written]
    assert read == times
    assert {time.utcoffset() for time in read if time} <= {timedelta(0)}
    assert sorted(filter(None, written)) == as_text(sorted(times))


def test_a_time_is_written_as_people_read_it() -> None:
    """With microseconds."""
    assert as_text([datetime(2026, 3, 2, 9, tzinfo=UTC)]) == ["2026-03-02T09:00:00.000000Z"]
