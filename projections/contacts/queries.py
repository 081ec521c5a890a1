"""Queries on the names of contacts and on the notes about them."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Engine, Select, select

from hookflash.domain.contacts.card import ContactCard
from hookflash.projections.contacts.table import CONTACTS
from hookflash.projections.database.engine import reading
from hookflash.projections.runner.bulk_write import chunks


class ListedCard(ContactCard):
    """A contact's card in a list; ``log_position`` is that of its last change."""

    changed_at: datetime
    log_position: int


class Cards:
    """What people wrote about the contacts of one workspace at a time."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def list(
        self, workspace: str, text: str = "", *, limit: int = 100, before: int | None = None
    ) -> tuple[ListedCard, ...]:
        """Up to ``limit`` contacts with a name or notes, the last changed first.

        With ``text`` only those whose name, notes or number contain it, in any letter case.
        ``before`` is the ``log_position`` to continue from.
        """
        query = (
            select(*(CONTACTS.c[name] for name in ListedCard.model_fields))
            .where(CONTACTS.c.workspace == workspace, CONTACTS.c.words != "")
            .order_by(CONTACTS.c.log_position.desc())
            .limit(limit)
        )
        if before is not None:
            query = query.where(CONTACTS.c.log_position < before)
        if needle := text.strip().casefold():
            query = query.where(
                written(needle) | CONTACTS.c.contact.contains(needle, autoescape=True)
            )
        with reading(self._engine) as connection:
            found = connection.execute(query).mappings()
            return tuple(ListedCard.model_validate(dict(row)) for row in found)

    def has(self, contact: str, workspace: str | None) -> bool:
        """Whether ``contact`` has a card in ``workspace``; None: in any."""
        query = select(CONTACTS.c.card).where(CONTACTS.c.contact == contact).limit(1)
        if workspace is not None:
            query = query.where(CONTACTS.c.workspace == workspace)
        with reading(self._engine) as connection:
            return connection.execute(query).first() is not None


def written(needle: str) -> ColumnElement[bool]:
    """Whether a contact's name or notes contain ``needle``, which must be case-folded."""
    return CONTACTS.c.words.contains(needle, autoescape=True)


def contacts_called(workspace: str, needle: str) -> Select[tuple[str]]:
    """Select the contacts of ``workspace`` whose name or notes contain the case-folded ``needle``.

    For the conditions of other lists: ``CALLS.c.contact.in_(contacts_called(…))``.
    """
    return select(CONTACTS.c.contact).where(CONTACTS.c.workspace == workspace, written(needle))


def names_of(connection: Connection, workspace: str, contacts: Iterable[str]) -> dict[str, str]:
    """The names of those ``contacts`` that have one."""
    named: dict[str, str] = {}
    for some in chunks(contacts):
        query = select(CONTACTS.c.contact, CONTACTS.c.name).where(
            CONTACTS.c.workspace == workspace, CONTACTS.c.contact.in_(some), CONTACTS.c.name != ""
        )
        named.update((contact, name) for contact, name in connection.execute(query))
    return named
