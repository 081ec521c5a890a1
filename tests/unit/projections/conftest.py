"""Fixtures for tests of read models: a database, and views caught up with a world."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from sqlalchemy import Engine

from hookflash.projections.database.engine import open_database
from hookflash.projections.projections import Projections
from tests.contract.projections.world import World

Read = Callable[[World], Projections]
Emptied = Callable[[], Engine]


@pytest.fixture(scope="session")
def emptied() -> Iterator[Emptied]:
    """Empties the one database in memory of these tests, and returns its engine.

    An engine compiles each query once, which takes longer than most of these tests do.
    """
    engine = open_database("sqlite://")

    def empty() -> Engine:
        with engine.connect() as connection, closing(sqlite3.connect(":memory:")) as blank:
            target = connection.connection.driver_connection
            assert isinstance(target, sqlite3.Connection)
            blank.backup(target)
        return engine

    yield empty
    engine.dispose()


@pytest.fixture
def engine(emptied: Emptied) -> Engine:
    """An empty database in memory."""
    return emptied()


@pytest.fixture
def read(engine: Engine) -> Read:
    """Returns views that are caught up with everything in a world."""

    def caught_up(world: World) -> Projections:
        views = Projections(world.log, engine)
        views.catch_up()
        assert views.parked("harbor") == ()
        return views

    return caught_up
