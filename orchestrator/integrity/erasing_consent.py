"""Erases a contact's consent and their place in the opt-out list; an opt-out goes on protecting.

The events move to the pseudonym. What is still in force is recorded once more, under a name that
the number leads to, and that does not lead to the number (``domain/erasure/shield.py``).
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import reduce
from typing import cast

from hookflash.domain.erasure.erase import erase_consent
from hookflash.domain.erasure.events import SaltDrawn, drawn_salt, erasures_stream
from hookflash.domain.erasure.shield import shield_name
from hookflash.domain.event import Actor, Event
from hookflash.domain.policy.contact_key import is_pseudonym
from hookflash.domain.workspace.contact import (
    Contact,
    ContactEvent,
    contact_stream,
    evolve,
    shield_from,
)
from hookflash.domain.workspace.events import OptOutErased, OptOutsListed, OptOutsUnlisted
from hookflash.orchestrator.log.store import Store
from hookflash.orchestrator.ports.ids import Ids


class ErasedConsent:
    """The consent of ``contact`` in one workspace, as it is to be rewritten."""

    def __init__(self, store: Store, workspace: str, contact: str, pseudonym: str) -> None:
        self._store = store
        self._workspace = workspace
        self._contact = contact
        self._pseudonym = pseudonym

    def moved(self) -> list[Event]:
        """The contact's own events of consent, under the pseudonym."""
        events = cast("list[ContactEvent]", self._consent())
        return [erase_consent(event, self._pseudonym) for event in events]

    def unlisted(self) -> list[Event]:
        """The events of the workspace, without the contact in the opt-out list."""
        events = self._store.read_stream(f"{self._workspace}.workspace")
        return [self._without(event) for event in events]

    def records(self, at: datetime, ids: Ids, position: int, *, listed: bool) -> Iterator[Event]:
        """What is to be appended: the opt-outs in force, the salt of their name, the list's change.

        ``position``: that of the next event in the stream of erasures.
        """
        cause = ids.new("erase")
        fold: Callable[[Contact, Event], Contact] = evolve
        contact = reduce(fold, self._consent(), Contact(self._workspace, self._contact))
        if contact.sources and not is_pseudonym(self._contact):
            salt = drawn_salt(self._store.read_stream(erasures_stream(self._workspace)))
            if not salt:
                salt = f"{ids.new('salt')}-{ids.new('salt')}"
                place = {"position": position, "at": at, "by": Actor.SYSTEM, "cause": cause}
                yield SaltDrawn(workspace=self._workspace, salt=salt, **place)
            yield from shield_from(contact, self._shield(salt), at=at, cause=cause)
        if listed:
            last = len(self._store.read_stream(f"{self._workspace}.workspace"))
            place = {"position": last + 1, "at": at, "by": Actor.OPERATOR, "cause": cause}
            yield OptOutErased(workspace=self._workspace, **place)

    def _consent(self) -> list[Event]:
        return self._store.read_stream(contact_stream(self._workspace, self._contact))

    def _shield(self, salt: str) -> Contact:
        shield = Contact(self._workspace, shield_name(self._contact, salt))
        fold: Callable[[Contact, Event], Contact] = evolve
        events = self._store.read_stream(contact_stream(self._workspace, shield.number))
        return reduce(fold, events, shield)

    def _without(self, event: Event) -> Event:
        if not isinstance(event, OptOutsListed | OptOutsUnlisted):
            return event
        left = tuple(one for one in event.contacts if one != self._contact)
        return event.model_copy(update={"contacts": left})
