"""Names of contacts and notes about them, as lists and searches see them."""

from hookflash.projections.contacts.queries import ListedCard
from tests.contract.projections.world import CALLER, World
from tests.unit.projections.conftest import Read

OTHER = "+14155550123"


def known(cards: tuple[ListedCard, ...]) -> list[tuple[str, str, list[str]]]:
    """Contact, name and notes."""
    return [(card.contact, card.name, [note.text for note in card.notes]) for card in cards]


def test_the_last_changed_contact_comes_first(read: Read) -> None:
    """With its name and notes, page by page; other workspaces have their own."""
    world = World()
    world.name("Jane Doe")
    world.note("Prefers mornings.")
    world.name("Max", OTHER)
    world.note("Prefers evenings.", note=2)
    world.name("Elsewhere", workspace="bay")
    views = read(world)
    shown = views.cards.list("harbor")
    assert known(shown) == [(CALLER, "Jane Doe", ["Prefers evenings."]), (OTHER, "Max", [])]
    assert shown[0].notes[0].author == "k1"
    first = views.cards.list("harbor", limit=1)
    rest = views.cards.list("harbor", before=first[0].log_position)
    assert (*first, *rest) == shown


def test_contacts_are_found_by_name_note_and_number(read: Read) -> None:
    """In any letter case, and only by what is written now."""
    world = World()
    world.name("Jane Doe")
    world.note("Has a dog, 100 %.")
    world.note("Pays late.")
    world.note("", note=3)
    views = read(world)
    for text in ("jane", "DOE", "a dog", "0 %", CALLER, "5550199"):
        assert known(views.cards.list("harbor", text)), text
    for text in ("late", "max", "_", "%%"):
        assert views.cards.list("harbor", text) == (), text


def test_a_contact_without_name_and_notes_is_not_listed(read: Read) -> None:
    """Once both are taken away."""
    world = World()
    world.name("Jane")
    world.note("Has a dog.")
    world.name("")
    world.note("", note=2)
    assert read(world).cards.list("harbor") == ()


def test_threads_show_the_name_and_are_found_by_name_and_note(read: Read) -> None:
    """The thread that is found so comes with its newest call; an unknown caller has no name."""
    world = World()
    world.name("Jane Doe")
    world.note("Has a dog.")
    world.answer().end()
    world.answer(OTHER).end()
    views = read(world)
    assert [(one.contact, one.name) for one in views.inbox.threads("harbor")] == [
        (OTHER, ""),
        (CALLER, "Jane Doe"),
    ]
    for text in ("jane", "a dog"):
        (found,) = views.inbox.search("harbor", text)
        assert (found.contact, [item.kind for item in found.items]) == (CALLER, ["call"])
