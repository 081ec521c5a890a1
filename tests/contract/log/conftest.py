"""The stores that run the contract: those of every contract, and compressed ones."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from hookflash.orchestrator.log import store as opening
from hookflash.orchestrator.log.store import Store, open_store
from tests.servers.postgres import PostgresServer

Sql = psycopg.Connection[tuple[object, ...]]


@pytest.fixture(
    params=["sqlite-file", "sqlite-memory", "sqlite-packed", "postgresql", "postgresql-packed"]
)
def url(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Where a log can be opened: a new place for each test."""
    return _url(request, tmp_path, monkeypatch)


@pytest.fixture(params=["sqlite-file", "sqlite-packed", "postgresql", "postgresql-packed"])
def shared_url(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> str:
    """Where several processes can open the same one."""
    return _url(request, tmp_path, monkeypatch)


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """An empty log."""
    with open_store(url) as opened:
        yield opened


@pytest.fixture
def database(postgres: PostgresServer) -> str:
    """The URL of a new database on PostgreSQL."""
    return postgres.new_database()


@pytest.fixture
def sql(database: str) -> Iterator[Sql]:
    """A second connection to the same database."""
    with psycopg.connect(database, autocommit=True) as connection:
        yield connection


def _url(request: pytest.FixtureRequest, folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    database, _, packed = request.param.partition("-")
    if packed == "memory":
        return "sqlite://"
    url = f"sqlite:///{folder / 'log.db'}"
    if database == "postgresql":
        server: PostgresServer = request.getfixturevalue("postgres")
        url = server.new_database()
    if packed == "packed":
        open_store(url, compress=True).close()
        # An empty log on PostgreSQL does not tell that it is to be compressed.
        monkeypatch.setattr(opening, "_is_packed", lambda _: True)
    return url
