"""Writes names of contacts, and notes about them."""

from hookflash.domain.contacts.card import ContactCard, fold_card
from hookflash.domain.contacts.events import CardEvent, card_stream
from hookflash.domain.contacts.writing import NameContact, RemoveNote, WriteNote, write
from hookflash.domain.idempotency import refuse_reuse
from hookflash.orchestrator.log.decide_and_append import decide_and_append
from hookflash.orchestrator.log.protocol import Log


class ContactCards:
    """Records what people write about contacts."""

    def __init__(self, log: Log) -> None:
        self._log = log

    async def write(self, command: NameContact | WriteNote | RemoveNote) -> ContactCard:
        """Write on a contact's card, and return it as it is then.

        A repeated ``command.id`` has no further effect. Raises ``NameReused`` if it was used for
        another request, ``InvalidCard`` and ``NoSuchNote``.
        """
        card = fold_card(command.workspace, command.contact, ())
        stream = card_stream(command.workspace, command.contact)

        async def write_now() -> tuple[CardEvent, ...]:
            nonlocal card
            history = await self._log.read_stream(stream)
            refuse_reuse(command.id, (event.cause for event in history))
            events = write(history, command)
            card = fold_card(command.workspace, command.contact, (*history, *events))
            return events

        await decide_and_append(self._log, write_now)
        return card
