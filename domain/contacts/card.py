"""A contact's card: their name, and what people noted about them."""

from collections.abc import Iterable
from datetime import datetime
from functools import reduce

from hookflash.domain.contacts.events import ContactNamed, NoteRemoved, NoteWritten
from hookflash.domain.event import Event
from hookflash.domain.value import Value


class Note(Value):
    """A note about a contact.

    ``note`` is its number on the card. ``author`` is the id of the key that wrote it first, ``at``
    when; ``changed_at`` is when it was last written.
    """

    note: int
    text: str
    author: str
    at: datetime
    changed_at: datetime


class ContactCard(Value):
    """What is written about ``contact``: a number in E.164, or another caller id.

    ``name`` is empty if none was given. ``notes`` are in the order in which they were written.
    """

    workspace: str
    contact: str
    name: str = ""
    notes: tuple[Note, ...] = ()

    def note(self, number: int) -> Note | None:
        """The note with that number; None if the card has none."""
        return next((one for one in self.notes if one.note == number), None)


def fold_card(workspace: str, contact: str, history: Iterable[Event]) -> ContactCard:
    """The card after the events of its stream."""
    return reduce(evolve, history, ContactCard(workspace=workspace, contact=contact))


def evolve(card: ContactCard, event: Event) -> ContactCard:
    """Fold one event in."""
    match event:
        case ContactNamed():
            return card.model_copy(update={"name": event.name})
        case NoteWritten():
            notes = sorted((*_others(card, event), _note(card, event)), key=lambda one: one.note)
            return card.model_copy(update={"notes": tuple(notes)})
        case NoteRemoved():
            return card.model_copy(update={"notes": _others(card, event)})
    return card


def _others(card: ContactCard, event: NoteWritten | NoteRemoved) -> tuple[Note, ...]:
    return tuple(one for one in card.notes if one.note != event.note)


def _note(card: ContactCard, event: NoteWritten) -> Note:
    first = card.note(event.note)
    if first is not None:
        return first.model_copy(update={"text": event.text, "changed_at": event.at})
    return Note(
        note=event.note, text=event.text, author=event.author, at=event.at, changed_at=event.at
    )
