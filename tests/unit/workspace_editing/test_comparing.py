"""Two sequences are compared in a bounded time."""

from hypothesis import given
from hypothesis import strategies as st

from hookflash.orchestrator.workspaces import comparing
from hookflash.orchestrator.workspaces.comparing import compared

_lines = st.lists(st.sampled_from("abcde"), max_size=40)


@given(_lines, _lines)
def test_both_are_in_what_was_compared(old: list[str], new: list[str]) -> None:
    """In order, and complete."""
    parts = list(compared(old, new))
    assert [one for part in parts for one in part.old] == old
    assert [one for part in parts for one in part.new] == new


def test_a_change_in_the_middle_is_found() -> None:
    """However long the rest is."""
    lines = [f"line {number}" for number in range(5_000)]
    changed = [*lines[:2_500], "new", *lines[2_500:]]
    parts = [part for part in compared(lines, changed) if part.old != part.new]
    assert parts == [([], ["new"])]


def test_what_would_take_long_is_one_part() -> None:
    """As for lines that repeat: their pairs are as many as the product of both."""
    old, new = ["x", *"abc" * 2_000, "x"], ["y", *"cab" * 2_000, "y"]
    assert comparing._steps(old, new) > 10_000_000_000
    parts = list(compared(["first", *old, "last"], ["first", *new, "last"]))
    assert [part.old for part in parts] == [["first"], old, ["last"]]
