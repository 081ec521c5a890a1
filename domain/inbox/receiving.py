"""Decides what a text from a contact does: it enters the thread, and a keyword changes consent."""

from collections.abc import Sequence
from typing import Final

from pydantic import AwareDatetime

from hookflash.domain.errors import HookflashError
from hookflash.domain.event import Actor, Event
from hookflash.domain.idempotency import NameReused
from hookflash.domain.inbox.events import TextReceived
from hookflash.domain.inbox.reply_events import ReplyDecided, ReplyKind, ReplyRefused
from hookflash.domain.inbox.replying import request_reply
from hookflash.domain.policy.contact_key import is_pseudonym
from hookflash.domain.policy.texting import TextingFacts
from hookflash.domain.problem import Problem
from hookflash.domain.value import Value
from hookflash.domain.workspace.contact import (
    HELP_KEYWORDS,
    CarrierKeyword,
    Contact,
    ContactEvent,
    ContactOptedIn,
    ContactOptedOut,
    hear_text,
    keyword_of,
)

LONGEST_BODY: Final = 10_000
"""Characters. A carrier's longest text has 1,600; some pass on longer messages."""


class InvalidText(HookflashError, ValueError):
    """An inbound text that cannot be recorded; ``field`` and ``problem`` say why."""

    def __init__(self, field: str, problem: Problem) -> None:
        super().__init__(f"{field}: {problem}")
        self.field = field
        self.problem = problem


class ReceiveText(Value):
    """A contact sent ``body`` to a business number (E.164).

    ``id`` is that of the message: each counts once. ``at`` is aware UTC. ``name`` is the
    workspace's, for a reply in ``language``; ``texting`` is what is known about texting the
    contact, None if nothing is to be replied. ``taken_for`` is the carrier's reading.
    """

    id: str
    at: AwareDatetime
    workspace: str
    contact: str
    number: str
    body: str
    taken_for: CarrierKeyword = ""
    from_received: str = ""
    to_received: str = ""
    name: str = ""
    language: str = "en"
    texting: TextingFacts | None = None


def check_body(body: str) -> None:
    """Raise :class:`InvalidText` for a body that cannot be stored; an empty one is all right."""
    if "\0" in body:
        wrong, right = "contains the character U+0000", "Remove it."
    elif len(body) > LONGEST_BODY:
        wrong, right = f"has {len(body):,} characters", f"Send at most {LONGEST_BODY:,}."
    elif not body.isascii() and any("\ud800" <= char <= "\udfff" for char in body):
        wrong, right = "contains half of a surrogate pair", "Send valid Unicode."
    else:
        return
    raise InvalidText("body", Problem(wrong=wrong, right=right))


def receive_text(
    history: Sequence[Event], sender: Contact, command: ReceiveText
) -> tuple[Event, ...]:
    """Decide the events for ``command``; none if the message is in ``history``, its own stream.

    ``sender`` is the contact as it is now. Raises ``NameReused`` if another text had the same id.
    """
    for known in history:
        if isinstance(known, TextReceived) and not _is_same(known, command):
            raise NameReused(command.id)
        return ()
    consent = _consent(sender, command)
    text = TextReceived(
        position=1,
        at=command.at,
        by=Actor.CALLER,
        cause=command.id,
        workspace=command.workspace,
        contact=command.contact,
        number=command.number,
        body=command.body,
        taken_for=command.taken_for,
        consent=_change(consent),
        from_received=command.from_received,
        to_received=command.to_received,
    )
    reply = _reply(text, consent, command)
    if isinstance(reply, ReplyRefused):
        consent = tuple(map(_unconfirmed, consent))
    return (text, *([reply] if reply else []), *consent)


def calls_for_reply(sender: Contact, command: ReceiveText) -> bool:
    """Whether ``command`` gets a reply, unless one is refused: its limits have to be known."""
    return command.texting is not None and bool(_kind(_consent(sender, command), command))


def _consent(sender: Contact, command: ReceiveText) -> tuple[ContactEvent, ...]:
    return hear_text(
        sender,
        command.body,
        number=command.number,
        at=command.at,
        cause=command.id,
        taken_for=command.taken_for,
    )


def _kind(consent: Sequence[Event], command: ReceiveText) -> ReplyKind | None:
    """Confirm an opt-out once, and answer HELP."""
    if any(isinstance(one, ContactOptedOut) and one.confirmed_from for one in consent):
        return "opted_out"
    return "help" if keyword_of(command.body, command.taken_for) in HELP_KEYWORDS else None


def _reply(
    text: TextReceived, consent: Sequence[Event], command: ReceiveText
) -> ReplyDecided | None:
    kind = _kind(consent, command)
    if command.texting is None or kind is None:
        return None
    return request_reply(text, kind, command.name, command.texting, command.language)


def _unconfirmed(event: ContactEvent) -> ContactEvent:
    """An opt-out that no text confirms: no YES can be the reply to it."""
    return event.model_copy(update={"confirmed_from": ""})


def _is_same(known: TextReceived, command: ReceiveText) -> bool:
    if is_pseudonym(known.contact):
        return True  # what it said was erased
    names = ("contact", "number", "body")
    return all(getattr(known, name) == getattr(command, name) for name in names)


def _change(events: Sequence[Event]) -> str:
    for event in events:
        if isinstance(event, ContactOptedOut):
            return "opted_out"
        if isinstance(event, ContactOptedIn):
            return "opted_in"
    return ""
