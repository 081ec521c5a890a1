"""The databases that the contracts are held to."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers.postgres import PostgresServer, running_server


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL server of these tests' own."""
    with running_server() as server:
        yield server


@pytest.fixture(params=["sqlite-file", "sqlite-memory", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a log, or views, can be opened: a new place for each test."""
    return _url(request, tmp_path)


@pytest.fixture(params=["sqlite-file", "postgresql"])
def shared_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where several processes can open the same ones."""
    return _url(request, tmp_path)


@pytest.fixture
def file_url(tmp_path: Path) -> str:
    """A place in a file, a new one for each test."""
    return f"sqlite:///{tmp_path / 'file.db'}"


def _url(request: pytest.FixtureRequest, folder: Path) -> str:
    match request.param:
        case "sqlite-memory":
            return "sqlite://"
        case "sqlite-file":
            return f"sqlite:///{folder / 'log.db'}"
        case _:
            server: PostgresServer = request.getfixturevalue("postgres")
            return server.new_database()
