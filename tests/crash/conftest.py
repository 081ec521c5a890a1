"""Where the crash tests keep their logs."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers.postgres import PostgresServer, running_server


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL server of this test run's own."""
    with running_server() as server:
        yield server


@pytest.fixture
def file_url(tmp_path: Path) -> str:
    """A log in a file, a new one for each test."""
    return f"sqlite:///{tmp_path / 'log.db'}"
