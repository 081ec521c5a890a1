"""What a call remembers of the ids that it has seen, and what calls hold in common."""

from hypothesis import given
from hypothesis import strategies as st

from hookflash.domain.call.seen_ids import SeenIds
from hookflash.domain.call.sharing import shared
from hookflash.domain.idempotency import command_id, request_id
from hookflash.domain.job.action import Destination


@given(st.lists(st.text()), st.text())
def test_it_has_what_was_added_and_nothing_else(ids: list[str], other: str) -> None:
    """As a set of strings has."""
    seen = SeenIds(ids)
    assert all(one in seen for one in ids)
    assert (other in seen) == (other in ids)
    assert len(seen) == len(set(ids))


@given(st.lists(st.text()))
def test_the_order_in_which_ids_came_makes_no_difference(ids: list[str]) -> None:
    """Two workers may fold a call in other steps."""
    assert SeenIds(ids) == SeenIds(reversed(ids))


def test_the_ids_of_requests_are_kept_as_they_are() -> None:
    """Another request with the same key is refused, and its name is in the error."""
    asked = request_id("9f1c", "aa")
    seen = SeenIds(["speak-1", asked, command_id("hear", asked), command_id("hear", "m-1"), asked])
    assert seen.requests == (asked, command_id("hear", asked))


def test_equal_values_are_held_once() -> None:
    """However many calls name them."""
    one, same = (Destination(kind="inbox", name="Front") for _ in range(2))
    assert shared(one) == one
    assert shared(same) is shared(one)
