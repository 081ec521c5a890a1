"""Views in the same database as their log."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from hookflash.orchestrator.log.store import Store, open_store
from hookflash.projections.database.engine import open_database
from hookflash.projections.projections import Projections
from tests.contract.projections.shelves import shelves
from tests.contract.projections.test_catching_up import busy_world
from tests.contract.projections.world import World

FOLLOW = """
import sys
from hookflash.orchestrator.log.store import open_store
from hookflash.projections.database.engine import open_database
from hookflash.projections.projections import Projections
url, calls = sys.argv[1], int(sys.argv[2])
views = Projections(open_store(url), open_database(url))
while len(views.calls.list("harbor", limit=calls + 1)) < calls or views.behind():
    views.catch_up()
"""


@pytest.fixture
def store(shared_url: str) -> Iterator[Store]:
    """An empty log."""
    with open_store(shared_url) as opened:
        yield opened


def append_one_by_one(world: World, store: Store) -> None:
    """Append each event in a commit of its own."""
    for event in world.log.events:
        store.append([event])


def test_the_views_of_a_stored_log_are_those_of_its_events(store: Store, shared_url: str) -> None:
    """Events read from the log equal those written."""
    world = busy_world()
    append_one_by_one(world, store)
    engine = open_database(shared_url)
    views = Projections(store, engine)
    assert views.catch_up() == len(world.log.events)
    stored = shelves(engine)
    views.rebuild()
    assert shelves(engine) == stored
    assert [row["outcome"] for row in stored["calls"]] != []
    engine.dispose()


@pytest.mark.slow
def test_several_processes_follow_while_the_log_is_written(store: Store, shared_url: str) -> None:
    """Each event counts once, and no writer is blocked."""
    world = busy_world(12)
    engine = open_database(shared_url)
    views = Projections(store, engine)
    here = Path(__file__).parents[3]
    followers = [
        subprocess.Popen([sys.executable, "-c", FOLLOW, shared_url, "12"], cwd=here)
        for _ in range(2)
    ]
    append_one_by_one(world, store)
    assert [follower.wait(300) for follower in followers] == [0, 0]
    assert views.behind() == 0
    followed = shelves(engine)
    assert len(followed["calls"]) == 12
    views.rebuild()
    assert shelves(engine) == followed
    engine.dispose()
