"""A contact's consent to texts from one workspace, in the stream ``<slug>.contact.<digits>``."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, ClassVar, Final, Literal

from hookflash.domain.event import Actor, Event
from hookflash.domain.policy.contact_key import contact_key
from hookflash.domain.policy.speech.opting_out import opts_out_in_writing
from hookflash.domain.policy.texting import KnownOptOut, Source

OPT_OUT_KEYWORDS: Final = frozenset(
    {"stop", "stopall", "unsubscribe", "cancel", "end", "quit", "revoke", "optout"}
)
OPT_IN_KEYWORDS: Final = frozenset({"start", "unstop"})
OPT_IN_REPLY: Final = "yes"
"""Opts in only as the reply to the confirmation of an opt-out."""
REPLY_HOURS: Final = 24.0
"""For so long after the confirmation."""
HELP_KEYWORDS: Final = frozenset({"help", "info"})
KEYWORDS: Final = OPT_OUT_KEYWORDS | OPT_IN_KEYWORDS | {OPT_IN_REPLY} | HELP_KEYWORDS
CarrierKeyword = Literal["", "stop", "start", "help"]
"""What a carrier took a text for, by keywords of its own such as ARRET; empty for no keyword."""
_TWO_WORDS: Final = {"stop all": "stopall", "opt out": "optout", "un subscribe": "unsubscribe"}
"""Keywords that are also written as two words."""
_WORD: Final = re.compile(r"[^\W_]+")


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
    """The contact may no longer be texted, for one of the ``source`` s below.

    ``file``: the workspace file lists it; ``keyword``: it sent ``keyword``; ``words``: it wrote or
    said ``words``; ``carrier``: the carrier refused a text with ``code``. Each opt-out is recorded,
    also of a contact that is opted out already: sources end on their own.
    """

    TOPIC: ClassVar[str] = "contact.opted_out.v1"
    source: Source
    keyword: str = ""
    words: str = ""
    """What the contact wrote or said, as it was received; empty in older logs."""
    call: str = ""
    """The call on which it was said, or whose text the carrier refused; empty for a text."""
    code: str = ""
    """The carrier's code."""
    confirmed_from: str = ""
    """The business number that confirms it by a text; empty if nothing is sent."""


class ContactUnlisted(ContactEvent):
    """The workspace file lists the contact no more; other sources of an opt-out stay."""

    TOPIC: ClassVar[str] = "contact.unlisted.v1"


class ContactOptedIn(ContactEvent):
    """The contact sent ``keyword`` and may be texted again, whatever the source of its opt-out."""

    TOPIC: ClassVar[str] = "contact.opted_in.v1"
    keyword: str
    words: str = ""
    """What the contact wrote, as it was received; empty in older logs."""


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
    known: Mapping[Source, KnownOptOut] = field(default_factory=dict)
    """The newest opt-out of each source that has one."""
    confirmed_at: datetime | None = None
    """When an opt-out was last confirmed by a text, unless the contact opted in since."""
    confirmed_from: str = ""
    """The business number that confirmed it."""

    @property
    def opted_out(self) -> bool:
        """Whether the contact may not be texted."""
        return bool(self.sources) or (self.shield is not None and self.shield.opted_out)

    @property
    def cited(self) -> tuple[KnownOptOut, ...]:
        """The newest opt-out of each source, from before an erasure if there is no newer one."""
        before = self.shield.known if self.shield is not None else {}
        return tuple({**before, **self.known}.values())

    @property
    def all(self) -> tuple["Contact", ...]:
        """The contact, and its shield if there is one: each has a stream of its own."""
        return (self,) if self.shield is None else (self, self.shield)


def evolve(contact: Contact, event: Event) -> Contact:
    """Fold one event in."""
    changed = replace(contact, position=event.position)
    match event:
        case ContactOptedOut():
            return _with_source(changed, event)
        case ContactUnlisted():
            known = dict(contact.known)
            known.pop("file", None)
            return replace(changed, sources=contact.sources - {"file"}, known=known)
        case ContactOptedIn():
            empty = Contact(contact.workspace, contact.number, shield=contact.shield)
            return replace(empty, position=event.position)
    return changed


def _with_source(contact: Contact, event: ContactOptedOut) -> Contact:
    cited = KnownOptOut(
        source=event.source,
        at=event.at,
        keyword=event.keyword,
        words=event.words,
        call=event.call,
        code=event.code,
    )
    known, sources = {**contact.known, event.source: cited}, contact.sources | {event.source}
    if not event.confirmed_from:
        return replace(contact, known=known, sources=sources)
    return replace(
        contact,
        known=known,
        sources=sources,
        confirmed_at=event.at,
        confirmed_from=event.confirmed_from,
    )


def keyword_in(body: str) -> str:
    """The keyword that ``body`` consists of, in lower case; empty if it is anything else.

    Letter case, width, and whatever is not a letter or digit around it are ignored.
    """
    plain = unicodedata.normalize("NFKC", body).casefold()
    visible = "".join(char for char in plain if unicodedata.category(char) != "Cf")
    found = _WORD.findall(visible)
    spelt = all(len(letter) == 1 for letter in found)
    words = ("" if spelt else " ").join(found)
    word = _TWO_WORDS.get(words, words)
    return word if word in KEYWORDS else ""


def keyword_of(body: str, taken_for: CarrierKeyword) -> str:
    """The keyword that a text is, by our list or else by the carrier's; empty if it is neither.

    Words that opt out are never a START or HELP.
    """
    own = keyword_in(body)
    return own if own or opts_out_in_writing(body) else taken_for


def hear_text(  # noqa: PLR0913 - what a text consists of
    contact: Contact,
    body: str,
    *,
    number: str,
    at: datetime,
    cause: str,
    taken_for: CarrierKeyword = "",
) -> tuple[ContactEvent, ...]:
    """Decide what a text from the contact to ``number`` changes about its consent.

    A keyword counts if it is all that the text says; other words if they opt out. YES counts only
    as the reply to our confirmation. START from a contact that is not opted out changes nothing.
    ``taken_for`` is the carrier's reading, for words that are not among our keywords.
    """
    word = keyword_of(body, taken_for)
    opts_in = word in OPT_IN_KEYWORDS or (word == OPT_IN_REPLY and _replies(contact, number, at))
    fields: dict[str, Any] = {"at": at, "cause": cause, "by": Actor.CALLER, "words": body}
    if opts_in:
        fields |= {"keyword": word.upper()}
        return tuple(_opt_in(contact, fields)) if contact.opted_out else ()
    if word in OPT_OUT_KEYWORDS:
        fields |= {"source": "keyword", "keyword": word.upper()}
    elif not word and opts_out_in_writing(body):
        fields |= {"source": "words"}
    else:
        return ()
    confirmed = {} if contact.confirmed_at else {"confirmed_from": number}
    return (_next(contact, ContactOptedOut, **fields, **confirmed),)


def _opt_in(contact: Contact, fields: Mapping[str, Any]) -> Iterator[ContactEvent]:
    """Lift every opt-out. Nothing that a person wrote goes into the stream of a shield."""
    for one in contact.all:
        if one is contact:
            yield _next(one, ContactOptedIn, **fields)
        elif one.opted_out:
            yield _next(one, ContactOptedIn, **{**fields, "words": ""})


def _replies(contact: Contact, number: str, at: datetime) -> bool:
    """Whether a YES to ``number`` can be the reply to the confirmation of an opt-out."""
    if contact.confirmed_at is None or contact.confirmed_from != number:
        return False
    return timedelta() <= at - contact.confirmed_at <= timedelta(hours=REPLY_HOURS)


def opt_out(
    contact: Contact, known: KnownOptOut, *, by: Actor, cause: str
) -> tuple[ContactEvent, ...]:
    """Opt out a contact for what happened on a call: what they said, or the carrier's answer."""
    return (_next(contact, ContactOptedOut, by=by, cause=cause, **known.model_dump()),)


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
