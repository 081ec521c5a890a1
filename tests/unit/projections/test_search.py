"""Searching threads by content and number."""

import pytest

from hookflash.projections.projections import Projections
from tests.contract.projections.world import TO_MEMBER, World
from tests.unit.projections.conftest import Read


@pytest.fixture
def views(read: Read) -> Projections:
    """Two callers; one booked and left a message."""
    world = World()
    booker = world.answer("+14155550111")
    booker.say("I'd like a CLEANING, 100% sure_ly für ÄRZTE")
    booker.send("accepted")
    booker.say("Could I talk to somebody?")
    booker.ring(TO_MEMBER)
    booker.phone("Front Desk", "unavailable", reason="busy")
    booker.voicemail()
    booker.end()
    other = world.answer("+14155550222")
    other.say("When do you open?")
    other.end()
    other = world.answer("+14155550222")
    other.say("Do you do whitening?")
    other.end()
    return read(world)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("cleaning", ["call"]),
        ("  Cleaning ", ["call"]),
        ("100% SURE_LY", ["call"]),
        ("ärzte", ["call"]),
        ("EXAMPLE.com/book", ["text"]),
        ("front desk", ["call", "transfer"]),
        ("call me back", ["voicemail"]),
        ("talk to somebody", ["call", "transfer"]),
    ],
)
def test_a_thread_is_found_by_what_is_in_it(
    views: Projections, text: str, kinds: list[str]
) -> None:
    """Words spoken, texts, voicemail transcripts and destinations, ignoring case."""
    (found,) = views.inbox.search("harbor", text)
    assert found.contact == "+14155550111"
    assert [item.kind for item in found.items] == kinds


@pytest.mark.parametrize(
    "text", ["", "   ", "root canal", "100%x", "sureXly", "clean%ing", "%", "22", "x555"]
)
def test_nothing_is_found_where_nothing_is(views: Projections, text: str) -> None:
    """Wildcards of SQL match only themselves."""
    hits = views.inbox.search("harbor", text)
    assert [thread.contact for thread in hits] == (["+14155550111"] if text == "%" else [])


@pytest.mark.parametrize("text", ["0222", "+1 (415) 555-0222", "555 0222"])
def test_a_thread_is_found_by_its_number(views: Projections, text: str) -> None:
    """In any notation, with its newest call."""
    (found,) = views.inbox.search("harbor", text)
    assert found.contact == "+14155550222"
    assert [item.said[0].text for item in found.items] == ["Do you do whitening?"]


def test_only_the_items_that_say_so_are_shown(views: Projections) -> None:
    """In a thread with several calls."""
    (found,) = views.inbox.search("harbor", "whitening")
    assert [item.said[0].text for item in found.items] == ["Do you do whitening?"]


def test_the_newest_threads_come_first(views: Projections) -> None:
    """Up to the limit."""
    by_words = views.inbox.search("harbor", "YOU")
    assert [thread.contact for thread in by_words] == ["+14155550222", "+14155550111"]
    by_number = views.inbox.search("harbor", "415555")
    assert [thread.contact for thread in by_number] == ["+14155550222", "+14155550111"]
    for text, found in (("you", by_words), ("415555", by_number)):
        assert views.inbox.search("harbor", text, limit=1)[0].thread == found[0].thread
        assert len(views.inbox.search("harbor", text, limit=1)) == 1
