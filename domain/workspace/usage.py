"""What a workspace used of its daily limits, in the stream ``<slug>.usage.<day>``.

The events are appended in one commit with those of the call, or the reply, that they count. Two
workers that act at the same time conflict there, and the second decides again: a limit is never
exceeded.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from hookflash.domain.call import events as e
from hookflash.domain.call.call import Call
from hookflash.domain.event import Actor, Event
from hookflash.domain.inbox.reply_events import ReplyRequested


def usage_stream(workspace: str, day: str) -> str:
    """The stream of a day, ``2026-03-02``: ``<slug>.usage.2026-03-02``."""
    return f"{workspace}.usage.{day}"


class UsageEvent(Event):
    """Something that counts on ``day``, a date in the time zone of the workspace."""

    workspace: str
    day: str
    effect_key: str

    @property
    def stream(self) -> str:
        """``<slug>.usage.<day>``."""
        return usage_stream(self.workspace, self.day)


class TextCounted(UsageEvent):
    """A text to ``contact`` was requested."""

    TOPIC: ClassVar[str] = "usage.text_counted.v1"
    contact: str


class TransferCounted(UsageEvent):
    """A caller was asked about a transfer to an external number."""

    TOPIC: ClassVar[str] = "usage.transfer_counted.v1"


class TransferUncounted(UsageEvent):
    """The transfer does not take place: the caller declined, did not answer, or hung up."""

    TOPIC: ClassVar[str] = "usage.transfer_uncounted.v1"


@dataclass(frozen=True)
class Usage:
    """What was used on one day; ``position`` is that of the newest event folded in."""

    workspace: str
    day: str
    position: int = 0
    texts: int = 0
    by_contact: Mapping[str, int] = field(default_factory=dict)
    external: int = 0

    def to(self, contact: str | None) -> int:
        """How many texts ``contact`` was sent on that day."""
        return self.by_contact.get(contact, 0) if contact is not None else 0


def evolve(usage: Usage, event: Event) -> Usage:
    """Fold one event in."""
    changes: dict[str, Any] = {}
    match event:
        case TextCounted(contact=contact):
            by_contact = {**usage.by_contact, contact: usage.to(contact) + 1}
            changes = {"texts": usage.texts + 1, "by_contact": by_contact}
        case TransferCounted():
            changes = {"external": usage.external + 1}
        case TransferUncounted():
            changes = {"external": usage.external - 1}
    return replace(usage, position=event.position, **changes)


Count = tuple[str, type[UsageEvent], dict[str, str]]
"""What is to be counted: the day, the kind of event, and the fields specific to it."""


def counts(call: Call, events: Sequence[e.CallEvent]) -> Iterator[Count]:
    """What a decision on ``call`` counts; nothing on a test call, or without limits.

    ``call`` is as it was before ``events``.
    """
    for event in () if call.test else events:
        match event:
            case e.SmsRequested(facts=facts, recipient=contact) if facts.limits is not None:
                key = event.effect_key
                yield facts.limits.day, TextCounted, {"effect_key": key, "contact": contact}
            case e.TransferProposed(limits=limits) if limits is not None:
                if event.destination.kind == "external":
                    yield limits.day, TransferCounted, {"effect_key": event.effect_key}
            case e.TransferDeclined() | e.TransferLapsed() | e.TransferAbandoned():
                yield from _uncounted(call, event)


def counts_of_replies(events: Sequence[Event]) -> Iterator[Count]:
    """What the decision on an inbound text counts: the reply to it, if one was requested."""
    for event in events:
        if isinstance(event, ReplyRequested) and event.facts.limits is not None:
            fields = {"effect_key": event.effect_key, "contact": event.recipient}
            yield event.facts.limits.day, TextCounted, fields


def _uncounted(call: Call, event: e.TransferEvent) -> Iterator[Count]:
    transfer = call.transfers.get(event.effect_key)
    if transfer is None or not transfer.counted_on or transfer.outcome != "asked":
        return
    yield transfer.counted_on, TransferUncounted, {"effect_key": event.effect_key}


def count(usage: Usage, found: Count, cause: Event) -> UsageEvent:
    """The event that adds ``found`` to ``usage``; ``cause`` is an event of its decision."""
    day, kind, fields = found
    return kind(
        workspace=usage.workspace,
        day=day,
        position=usage.position + 1,
        at=cause.at,
        by=Actor.SYSTEM,
        cause=f"{cause.stream}/{cause.position}",  # not a message id, which may be personal
        **fields,
    )
