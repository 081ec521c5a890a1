"""The databases that the contract is held to."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest
from sqlalchemy import Engine

from hookflash.projections.database import open_database
from tests.servers.postgres import PostgresServer, running_server

Opener = Callable[[], Engine]
InThreads = Callable[[Sequence[Callable[[], int]]], list[int]]


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL server of these tests' own."""
    with running_server() as server:
        yield server


@pytest.fixture(params=["sqlite-file", "sqlite-memory", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where views can be built, a new place for each test."""
    return _url(request, tmp_path)


@pytest.fixture(params=["sqlite-file", "postgresql"])
def shared_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where several processes can build the same views."""
    return _url(request, tmp_path)


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    """An empty database."""
    engine = open_database(url)
    yield engine
    engine.dispose()


@pytest.fixture
def another(shared_url: str) -> Iterator[Opener]:
    """Opens the same database once more, as another process would."""
    with ExitStack() as stack:

        def opened() -> Engine:
            engine = open_database(shared_url)
            stack.callback(engine.dispose)
            return engine

        yield opened


def _url(request: pytest.FixtureRequest, folder: Path) -> str:
    match request.param:
        case "sqlite-memory":
            return "sqlite://"
        case "sqlite-file":
            return f"sqlite:///{folder / 'views.db'}"
        case _:
            server: PostgresServer = request.getfixturevalue("postgres")
            return server.new_database()


@pytest.fixture
def in_threads() -> InThreads:
    """Runs functions at the same time and gives what they return."""

    def run(functions: Sequence[Callable[[], int]]) -> list[int]:
        with ThreadPoolExecutor(len(functions)) as pool:
            return [future.result() for future in [pool.submit(f) for f in functions]]

    return run
