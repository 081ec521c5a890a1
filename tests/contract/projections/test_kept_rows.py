"""Rows are kept between two rounds, and dropped when another process may have changed them."""

from hypothesis import given, settings
from hypothesis import strategies as st

from hookflash.domain.call.events import CallEvent
from hookflash.projections.database.engine import open_database
from hookflash.projections.projections import Projections
from hookflash.testing import (
    Scene,
    a_call,
    agent_answers,
    agent_uses,
    call_comes_in,
    call_ends,
    text_answer,
    text_is_attempted,
    text_report,
)
from tests.contract.projections.memory_log import MemoryLog
from tests.contract.projections.moves import Move, Stage, moves
from tests.contract.projections.shelves import shelves
from tests.contract.projections.world import World


def check_that_two_processes_equal_a_rebuild(
    made: list[Move], turns: list[int], rebuilt: int
) -> None:
    """Let two processes update the same views in turns, with a rebuild in between."""
    stage = Stage(World(MemoryLog()))
    engine = open_database("sqlite://")
    both = [Projections(stage.world.log, engine), Projections(stage.world.log, engine)]
    for n, move in enumerate(made):
        stage.make(move)
        if (turn := turns[n % len(turns)]) < len(both):
            both[turn].catch_up()
        if n == rebuilt:
            both[0].rebuild()
    both[0].catch_up()
    live = shelves(engine)
    both[1].rebuild()
    assert shelves(engine) == live
    engine.dispose()


turns = st.lists(st.integers(0, 2), min_size=1, max_size=12)


@settings(max_examples=12)
@given(moves, turns, st.integers(0, 30))
def test_processes_that_take_turns_leave_what_a_rebuild_would(
    made: list[Move], by: list[int], rebuilt: int
) -> None:
    """Row for row, for any history, any turns, and a rebuild at any moment."""
    check_that_two_processes_equal_a_rebuild(made, by, rebuilt)


def test_rows_that_another_process_changed_are_fetched_again() -> None:
    """The first process writes over nothing that the second one did meanwhile."""
    log = MemoryLog()
    engine = open_database("sqlite://")
    first, second = Projections(log, engine), Projections(log, engine)
    begun, texted, ended = _in_three_parts("0123456789abcdef")
    another, _, _ = _in_three_parts("fedcba9876543210")
    rounds = ((begun, first), (texted, second), (another, first), (ended, first))
    for events, process in rounds:
        log.events += events
        process.catch_up()
    live = shelves(engine)
    second.rebuild()
    assert shelves(engine) == live
    engine.dispose()


def _in_three_parts(name: str) -> tuple[list[CallEvent], ...]:
    """A call on which a text is sent and delivered, and the caller hangs up."""
    scene = Scene(call_id=f"office.call.{name}")
    call = a_call(call_comes_in(), agent_answers(), agent_uses("send_sms_1"), scene=scene)
    call.given(text_is_attempted(), text_answer("accepted"), text_report("delivered"), call_ends())
    third = len(call.history) // 3
    return call.history[:third], call.history[third : 2 * third], call.history[2 * third :]
