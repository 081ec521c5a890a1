"""Erasing what people wrote about a contact."""

from datetime import UTC, datetime
from typing import Final

from hookflash.domain.contacts.card import fold_card
from hookflash.domain.contacts.writing import NameContact, RemoveNote, WriteNote, write
from hookflash.domain.erasure.erase import ERASED, erase_card

JANE: Final = "+14155550199"
PSEUDONYM: Final = "erased-1"


def test_what_was_written_about_a_contact_is_erased() -> None:
    """The name and every version of a note; who wrote it, and when, stays."""
    about = {
        "at": datetime(2026, 3, 2, tzinfo=UTC),
        "workspace": "harbor",
        "contact": JANE,
        "author": "k1",
    }
    history = [*write((), NameContact(id="c1", name="Jane Doe", **about))]
    history += write(history, WriteNote(id="c2", text="Has a dog.", **about))
    history += write(history, WriteNote(id="c3", text="Has two dogs.", note=2, **about))
    history += write(history, WriteNote(id="c4", text="Pays late.", **about))
    history += write(history, RemoveNote(id="c5", note=4, **about))
    erased = [erase_card(event, PSEUDONYM) for event in history]
    left = "".join(event.model_dump_json() for event in erased)
    assert [word for word in ("Jane", "dog", "late", JANE, "c3") if word in left] == []
    assert [(event.at, event.author) for event in erased] == [(about["at"], "k1")] * 5
    card = fold_card("harbor", PSEUDONYM, erased)
    assert (card.name, [note.text for note in card.notes]) == (ERASED, [ERASED])
