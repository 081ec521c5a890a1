"""Views are rebuilt beside the old ones, then swapped in atomically."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import given, settings
from sqlalchemy import Connection, Engine, text, update

from hookflash.domain.event import Event
from hookflash.projections.database.engine import open_database, writing
from hookflash.projections.projections import NewerViews, Projections
from hookflash.projections.runner import projector, rebuild
from hookflash.projections.runner.batch import apply_all
from hookflash.projections.runner.checkpoint import CHECKPOINT
from hookflash.projections.runner.rebuild import Rebuild, RebuildOvertaken
from hookflash.projections.runner.registry import LAYOUT, MODELS
from tests.contract.projections.conftest import InThreads, Opener
from tests.contract.projections.memory_log import STEP, MemoryLog
from tests.contract.projections.moves import Move, Stage, moves
from tests.contract.projections.shelves import shelves, table_names
from tests.contract.projections.test_catching_up import busy_world
from tests.contract.projections.world import World


class Interrupted(MemoryLog):
    """Calls a function on each read."""

    interrupt: Callable[[], object] = staticmethod(lambda: None)

    def read_log(self, after: int, limit: int) -> Sequence[tuple[int, Event]]:
        """Read after the interruption."""
        self.interrupt()
        return super().read_log(after, limit)


@settings(max_examples=50)
@given(moves, moves)
def test_a_rebuild_equals_what_was_built_live_row_for_row(
    some: list[Move], more: list[Move]
) -> None:
    """For any history in any batches; nothing is parked."""
    log = MemoryLog(most=1 + len(some) % 9)
    stage = Stage(World(log))
    engine = open_database("sqlite://")
    views = Projections(log, engine)
    for move in some:
        stage.make(move)
        if move.n % 3 == 0:
            views.catch_up()
    log.most = 1_000
    for move in more:
        stage.make(move)
    views.catch_up()
    live = shelves(engine)
    assert live["parked_events"] == []
    assert len(live["calls"]) == len(stage.lines)
    views.rebuild()
    assert shelves(engine) == live
    engine.dispose()


def test_a_rebuild_reports_progress_up_to_the_end_of_the_log(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As log positions, after each batch."""
    monkeypatch.setattr(rebuild, "BATCH", 30)
    world = busy_world()
    views = Projections(world.log, engine)
    told: list[tuple[int, int]] = []
    end = world.log.last_position()
    assert views.rebuild(lambda done, of: told.append((done, of))) == end
    assert [of for _, of in told] == [end] * len(told)
    assert [done for done, _ in told] == [*range(30 * STEP, end, 30 * STEP), end]
    assert views.behind() == 0


def test_readers_see_the_old_views_until_the_new_ones_are_whole(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The old ones are still updated meanwhile."""
    monkeypatch.setattr(rebuild, "BATCH", 20)
    world = busy_world()
    log = Interrupted(world.log.events)
    world.log = log
    views = Projections(log, engine)
    views.catch_up()
    seen: list[int] = []

    def look() -> None:
        log.interrupt = lambda: None
        world.answer("+14155550777").end()
        views.catch_up()
        seen.append(len(views.calls.list("harbor")))
        if len(seen) < 3:
            log.interrupt = look

    log.interrupt = look
    views.rebuild()
    assert seen == [4, 5, 6]
    assert len(views.calls.list("harbor")) == 6
    assert views.behind() == 0


def test_the_new_views_are_never_behind_the_old_ones(engine: Engine) -> None:
    """Events that another process projected at the last moment are projected before the swap."""
    world = busy_world(1)

    class Growing(MemoryLog):
        """Grows after its end was read, while another process follows it."""

        grown = False

        def read_log(self, after: int, limit: int) -> Sequence[tuple[int, Event]]:
            batch = super().read_log(after, limit)
            if not self.grown:
                self.grown = True
                world.answer("+14155550777").end()
                Projections(self, engine).catch_up()
            return batch

    log = world.log = Growing(world.log.events)
    views = Projections(log, engine)
    Rebuild(log, engine, MODELS).run(lambda _done, _of: None)
    assert views.behind() == 0
    assert len(views.calls.list("harbor")) == 2


def test_the_newest_of_two_rebuilds_wins(another: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other fails with an error, and the views are complete."""
    monkeypatch.setattr(rebuild, "BATCH", 20)
    world = busy_world()
    log = Interrupted(world.log.events)
    engine = another()
    second = Projections(world.log, another())

    def overtake() -> None:
        log.interrupt = lambda: None
        second.rebuild()

    views = Projections(log, engine)
    views.catch_up()
    live = shelves(engine)
    log.interrupt = overtake
    with pytest.raises(RebuildOvertaken):
        views.rebuild()
    assert shelves(engine) == live


def test_a_failed_rebuild_keeps_the_old_views_and_is_cleaned_up_by_the_next(
    engine: Engine,
) -> None:
    """The next rebuild drops the tables it left."""
    world = busy_world()
    views = Projections(world.log, engine)
    views.catch_up()
    live, tables = shelves(engine), table_names(engine)

    def break_off(_: int, __: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        views.rebuild(break_off)
    assert shelves(engine) == live
    assert views.catch_up() == 0
    views.rebuild()
    assert (shelves(engine), table_names(engine)) == (live, tables)


def test_views_can_be_rebuilt_again_and_again(engine: Engine) -> None:
    """Names of tables and indexes do not collide."""
    world = busy_world(1)
    views = Projections(world.log, engine)
    tables = table_names(engine)
    for n in range(3):
        world.answer(f"+1415555000{n}").end()
        views.rebuild()
        world.answer(f"+1415555100{n}").end()
        views.catch_up()
        assert len(views.calls.list("harbor")) == 3 + 2 * n
        assert table_names(engine) == tables


def test_a_rebuild_of_a_truncated_log_has_only_what_is_left(engine: Engine) -> None:
    """For example after restoring a backup: a rebuild reads the log as it is."""
    world = busy_world()
    views = Projections(world.log, engine)
    views.catch_up()
    del world.log.events[3:]
    assert views.catch_up() == 0
    assert views.rebuild() == 3 * STEP
    (call,) = views.calls.list("harbor")
    assert call.position == 3


def test_a_process_continues_after_another_rebuilt_the_views_of_a_truncated_log(
    another: Opener,
) -> None:
    """It does not rely on its cached checkpoint."""
    world = busy_world()
    views = Projections(world.log, another())
    views.catch_up()
    del world.log.events[3:]
    Projections(world.log, another()).rebuild()
    assert views.catch_up() == 0
    world.answer("+14155550777").end()
    assert views.catch_up() == 3
    assert views.behind() == 0
    assert len(views.calls.list("harbor")) == 2


def test_views_of_an_older_layout_are_rebuilt(engine: Engine) -> None:
    """Even if a column that they need is missing."""
    world = busy_world()
    views = Projections(world.log, engine)
    views.catch_up()
    good = shelves(engine)
    with writing(engine) as connection:
        connection.execute(text("DROP TABLE threads"))
        connection.execute(text("CREATE TABLE threads (thread TEXT PRIMARY KEY)"))
        connection.execute(update(CHECKPOINT).values(layout=0))
    world.answer("+14155550777").end()
    views.catch_up()
    assert views.behind() == 0
    assert len(shelves(engine)["threads"]) == len(good["threads"]) + 1


def test_all_who_find_an_older_layout_at_once_get_rebuilt_views(
    another: Opener, in_threads: InThreads
) -> None:
    """The workers and their first queries, in several processes: none is told to wait."""
    world = busy_world()
    Projections(world.log, another()).catch_up()
    engine = another()
    good = shelves(engine)
    with writing(engine) as connection:
        connection.execute(update(CHECKPOINT).values(layout=0))
    processes = [Projections(world.log, another()) for _ in range(3)]
    in_threads([views.catch_up for views in processes for _ in range(2)])
    assert shelves(engine) == good


def test_views_of_a_newer_layout_are_left_alone(engine: Engine) -> None:
    """Only the newer version that built them can update them."""
    views = Projections(busy_world(1).log, engine)
    with writing(engine) as connection:
        connection.execute(update(CHECKPOINT).values(layout=LAYOUT + 1))
    for way in (views.catch_up, views.rebuild):
        with pytest.raises(NewerViews, match="use the newer one"):
            way()


def test_a_rebuild_works_out_rows_in_no_transaction(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A database ends a transaction that is idle for long, as on a slow machine."""
    log = busy_world(2).log
    views = Projections(log, engine)
    open_now: list[object] = []
    seen: list[int] = []

    @contextmanager
    def noted(given: Engine) -> Iterator[Connection]:
        with writing(given) as connection:
            open_now.append(connection)
            try:
                yield connection
            finally:
                open_now.pop()

    def apply(*given: Any) -> None:
        seen.append(len(open_now))
        apply_all(*given)

    monkeypatch.setattr(rebuild, "writing_long", noted)
    monkeypatch.setattr(projector, "apply_all", apply)
    Rebuild(log, engine, MODELS).run(lambda _done, _all: None)
    assert seen == [0]
    assert views.calls.list("harbor")
