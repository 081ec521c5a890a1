"""The own appends of a process that are kept in memory for followers."""

from hypothesis import given
from hypothesis import strategies as st

from hookflash.orchestrator.log.tail import Placed, Tail
from tests.contract.log.noted import noted


def _placed(*positions: int) -> list[Placed]:
    return [(position, noted("h.book.a", position)) for position in positions]


@given(st.lists(st.sets(st.integers(1, 30), max_size=5), max_size=8), st.integers(0, 31))
def test_what_the_tail_has_after_a_position_has_no_gap(blocks: list[set[int]], after: int) -> None:
    """Whatever is noted, nothing is left out between a reader's position and the last event."""
    tail = Tail()
    for block in blocks:
        tail.note(_placed(*sorted(block)))
    found = tail.after(after, 100) or []
    assert [position for position, _ in found] == list(range(after + 1, after + 1 + len(found)))
    assert tail.last_beyond(after) == (found[-1][0] if found else 0)


def test_a_gap_begins_the_tail_anew() -> None:
    """Another process may have appended what lies in it."""
    tail = Tail()
    tail.note(_placed(1, 2))
    tail.note(_placed(4, 5))
    assert tail.after(2, 10) is None
    assert tail.after(3, 10) == _placed(4, 5)
    assert tail.after(5, 10) == []


def test_only_the_newest_events_are_kept() -> None:
    """A reader further behind learns that it must read the database."""
    tail = Tail(capacity=3)
    for position in range(1, 50):
        tail.note(_placed(position))
    assert tail.after(46, 10) == _placed(47, 48, 49)
    assert tail.after(40, 10) is None


def test_a_cleared_tail_has_nothing() -> None:
    """What was rewritten is read from the database."""
    tail = Tail()
    tail.note(_placed(1, 2))
    tail.clear()
    assert tail.after(0, 10) is None
