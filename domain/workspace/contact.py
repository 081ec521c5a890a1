"""A contact's consent to texts from one workspace, in the stream ``<slug>.contact.<digits>``."""

import re
import unicodedata
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
_TWO_WORDS: Final = {"stop all": "stopall", "opt out": "optout"}
"""Keywords that are also written as two words."""
_WORD: Final = re.compile(r"[^\W_]+")

Source = Literal["keyword", "file"]


def contact_stream(workspace: str, contact: str) -> str:
    """The stream of a contact: ``<slug>.contact.<digits>`` for a number in E.164."""
    return f"{workspace}.contact.{contact_key(contact)}"


class ContactEvent(Event):
    """A change in whether ``contact`` may be texted by the workspace."""

    workspace: str
    contact: str

    @property
    def stream(self) -> str:
        """``<slug>.contact.<digits>``."""
        return contact_stream(self.workspace, self.contact)


class ContactOptedOut(ContactEvent):
    """The contact may no longer be texted: it sent ``keyword``, or the workspace file lists it.

    Each opt-out is recorded, also of a contact that is opted out already: sources end on their own.
    """

    TOPIC: ClassVar[str] = "contact.opted_out.v1"
    source: Source
    keyword: str = ""
    words: str = ""
    """What the contact wrote, as it was received; empty in older logs."""


class ContactUnlisted(ContactEvent):
    """The workspace file lists the contact no more; other sources of an opt-out stay."""

    TOPIC: ClassVar[str] = "contact.unlisted.v1"


class ContactOptedIn(ContactEvent):
    """The contact sent ``keyword`` and may be texted again, whatever the source of its opt-out."""

    TOPIC: ClassVar[str] = "contact.opted_in.v1"
    keyword: str


@dataclass(frozen=True)
class Contact:
    """A contact, folded from its events; ``position`` is that of the newest.

    ``number`` is in E.164, or another caller id. ``sources``: why it may not be texted. ``shield``
    holds the opt-outs from before an erasure, under a name that does not tell the number.
    """

    workspace: str
    number: str
    sources: frozenset[Source] = frozenset()
    position: int = 0
    shield: "Contact | None" = None

    @property
    def opted_out(self) -> bool:
        """Whether the contact may not be texted."""
        return bool(self.sources) or (self.shield is not None and self.shield.opted_out)

    @property
    def all(self) -> tuple["Contact", ...]:
        """The contact, and its shield if there is one: each has a stream of its own."""
        return (self,) if self.shield is None else (self, self.shield)


def evolve(contact: Contact, event: Event) -> Contact:
    """Fold one event in."""
    sources = contact.sources
    match event:
        case ContactOptedOut():
            sources |= {event.source}
        case ContactUnlisted():
            sources -= {"file"}
        case ContactOptedIn():
            sources = frozenset()
    return replace(contact, sources=sources, position=event.position)


def keyword_in(body: str) -> str:
    """The keyword that ``body`` consists of, in lower case; empty if it is anything else.

    Letter case, width, and whatever is not a letter or digit around it are ignored.
    """
    plain = unicodedata.normalize("NFKC", body).casefold()
    visible = "".join(char for char in plain if unicodedata.category(char) != "Cf")
    words = " ".join(_WORD.findall(visible))
    word = _TWO_WORDS.get(words, words)
    return word if word in OPT_OUT_KEYWORDS | OPT_IN_KEYWORDS else ""


def hear_keyword(
    contact: Contact, body: str, *, at: datetime, cause: str
) -> tuple[ContactEvent, ...]:
    """Decide what a text from the contact changes about its consent.

    Only a text that consists of one keyword counts. HELP changes nothing, nor does START from a
    contact that is not opted out.
    """
    word = keyword_in(body)
    if word in OPT_OUT_KEYWORDS:
        fields = {"by": Actor.CALLER, "source": "keyword", "keyword": word.upper(), "words": body}
        return (_next(contact, ContactOptedOut, at=at, cause=cause, **fields),)
    if word in OPT_IN_KEYWORDS and contact.opted_out:
        fields = {"by": Actor.CALLER, "keyword": word.upper()}
        lifted = [one for one in contact.all if one is contact or one.opted_out]
        return tuple(_next(one, ContactOptedIn, at=at, cause=cause, **fields) for one in lifted)
    return ()


def list_opt_out(contact: Contact, *, at: datetime, cause: str) -> tuple[ContactEvent, ...]:
    """Opt out a contact that the workspace file newly lists."""
    if "file" in contact.sources:
        return ()
    event = _next(contact, ContactOptedOut, at=at, cause=cause, by=Actor.OPERATOR, source="file")
    return (event,)


def unlist_opt_out(contact: Contact, *, at: datetime, cause: str) -> tuple[ContactEvent, ...]:
    """Lift the opt-out of a contact that the file lists no more, as far as the file caused it."""
    lifted = [one for one in contact.all if "file" in one.sources]
    said = {"at": at, "cause": cause, "by": Actor.OPERATOR}
    return tuple(_next(one, ContactUnlisted, **said) for one in lifted)


def shield_from(
    contact: Contact, shield: Contact, *, at: datetime, cause: str
) -> tuple[ContactEvent, ...]:
    """Carry the opt-outs of an erased ``contact`` over to its ``shield``."""
    events: list[ContactEvent] = []
    for source in sorted(contact.sources - shield.sources):
        said = {"at": at, "cause": cause, "by": Actor.OPERATOR, "source": source}
        events.append(_next(shield, ContactOptedOut, **said))
        shield = evolve(shield, events[-1])
    return tuple(events)


def _next(contact: Contact, kind: Callable[..., ContactEvent], /, **fields: Any) -> ContactEvent:
    return kind(
        workspace=contact.workspace,
        contact=contact.number,
        position=contact.position + 1,
        **fields,
    )
