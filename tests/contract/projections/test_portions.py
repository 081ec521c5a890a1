"""Views that are rebuilt in portions are those that are rebuilt one event after the other."""

import re
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from sqlalchemy import Engine

from hookflash.domain.call import events as e
from hookflash.domain.event import Event
from hookflash.orchestrator import portions as processes
from hookflash.orchestrator.log.store import open_store
from hookflash.projections.database.engine import open_database
from hookflash.projections.projections import Projections
from hookflash.projections.runner import rebuild
from hookflash.projections.runner.model import ReadModel, Work
from hookflash.projections.runner.portion import Portions, portions_of
from hookflash.projections.runner.registry import MODELS
from tests.contract.projections.memory_log import STEP, MemoryLog
from tests.contract.projections.moves import Move, Stage, moves
from tests.contract.projections.shelves import Shelves, shelves
from tests.contract.projections.test_catching_up import busy_world
from tests.contract.projections.test_with_the_log import append_one_by_one
from tests.contract.projections.world import World

FEW = 7 * STEP


def both_ways(views: Projections, portions: Portions) -> tuple[Shelves, Shelves]:
    """The views as rebuilt in order, and in portions."""
    views.rebuild()
    in_order = shelves(views.engine)
    views.rebuild(portions=portions)
    return in_order, shelves(views.engine)


@settings(max_examples=30)
@given(moves)
def test_any_history_in_portions_of_any_size(some: list[Move]) -> None:
    """Row for row, also of threads, that calls of several portions share."""
    log = MemoryLog(most=1 + len(some) % 9)
    stage = Stage(World(log))
    for move in some:
        stage.make(move)
    engine = open_database("sqlite://")
    views = Projections(log, engine)
    size = 1 + 2 * len(some) % 40
    in_order, in_portions = both_ways(views, portions_of(log, sqlite=True, size=size))
    assert in_portions == in_order
    assert len(in_portions["calls"]) == len(stage.lines)
    engine.dispose()


def test_a_stored_log_in_several_processes(
    shared_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the order in which portions are done."""
    monkeypatch.setattr(processes, "SIZE", 60)
    world = busy_world()
    with open_store(shared_url) as store:
        append_one_by_one(world, store)
        views = Projections(store, open_database(shared_url))
        in_order, in_portions = both_ways(views, processes.in_processes(shared_url, 2))
        assert in_portions == in_order
        assert views.position == store.last_position()
        views.close()


def spoiled(victim: str, *, storable: bool) -> tuple[ReadModel, ...]:
    """Models of which one fails on an event of ``victim``, or makes a row that is refused."""
    texts = next(model for model in MODELS if model.name == "texts")
    handled = texts.handlers[e.SmsDelivered]

    def handle(work: Work, event: e.SmsDelivered, position: int) -> None:
        handled(work, event, position)
        if event.call_id == victim:
            work.texts.change(event.effect_key)["body"] = None
            if storable:
                raise ValueError("cannot read this")

    failing = replace(texts, handlers={**texts.handlers, e.SmsDelivered: handle})
    return tuple(failing if model is texts else model for model in MODELS)


@pytest.mark.parametrize("storable", [True, False])
def test_a_poison_event_is_parked_alike(
    engine: Engine,
    storable: bool,  # noqa: FBT001 - a case
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whether a handler fails on it, or the database refuses its row."""
    monkeypatch.setattr(rebuild, "BATCH", 50)
    world = busy_world()
    victim = next(one.call_id for one in world.log.events if isinstance(one, e.SmsDelivered))
    models = spoiled(victim, storable=storable)
    views = Projections(world.log, engine, models)
    sqlite = engine.dialect.name == "sqlite"
    portions = portions_of(world.log, sqlite=sqlite, models=models, size=FEW)
    in_order, in_portions = both_ways(views, portions)
    for rows in (in_order, in_portions):
        (parked,) = rows["parked_events"]
        assert parked["type"] == "SmsDelivered"
        parked["reason"] = re.sub(r"texts__\d+", "texts", parked["reason"])
    assert in_portions == in_order


def without_beginning(events: list[Event]) -> None:
    """Remove the first event of a call."""
    del events[next(n for n, one in enumerate(events) if isinstance(one, e.CallReceived))]


def test_calls_without_a_beginning_are_parked_alike(engine: Engine) -> None:
    """No portion has them."""
    world = busy_world()
    without_beginning(world.log.events)
    views = Projections(world.log, engine)
    sqlite = engine.dialect.name == "sqlite"
    in_order, in_portions = both_ways(views, portions_of(world.log, sqlite=sqlite, size=FEW))
    assert in_portions["parked_events"]
    assert in_portions == in_order


def test_damaged_events_are_parked_once(tmp_path: Path) -> None:
    """Of a call, of what calls share, and of what no view shows."""
    url = f"sqlite:///{tmp_path / 'log.db'}"
    with open_store(url) as store:
        append_one_by_one(busy_world(), store)
        views = Projections(store, open_database(url))
        with closing(sqlite3.connect(tmp_path / "log.db", isolation_level=None)) as sql:
            sql.execute("UPDATE hookflash_events SET state = x'7b' WHERE rowid % 13 = 5")
        in_order, in_portions = both_ways(views, portions_of(store, sqlite=True, size=FEW))
        assert len(in_portions["parked_events"]) > 1
        assert in_portions == in_order
        views.close()


def test_a_rebuild_in_portions_that_is_broken_off_leaves_the_views(engine: Engine) -> None:
    """And reports how far it is."""
    world = busy_world()
    views = Projections(world.log, engine)
    views.catch_up()
    live, told = shelves(engine), list[int]()

    def break_off(done: int, _: int) -> None:
        told.append(done)
        if len(told) == 3:
            raise KeyboardInterrupt

    portions = portions_of(world.log, sqlite=engine.dialect.name == "sqlite", size=FEW)
    with pytest.raises(KeyboardInterrupt):
        views.rebuild(break_off, portions)
    assert told == [FEW, 2 * FEW, 3 * FEW]
    assert shelves(engine) == live
    views.rebuild(portions=portions)
    assert shelves(engine) == live
