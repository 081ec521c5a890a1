"""Views handle each event of the log exactly once, whatever happens in between."""

from collections.abc import Sequence
from functools import partial
from itertools import count
from typing import Any

import pytest
from sqlalchemy import Engine, event

from hookflash.domain.event import Actor, Event
from hookflash.domain.workspace.events import MemberRemoved
from hookflash.projections.projections import BATCH, Projections
from tests.contract.projections.conftest import InThreads, Opener
from tests.contract.projections.memory_log import STEP, MemoryLog
from tests.contract.projections.shelves import shelves
from tests.contract.projections.world import World


def busy_world(calls: int = 3) -> World:
    """Calls with a text each, every other one with an unanswered transfer."""
    world = World()
    for n in range(calls):
        line = world.answer(f"+1415555{n:04d}")
        line.say("Could you text me the link?")
        line.send("accepted", "sent", "delivered")
        if n % 2:
            line.ring()
            line.phone("Front Desk", "ringing")
            line.phone("Front Desk", "unavailable", reason="busy")
            line.phone("On Call", "unavailable", reason="declined")
            line.voicemail()
        line.end()
    return world


def built_at_once(log: MemoryLog, engine: Engine) -> Projections:
    """Views of a whole log."""
    views = Projections(log, engine)
    views.catch_up()
    return views


def open_and_catch_up(log: MemoryLog, engine: Engine) -> int:
    """Open views and catch up; returns how many events this handled."""
    return Projections(log, engine).catch_up()


def test_catching_up_handles_the_whole_log_and_returns_the_count(engine: Engine) -> None:
    """In several batches, and nothing the second time."""
    world = busy_world(100)
    views = Projections(world.log, engine)
    assert len(world.log.events) > BATCH
    assert views.behind() == world.log.last_position()
    assert views.catch_up() == len(world.log.events)
    assert (views.catch_up(), views.behind()) == (0, 0)
    assert len(views.calls.list("harbor")) == 100


@pytest.mark.parametrize("most", [1, 2, 7])
def test_batches_of_any_size_lead_to_the_same_rows(engine: Engine, most: int) -> None:
    """Rows are either read back and changed, or built within one batch."""
    whole = busy_world()
    built_at_once(whole.log, engine)
    at_once = shelves(engine)
    built_at_once(MemoryLog(whole.log.events, most=most), engine)
    Projections(MemoryLog(whole.log.events, most=most), engine).rebuild()
    assert shelves(engine) == at_once


def test_an_event_delivered_twice_counts_once(engine: Engine) -> None:
    """Events that the log delivers again change nothing."""
    world = busy_world()

    class Repeating(MemoryLog):
        """Starts every page with the ten events before the requested position."""

        def read_log(self, after: int, limit: int) -> Sequence[tuple[int, Event]]:
            if after >= self.last_position():
                return []
            return super().read_log(max(0, after - 10 * STEP), limit)

    built_at_once(Repeating(world.log.events, most=25), engine)
    twice = shelves(engine)
    Projections(world.log, engine).rebuild()
    assert shelves(engine) == twice


class Killed(RuntimeError):
    """The process was killed."""


def dies_at_commit(number: int, views: Projections, engine: Engine) -> bool:
    """Catch up in a process that dies at its commit ``number``; False if it commits less often."""
    commits = count(1)

    def commit(_: Any) -> None:
        if next(commits) == number:
            raise Killed

    event.listen(engine, "commit", commit)
    try:
        views.catch_up()
    except Killed:
        return True
    finally:
        event.remove(engine, "commit", commit)
    return False


def test_a_crash_at_any_commit_leaves_rows_and_position_together(engine: Engine) -> None:
    """Both or neither: the rows match the checkpoint (fault 26)."""
    world = busy_world(1)
    views = built_at_once(world.log, engine)
    for number in count(1):
        before = shelves(engine)
        world.answer(f"+1415555{number:04d}").end()
        died = dies_at_commit(number, views, engine)
        left = shelves(engine)
        assert views.behind() == (3 * STEP if left == before else 0)
        views.rebuild()
        assert left in (before, shelves(engine))
        if not died:
            break
    assert number > 1
    assert len(views.calls.list("harbor")) == number + 1


def test_the_second_process_to_finish_a_batch_drops_it(another: Opener) -> None:
    """Two runners read the same events; one stores them, the other continues after them."""
    world = busy_world()
    first = Projections(world.log, another())

    class Overtaken(MemoryLog):
        """Lets the first runner finish as soon as this one has read its batch."""

        def read_log(self, after: int, limit: int) -> Sequence[tuple[int, Event]]:
            batch = super().read_log(after, limit)
            first.catch_up()
            return batch

    engine = another()
    assert Projections(Overtaken(world.log.events), engine).catch_up() == 0
    by_first = shelves(engine)
    assert len(by_first["calls"]) == 3
    Projections(world.log, engine).rebuild()
    assert shelves(engine) == by_first


def test_runners_in_several_threads_share_the_work(another: Opener, in_threads: InThreads) -> None:
    """Each event is handled once."""
    world = busy_world(20)
    world.log.most = 13
    engine = another()
    runners = [Projections(world.log, another()) for _ in range(3)]
    handled = in_threads([runner.catch_up for runner in runners])
    assert sum(handled) == len(world.log.events)
    raced = shelves(engine)
    runners[0].rebuild()
    assert shelves(engine) == raced


def test_concurrent_processes_can_create_the_views(another: Opener, in_threads: InThreads) -> None:
    """Several processes may open an empty database at once."""
    world = busy_world(1)
    opened = [another() for _ in range(4)]
    starts = [partial(open_and_catch_up, world.log, engine) for engine in opened]
    assert sum(in_threads(starts)) == len(world.log.events)


def test_events_of_other_kinds_only_move_the_position(engine: Engine) -> None:
    """Events without a handler are skipped."""
    world = World()
    gone = MemberRemoved(
        position=1, at=world.now, by=Actor.OPERATOR, cause="c", workspace="harbor", name="Ann"
    )
    world.log.append([gone])
    views = Projections(world.log, engine)
    assert views.catch_up() == 1
    assert set(map(len, shelves(engine).values())) == {0}
    assert views.behind() == 0
