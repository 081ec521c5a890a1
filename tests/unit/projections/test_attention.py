"""Which threads need a person, and finding threads by how their calls ended."""

from hookflash.domain.call import commands as c
from hookflash.projections.inbox.queries import Thread
from hookflash.projections.projections import Projections
from tests.contract.projections.world import CALLER, World
from tests.unit.projections.conftest import Read

OTHER = "+14155550123"


def needing(views: Projections) -> list[str]:
    """The contacts whose threads need a person, the most recently active first."""
    return [thread.contact for thread in views.inbox.threads("harbor", attention=True)]


def test_a_thread_needs_a_person_while_its_newest_call_does(read: Read) -> None:
    """A missed call does; when the caller calls again, that call counts."""
    world = World()
    world.receive().end()
    world.receive(OTHER).end()
    line = world.answer()
    line.say("Hello?")
    line.send("accepted", "sent", "delivered")
    line.end()
    views = read(world)
    assert needing(views) == [OTHER]
    (other,) = views.inbox.threads("harbor", attention=False)
    assert (other.contact, other.needs_attention) == (CALLER, False)


def test_what_is_done_needs_nobody_until_the_next_call(read: Read) -> None:
    """Marking the thread done settles it; reopening it does not bring that back."""
    world = World()
    world.receive().end()
    world.mark("done")
    world.mark("open")
    assert needing(read(world)) == []
    world.receive().end()
    assert needing(read(world)) == [CALLER]


def test_a_late_receipt_makes_a_thread_need_a_person(read: Read) -> None:
    """The text of an ended call fails; the views had the call already."""
    world = World()
    line = world.answer()
    line.say("Could you text me the link?")
    line.send("accepted", "sent")
    line.end()
    views = read(world)
    assert needing(views) == []
    line.tell(c.ReportSms, effect_key=line.text(), status="undelivered")
    views.catch_up()
    assert needing(views) == [CALLER]


def found(views: Projections, text: str) -> list[tuple[str, list[str]]]:
    """Contacts, and the kinds of the items that were found."""
    threads: tuple[Thread, ...] = views.inbox.search("harbor", text)
    return [(thread.contact, [item.kind for item in thread.items]) for thread in threads]


def test_threads_are_found_by_how_their_calls_ended(read: Read) -> None:
    """By the outcome, and by what there is to do about it; two letters are too few."""
    world = World()
    world.receive().end()
    line = world.answer(OTHER)
    line.say("Hello?")
    line.end()
    views = read(world)
    assert found(views, "missed") == [(CALLER, ["call"])]
    assert found(views, "Not answered") == [(CALLER, ["call"])]
    assert found(views, "gave up") == [(OTHER, ["call"])]
    assert found(views, "mi") == []
