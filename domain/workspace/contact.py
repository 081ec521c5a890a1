"""A contact's consent to texts from one workspace, in the stream ``<slug>.contact.<digits>``."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, ClassVar, Final, Literal

from hookflash.domain.event import Actor, Event
from hookflash.domain.policy.contact_key import contact_key

OPT_OUT_KEYWORDS: Final = frozenset(
    {"stop", "stopall", "unsubscribe", "cancel", "end", "quit", "revoke", "optout"}
)
OPT_IN_KEYWORDS: Final = frozenset({"start", "unstop"})

_ONE_WORD = re.compile(r"[\W_]*([^\W_]+)[\W_]*")


def contact_stream(workspace: str, contact: str) -> str:
    """The stream of a contact: ``<slug>.contact.<digits>`` for a number in E.164."""
    return f"{workspace}.contact.{contact_key(contact)}"


class ContactEvent(Event):
    """A change in whether ``contact`` (E.164) may be texted by the workspace."""

    workspace: str
    contact: str

    @property
    def stream(self) -> str:
        """``<slug>.contact.<digits>``."""
        return contact_stream(self.workspace, self.contact)


class ContactOptedOut(ContactEvent):
    """The contact may no longer be texted: it sent ``keyword``, or the workspace file lists it."""

    TOPIC: ClassVar[str] = "contact.opted_out.v1"
    source: Literal["keyword", "file"]
    keyword: str = ""


class ContactOptedIn(ContactEvent):
    """The contact sent ``keyword`` and may be texted again."""

    TOPIC: ClassVar[str] = "contact.opted_in.v1"
    keyword: str


@dataclass(frozen=True)
class Contact:
    """A contact (E.164), folded from its events; ``position`` is that of the newest."""

    workspace: str
    number: str
    opted_out: bool = False
    position: int = 0


def evolve(contact: Contact, event: Event) -> Contact:
    """Fold one event in."""
    opted_out = _AFTER.get(type(event), contact.opted_out)
    return replace(contact, opted_out=opted_out, position=event.position)


_AFTER: Final[dict[type[Event], bool]] = {ContactOptedOut: True, ContactOptedIn: False}


def hear_keyword(
    contact: Contact, body: str, *, at: datetime, cause: str
) -> tuple[ContactEvent, ...]:
    """Decide what a text from the contact changes about its consent.

    Only a text that consists of one keyword counts. Letter case, and spaces and punctuation around
    the keyword, are ignored. HELP changes nothing, nor does a keyword for the current state.
    """
    alone = _ONE_WORD.fullmatch(body)
    word = alone[1] if alone else ""
    if word.casefold() in OPT_OUT_KEYWORDS and not contact.opted_out:
        fields = {"by": Actor.CALLER, "source": "keyword", "keyword": word.upper()}
        return (_next(contact, ContactOptedOut, at=at, cause=cause, **fields),)
    if word.casefold() in OPT_IN_KEYWORDS and contact.opted_out:
        fields = {"by": Actor.CALLER, "keyword": word.upper()}
        return (_next(contact, ContactOptedIn, at=at, cause=cause, **fields),)
    return ()


def list_opt_out(contact: Contact, *, at: datetime, cause: str) -> tuple[ContactEvent, ...]:
    """Opt out a contact that the workspace file newly lists; no event if it is opted out already.

    There is no counterpart: removal from the list opts no one in, only the contact's own START.
    """
    if contact.opted_out:
        return ()
    event = _next(contact, ContactOptedOut, at=at, cause=cause, by=Actor.OPERATOR, source="file")
    return (event,)


def _next(contact: Contact, kind: Callable[..., ContactEvent], /, **fields: Any) -> ContactEvent:
    return kind(
        workspace=contact.workspace,
        contact=contact.number,
        position=contact.position + 1,
        **fields,
    )
