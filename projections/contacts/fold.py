"""Updates a contact's row from what people write about the contact."""

from typing import Final

from hookflash.domain.contacts.card import ContactCard, evolve
from hookflash.domain.contacts.events import CardEvent, ContactNamed, NoteRemoved, NoteWritten
from hookflash.domain.policy.contact_key import is_pseudonym
from hookflash.projections.contacts.table import CONTACTS
from hookflash.projections.runner.model import Handlers, ReadModel, Row, Work

_CARD: Final = tuple(ContactCard.model_fields)
handlers = Handlers()


@handlers.on(ContactNamed, NoteWritten, NoteRemoved)
def _on_written(work: Work, event: CardEvent, position: int) -> None:
    """Change the row; what was written about an erased contact is gone."""
    if is_pseudonym(event.contact):
        return
    if work.contacts.get(event.stream) is None:
        work.contacts.add(_new(event, position))
    row = work.contacts.change(event.stream)
    card = evolve(ContactCard.model_validate({name: row[name] for name in _CARD}), event)
    notes = [note.model_dump(mode="json") for note in card.notes]
    words = "\n".join(filter(None, (card.name, *(note.text for note in card.notes)))).casefold()
    row.update(name=card.name, notes=notes, words=words)
    row.update(changed_at=event.at, log_position=position)


def _new(event: CardEvent, position: int) -> Row:
    return {
        "card": event.stream,
        "workspace": event.workspace,
        "contact": event.contact,
        "name": "",
        "notes": [],
        "words": "",
        "changed_at": event.at,
        "log_position": position,
    }


CONTACTS_MODEL: Final = ReadModel(CONTACTS, handlers, found_by="card")
