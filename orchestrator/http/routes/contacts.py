"""Names of contacts, and notes about them."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import Field

from hookflash import ContactCard, InvalidCard, NoContact, NoSuchNote
from hookflash.domain.contacts.writing import LONGEST_NOTE
from hookflash.domain.policy.caller_id import LONGEST_RECEIVED
from hookflash.domain.value import Value
from hookflash.domain.workspace.names import MAX_NAME
from hookflash.orchestrator.http.auth import Center, Operator, Reader
from hookflash.orchestrator.http.idempotency import CommandId
from hookflash.orchestrator.http.paging import MAX_POSITION, Before, Limit, Page, page
from hookflash.orchestrator.http.problems import HttpProblem, at_fault, not_found
from hookflash.projections.contacts.queries import ListedCard

router = APIRouter(prefix="/contacts", tags=["contacts"])
Contact = Annotated[
    str,
    Path(
        max_length=LONGEST_RECEIVED,
        description="A phone number in E.164, or another caller id, percent-encoded.",
        examples=["+14155550199"],
    ),
]
NoteNumber = Annotated[
    int, Path(ge=1, le=MAX_POSITION, description="The note’s number on the card.")  # noqa: RUF001
]


class ContactName(Value):
    """What to call a contact; empty takes the name away."""

    name: str = Field(max_length=MAX_NAME, examples=["Jane Doe"])


class NoteText(Value):
    """A note about a contact."""

    text: str = Field(min_length=1, max_length=LONGEST_NOTE, examples=["Prefers mornings."])


@router.get("")
async def list_contacts(
    center: Center,
    asker: Reader,
    *,
    q: Annotated[
        str, Query(max_length=200, description="Part of a name, a note or a number.")
    ] = "",
    limit: Limit = 50,
    before: Before = None,
) -> Page[ListedCard]:
    """List the contacts that have a name or notes, the last changed first."""
    found = await center.cards(asker.workspace, q, limit=limit, before=before)
    return page(found, limit, "log_position")


@router.get("/{contact}")
async def get_contact(contact: Contact, center: Center, asker: Reader) -> ContactCard:
    """Get a contact's name and notes; the card of a contact without any is empty."""
    try:
        return await center.card(asker.workspace, contact)
    except NoContact as error:
        raise _wrong(error) from error


@router.put("/{contact}/name")
async def name_contact(
    contact: Contact, body: ContactName, center: Center, asker: Operator, command: CommandId
) -> ContactCard:
    """Name a contact; an empty name takes it away."""
    try:
        return await center.name_contact(
            asker.workspace, contact, body.name, author=asker.key.id, message_id=command
        )
    except (InvalidCard, NoContact) as error:
        raise _wrong(error) from error


@router.post("/{contact}/notes")
async def add_note(
    contact: Contact, body: NoteText, center: Center, asker: Operator, command: CommandId
) -> ContactCard:
    """Write a note about a contact; it is the last one on the card."""
    return await _note(contact, body, center, asker, command)


@router.put("/{contact}/notes/{note}")
async def change_note(  # noqa: PLR0913, PLR0917 - what the framework passes
    contact: Contact,
    note: NoteNumber,
    body: NoteText,
    center: Center,
    asker: Operator,
    command: CommandId,
) -> ContactCard:
    """Change a note. Its author and its place on the card stay."""
    return await _note(contact, body, center, asker, command, note)


async def _note(  # noqa: PLR0913, PLR0917 - what the routes pass on
    contact: str,
    body: NoteText,
    center: Center,
    asker: Operator,
    command: str,
    note: int | None = None,
) -> ContactCard:
    try:
        return await center.write_note(
            asker.workspace,
            contact,
            body.text,
            note=note,
            author=asker.key.id,
            message_id=command,
        )
    except (InvalidCard, NoContact, NoSuchNote) as error:
        raise _wrong(error) from error


@router.delete("/{contact}/notes/{note}")
async def remove_note(
    contact: Contact, note: NoteNumber, center: Center, asker: Operator, command: CommandId
) -> ContactCard:
    """Remove a note; its words stay in the log until the contact is erased."""
    try:
        return await center.remove_note(
            asker.workspace, contact, note, author=asker.key.id, message_id=command
        )
    except (InvalidCard, NoContact, NoSuchNote) as error:
        raise _wrong(error) from error


def _wrong(error: InvalidCard | NoContact | NoSuchNote) -> HttpProblem:
    if isinstance(error, NoSuchNote):
        return not_found(f"note {error.note} about this contact")
    field = error.field if isinstance(error, InvalidCard) else "contact"
    return at_fault(field, error.problem.wrong, error.problem.right)
