"""Fixtures: the databases whose logs are verified, exported, imported and erased."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Engine

from hookflash.orchestrator.log.store import Store, open_store
from hookflash.projections.database.engine import open_database
from hookflash.projections.projections import Projections
from tests.contract.integrity.tampering import Tampering, tampering_with
from tests.servers.postgres import PostgresServer


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a new log for each test."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'log.db'}"
    server: PostgresServer = request.getfixturevalue("postgres")
    return server.new_database()


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """An empty log."""
    with open_store(url) as opened:
        yield opened


@pytest.fixture
def tampering(url: str, store: Store) -> Iterator[Tampering]:  # noqa: ARG001 - it makes the table
    """A way to edit the same database by hand."""
    with closing(tampering_with(url)) as tampering:
        yield tampering


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    """The engine of the views' database."""
    engine = open_database(url)
    yield engine
    engine.dispose()


@pytest.fixture
def views(store: Store, engine: Engine) -> Projections:
    """Views that are up to date."""
    views = Projections(store, engine)
    views.catch_up()
    return views
