"""Every phone of a transfer: how long it rang, and its outcome."""

import pytest

from tests.contract.projections.world import AWAY, FRONT_DESK, ON_CALL, TO_INBOX, World
from tests.unit.projections.conftest import Read
from tests.unit.projections.happenings import (
    Happen,
    after_yes,
    front_desk,
    hangs_up,
    on_call,
    rings,
    the_trail,
    time_runs_out,
)


@pytest.mark.parametrize(
    ("happens", "expected"),
    [
        (
            [front_desk("ringing"), front_desk("unavailable", after=6, reason="declined")],
            ("declined", 6.0),
        ),
        ([front_desk("unavailable", reason="busy")], ("busy", 0.0)),
        ([front_desk("unavailable", reason="unreachable")], ("unreachable", 0.0)),
        ([front_desk("ringing"), time_runs_out], ("no_answer", 1.0)),
        ([front_desk("ringing"), hangs_up], ("caller_hung_up", 1.0)),
        (
            [front_desk("ringing"), time_runs_out, front_desk("answered")],
            ("answered_too_late", 1.0),
        ),
        ([front_desk("ringing"), on_call("answered", after=3)], ("answered_elsewhere", 3.0)),
        ([front_desk("ringing"), front_desk("answered", after=2)], ("answered", 2.0)),
        ([front_desk("answered", after=2)], ("answered", 0.0)),
    ],
)
def test_each_phone_has_its_outcome(
    read: Read, happens: list[Happen], expected: tuple[str, float]
) -> None:
    """And its seconds of ringing, 0 if it was never reported as ringing."""
    world = World()
    line = world.answer()
    line.propose()
    after_yes(*happens)(line)
    trail = the_trail(read(world))
    assert [rest for who, *rest in rings(trail) if who == "Front Desk"] == [[*expected]]


def test_do_not_disturb_is_shown_in_the_trail(read: Read) -> None:
    """Their phone did not ring."""
    world = World()
    line = world.answer()
    line.ring(TO_INBOX, AWAY, FRONT_DESK)
    line.phone("Front Desk", "ringing")
    assert rings(the_trail(read(world))) == [
        ("Away", "do_not_disturb", 0.0),
        ("Front Desk", "ringing", 0.0),
    ]


def test_a_phone_rings_across_batches(read: Read) -> None:
    """The time it began is stored in between."""
    world = World()
    line = world.answer()
    line.ring(TO_INBOX, FRONT_DESK, ON_CALL)
    line.phone("Front Desk", "ringing")
    read(world)
    line.phone("Front Desk", "answered", 2.5)
    assert rings(the_trail(read(world)))[0] == ("Front Desk", "answered", 2.5)
