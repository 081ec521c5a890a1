"""Events of a contact's card, in the stream ``<slug>.card.<digits>``."""

from typing import ClassVar

from hookflash.domain.event import Event
from hookflash.domain.policy.contact_key import contact_key


def card_stream(workspace: str, contact: str) -> str:
    """The stream of a contact's card: ``<slug>.card.<digits>`` for a number in E.164."""
    return f"{workspace}.card.{contact_key(contact)}"


class CardEvent(Event):
    """A person wrote something about ``contact``; ``author`` is the id of their key, or a name."""

    workspace: str
    contact: str
    author: str

    @property
    def stream(self) -> str:
        """``<slug>.card.<digits>``."""
        return card_stream(self.workspace, self.contact)


class ContactNamed(CardEvent):
    """The contact is called ``name``; empty takes the name away."""

    TOPIC: ClassVar[str] = "card.named.v1"
    name: str


class NoteWritten(CardEvent):
    """A note was written, or written again.

    ``note`` is the position of the event that wrote it first: a new note has that of this event.
    """

    TOPIC: ClassVar[str] = "card.note_written.v1"
    note: int
    text: str


class NoteRemoved(CardEvent):
    """The note that was first written at position ``note`` is not shown any more."""

    TOPIC: ClassVar[str] = "card.note_removed.v1"
    note: int
