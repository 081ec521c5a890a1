"""Naming contacts, and writing notes about them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from hookflash.domain.contacts import events as e
from hookflash.domain.contacts import writing as w
from hookflash.domain.contacts.card import ContactCard, fold_card
from hookflash.domain.event import Actor

AT = datetime(2026, 3, 2, tzinfo=UTC)
JANE = "+14155550199"
Command = w.NameContact | w.WriteNote | w.RemoveNote


class Card:
    """The stream of one card, to which commands are written in turn."""

    def __init__(self) -> None:
        self.history: list[e.CardEvent] = []

    def write(self, kind: type[Command], known: str = "", **fields: Any) -> tuple[e.CardEvent, ...]:
        """Decide on a command, and keep what follows."""
        after = len(self.history)
        command = kind(
            id=known or f"c{after}",
            at=AT + timedelta(minutes=after),
            workspace="harbor",
            contact=fields.pop("contact", JANE),
            author=fields.pop("author", "k1"),
            **fields,
        )
        events = w.write(self.history, command)
        self.history += events
        return events

    @property
    def now(self) -> ContactCard:
        """The card as it is."""
        return fold_card("harbor", JANE, self.history)


def test_a_name_is_an_event_of_the_contact_that_says_who_wrote_it() -> None:
    """In a stream of its own, without the spaces around it."""
    (event,) = Card().write(w.NameContact, name=" Jane Doe ")
    assert event == e.ContactNamed(
        position=1,
        at=AT,
        by=Actor.OPERATOR,
        cause="c0",
        workspace="harbor",
        contact=JANE,
        author="k1",
        name="Jane Doe",
    )
    assert event.stream == "harbor.card.14155550199"


def test_the_same_name_and_the_same_command_change_nothing() -> None:
    """A repeated request counts once; a blank name takes the name away."""
    card = Card()
    card.write(w.NameContact, "x", name="Jane")
    assert card.write(w.NameContact, "x", name="Joan") == ()
    assert card.write(w.NameContact, name="Jane") == ()
    card.write(w.NameContact, name=" ")
    assert (card.now.name, len(card.history)) == ("", 2)


def test_notes_keep_their_order_author_and_number() -> None:
    """A note that is changed stays where it was, and with the person who wrote it first."""
    card = Card()
    card.write(w.WriteNote, text="Has a dog.")
    card.write(w.WriteNote, text=" Pays late. ", author="k2")
    card.write(w.WriteNote, text="Has two dogs.", note=1, author="k2")
    first, second = card.now.notes
    assert (first.note, first.text, first.author) == (1, "Has two dogs.", "k1")
    assert (first.at, first.changed_at) == (AT, AT + timedelta(minutes=2))
    assert (second.note, second.text, second.author) == (2, "Pays late.", "k2")
    assert card.write(w.WriteNote, text="Pays late.", note=2) == ()


def test_a_removed_note_is_gone_and_its_number_is_not_used_again() -> None:
    """A later note has a number of its own."""
    card = Card()
    card.write(w.WriteNote, text="Has a dog.")
    card.write(w.RemoveNote, note=1)
    card.write(w.WriteNote, text="Has a cat.")
    assert [(one.note, one.text) for one in card.now.notes] == [(3, "Has a cat.")]
    for kind, more in ((w.RemoveNote, {}), (w.WriteNote, {"text": "Has a dog."})):
        with pytest.raises(w.NoSuchNote, match="the contact has no note 1"):
            card.write(kind, note=1, **more)


@pytest.mark.parametrize(
    ("kind", "fields", "said"),
    [
        (w.NameContact, {"name": "x" * 101}, "name: the name has 101 characters. "),
        (w.NameContact, {"name": "Jane\nDoe"}, "name: the name contains a line break. "),
        (w.WriteNote, {"text": " \n"}, "text: the note is blank. "),
        (w.WriteNote, {"text": "x" * 4_001}, "text: the note has 4,001 characters. "),
        (w.WriteNote, {"text": "a\0b"}, "text: the note contains the character U+0000. "),
        (w.WriteNote, {"text": "\ud83d"}, "text: the note contains half of a surrogate pair. "),
        (w.NameContact, {"name": "J", "contact": "erased-1"}, "contact: the contact was erased. "),
    ],
)
def test_what_cannot_be_written_is_refused(
    kind: type[Command], fields: dict[str, Any], said: str
) -> None:
    """The error names the field and what is wrong; nothing is recorded."""
    card = Card()
    with pytest.raises(w.InvalidCard, match=said.replace("+", r"\+")):
        card.write(kind, **fields)
    assert card.history == []


def test_a_card_has_so_many_notes_and_no_more() -> None:
    """Changing one is still possible then."""
    card = Card()
    for n in range(w.MOST_NOTES):
        card.write(w.WriteNote, text=f"Note {n}.")
    with pytest.raises(w.InvalidCard, match="text: the contact has 100 notes"):
        card.write(w.WriteNote, text="One more.")
    card.write(w.WriteNote, text="Changed.", note=1)
    assert card.now.notes[0].text == "Changed."
