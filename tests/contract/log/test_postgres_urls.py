"""PostgreSQL URLs: errors say what is wrong, and never show a password."""

import traceback

import pytest

from hookflash.orchestrator.log.errors import BadLogUrl, LogUnavailable
from hookflash.orchestrator.log.store import open_store
from hookflash.projections.database.engine import open_database


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("postgresql://me:secret@host/db?sslmod=require", "sslmod.*use postgresql://user@host"),
        ("postgresql://me@host:http/db", "http"),
    ],
)
def test_a_url_that_names_no_server_is_refused_with_advice(url: str, says: str) -> None:
    """The error says what is wrong and what to use, without the password."""
    with pytest.raises((BadLogUrl, LogUnavailable), match=says) as raised:
        open_store(url)
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://me:se%cret@host/db",
        "postgresql://me:secret%@host/db",
        "postgresql://me:a@se%cret@host/db",
        "postgresql://me:a@secret@host/db",
        "postgresql://me:1/secret@host/db",
        "postgresql://me:1/a?secret@host/db",
        "postgresql://host/db?password=se%cret",
        "postgresql://host/db?password=a@secret&sslmod=require",
        "postgres:me:secret@host",
        "me:secret@host",
        "mysql://me:secret@host/db",
    ],
)
def test_an_error_never_shows_a_password(url: str) -> None:
    """However misplaced or misspelt: errors end up in logs."""
    with pytest.raises(BadLogUrl, match="use ") as raised:
        open_store(url)
    assert "cret" not in "".join(traceback.format_exception(raised.value))


def test_nor_does_one_of_the_views() -> None:
    """Their database is opened with the same URL."""
    url = "postgresql://me:se%cret@host/db"
    with pytest.raises(ValueError, match="use ") as raised:
        open_database(url)
    assert "cret" not in "".join(traceback.format_exception(raised.value))
