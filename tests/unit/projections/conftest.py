"""Fixtures for tests of read models: a database, and views caught up with a world."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine

from hookflash.projections.database.engine import open_database
from hookflash.projections.projections import Projections
from tests.contract.projections.world import World

Read = Callable[[World], Projections]


@pytest.fixture
def engine() -> Iterator[Engine]:
    """An empty database in memory."""
    engine = open_database("sqlite://")
    yield engine
    engine.dispose()


@pytest.fixture
def read(engine: Engine) -> Read:
    """Returns views that are caught up with everything in a world."""

    def caught_up(world: World) -> Projections:
        views = Projections(world.log, engine)
        views.catch_up()
        assert views.parked("harbor") == ()
        return views

    return caught_up
