"""Fixtures for tests of read models: a database, and views caught up with a world."""

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from sqlalchemy import Engine

from hookflash.domain.call.events import CallEvent
from hookflash.domain.unreadable import Entry
from hookflash.projections.calls.from_log import outcome_of, summary_of
from hookflash.projections.database.engine import open_database
from hookflash.projections.projections import Projections
from tests.contract.projections.world import World

Read = Callable[[World], Projections]
Emptied = Callable[[], Engine]


def check_summaries(world: World, views: Projections) -> None:
    """The summary that is folded from a call's own events is the one that the views have."""
    histories = defaultdict[str, list[tuple[int, Entry]]](list)
    for position, event in world.log.read_log(0, len(world.log.events)):
        if isinstance(event, CallEvent):
            histories[event.call_id].append((position, event))
    for call_id, history in histories.items():
        shown = views.calls.get(call_id.partition(".")[0], call_id)
        assert summary_of(call_id, history) == shown
        events = [event for _, event in history if isinstance(event, CallEvent)]
        assert outcome_of(call_id, events) == (shown.outcome if shown is not None else None)


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
        check_summaries(world, views)
        return views

    return caught_up
