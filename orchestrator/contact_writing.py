"""Names contacts, and writes notes about them."""

from typing import Any

from hookflash.domain.contacts.card import ContactCard
from hookflash.domain.contacts.writing import NameContact, RemoveNote, WriteNote
from hookflash.orchestrator.contact_cards import ContactCards
from hookflash.orchestrator.contact_ids import parse_contact
from hookflash.orchestrator.live_calls import LiveCalls
from hookflash.orchestrator.parts import Parts


class ContactWriting(LiveCalls):
    """The part of a ``CallCenter`` that is about what people write about contacts."""

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts)
        self._cards = ContactCards(parts.log)

    async def name_contact(
        self, workspace: str, contact: str, name: str, *, author: str, message_id: str = ""
    ) -> ContactCard:
        """Call a contact ``name``, up to 100 characters on one line; empty takes the name away.

        ``contact`` is a number, or another caller id; ``author`` is recorded as the writer. The
        same ``message_id`` counts once. Raises ``InvalidCard``, also for a contact who was erased,
        and ``NoContact`` for what stands for a withheld number.
        """
        about = self._about(workspace, contact, author, message_id)
        return await self._cards.write(NameContact(name=name, **about))

    async def write_note(  # noqa: PLR0913 - one keyword a field
        self,
        workspace: str,
        contact: str,
        text: str,
        *,
        author: str,
        note: int | None = None,
        message_id: str = "",
    ) -> ContactCard:
        """Note ``text`` about a contact, up to 4,000 characters, or change the ``note`` given.

        Else as :meth:`name_contact`; also raises ``NoSuchNote``.
        """
        about = self._about(workspace, contact, author, message_id)
        return await self._cards.write(WriteNote(text=text, note=note, **about))

    async def remove_note(
        self, workspace: str, contact: str, note: int, *, author: str, message_id: str = ""
    ) -> ContactCard:
        """Remove a note about a contact. It stays in the log until the contact is erased.

        Else as :meth:`name_contact`; also raises ``NoSuchNote``.
        """
        about = self._about(workspace, contact, author, message_id)
        return await self._cards.write(RemoveNote(note=note, **about))

    def _about(self, workspace: str, contact: str, author: str, message_id: str) -> dict[str, Any]:
        return {
            "id": message_id or self.new_id("card"),
            "at": self.now(),
            "workspace": workspace,
            "contact": parse_contact(contact),
            "author": author,
        }
